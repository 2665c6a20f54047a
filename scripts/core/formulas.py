"""Model formulas in the tradition of fixest and reghdfe: ``score ~ policy + ..controls | unit + year``.

A term is a variable or a function of variables, a product ``a:b`` of such, ``a*b`` for ``a + b + a:b``, or
``i(year, x, ref=2015)``, a slope of x for each other year. An effect is a categorical variable, a combination ``a^b``
or ``a[x]``, which has a slope of x for each value of a as well. Nothing in a formula is ever executed.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations

from core.errors import StudyError, nearest
from core.expressions import SERIES_FUNCTIONS, names_in, parse

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MACRO = re.compile(r"\.\.([A-Za-z_][A-Za-z0-9_]*)")
EFFECT = re.compile(rf"({NAME.pattern}(?:\^{NAME.pattern})*)(?:\[({NAME.pattern})\])?")
RESULT = re.compile(r"[A-Za-z_][\w:.-]*")  # a name of results, as `policy::-3`, `W:a`, `rho.large.medium`
FIRST = ("unit", "year")  # of the effects, in this order
NOTHING = "1"  # stands for no term
LAG = "W:"  # begins the name of a spatial lag of a term
LONGEST = 20_000  # characters
MOST_TERMS = 400  # of a formula or a list of terms
MOST_CROSSED = 6  # factors of a product `a*b`, which stands for 63 terms then


@dataclass(frozen=True)
class Term:
    """A regressor, or with `by` one for each value of that variable but the `reference`.

    name : as written, without blanks
    factors : expressions whose product it is; none: the dummies of `by` alone, but for the first value
    """

    name: str
    factors: tuple[str, ...]
    by: str | None = None
    reference: str | int | float | None = None


@dataclass(frozen=True)
class Effect:
    """What is absorbed: a mean for each combination of the values of `factors`, and of `slope`, if any, a slope."""

    name: str
    factors: tuple[str, ...]
    slope: str | None = None


@dataclass(frozen=True)
class Formula:
    """An outcome, its regressors, and the effects that are absorbed, each as written but for blanks.

    endogenous, instruments : of a formula with a third part, a regressor that is explained by instruments
    """

    outcome: str
    regressors: tuple[str, ...]
    effects: tuple[str, ...] = ()
    endogenous: str | None = None
    instruments: tuple[str, ...] = ()

    @cached_property
    def all_regressors(self) -> "Formula":
        """The formula with the endogenous regressor first and the instruments last among its regressors."""
        first = (self.endogenous,) if self.endogenous else ()
        return Formula(self.outcome, (*first, *self.regressors, *self.instruments), self.effects)

    @cached_property
    def names(self) -> tuple[str, ...]:
        return (self.outcome, *self.regressors)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(_term(name, name) for name in self.regressors)

    @cached_property
    def absorbed(self) -> tuple[Effect, ...]:
        return tuple(_effect(name, name) for name in self.effects)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """Every variable inside, each once, in the order of the formula."""
        if self.endogenous:
            return self.all_regressors.variables
        expressions = [self.outcome, *(part for term in self.terms for part in (*term.factors, term.by) if part)]
        used = [name for text in expressions for name in sorted(names_in(text, SERIES_FUNCTIONS))]
        used += [name for effect in self.absorbed for name in (*effect.factors, effect.slope) if name]
        return tuple(dict.fromkeys(used))


@cache
def parse_formula(text: str) -> Formula:
    """Parse ``outcome ~ term + ... | effect + ... | endogenous ~ instrument + ...``; the second and third part are
    optional, ``1`` is no term.

    Raises StudyError for anything else, with the text.
    """
    _refuse_longer(text)
    first, *parts = text.split("|")
    third = parts.pop() if parts and "~" in parts[-1] else None
    if len(parts) > 1 or first.count("~") != 1 or any("~" in part for part in parts):
        raise StudyError(
            f"formula `{text}`: expected `outcome ~ terms | effects`, with one ~ and at most one |, or with a third "
            "part `| endogenous ~ instruments`"
        )
    left, right = first.split("~")
    outcome = _plain(left)
    if not _is_factor(outcome, text):
        raise StudyError(f"formula `{text}`: the outcome `{outcome}` is not a variable or a function of variables")
    regressors = tuple(name for name in terms(right, text) if name != NOTHING)
    endogenous, instruments = _instrumented(third, text) if third is not None else (None, ())
    if not regressors and not endogenous:
        raise StudyError(f"formula `{text}`: no term is left whose coefficient could be estimated")
    _refuse_twice([*regressors, *([endogenous] if endogenous else []), *instruments], text)
    written = [_effect(part, text).name for part in _cut(parts[0], "+")] if parts else []
    _refuse_twice(written, text)
    unit_year = [name for name in FIRST if name in written]
    effects = (*unit_year, *(name for name in written if name not in unit_year))
    return Formula(outcome, regressors, effects, endogenous, instruments)


def _instrumented(part: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The endogenous regressor and the instruments of a third part."""
    if part.count("~") != 1:
        raise StudyError(f"formula `{text}`: the third part is `endogenous ~ instruments`, with one ~")
    left, right = part.split("~")
    endogenous, instruments = terms(left, text), tuple(name for name in terms(right, text) if name != NOTHING)
    if len(endogenous) != 1 or not NAME.fullmatch(endogenous[0]):
        raise StudyError(f"formula `{text}`: one variable is endogenous, on the left of the third part")
    if not instruments:
        raise StudyError(f"formula `{text}`: no instrument stands on the right of the third part")
    return endogenous[0], instruments


def terms(side: str, text: str) -> tuple[str, ...]:
    """The names of the terms joined by + on one side of a formula, products of ``a*b`` after their parts, each once."""
    parts = _parts(side)
    written = [part for part in parts if len(_cut(part, "*")) == 1]
    _refuse_twice(written, text)
    every = [name for part in parts for name in _crossed(part)]
    found = [_term(name, text) for name in dict.fromkeys(every) if name != NOTHING]
    _refuse_two_references([term for term in found if term.by], text)
    return tuple(dict.fromkeys(every))


def terms_of(side: str, text: str) -> tuple[str, ...]:
    """The terms joined by + in `side`, of a formula or of results: ``log(a)``, ``a:b``, ``W:a``, ``policy::-3``."""
    _refuse_longer(side)
    found = [name for part in _parts(side) for name in _crossed(part)]
    for name in found:
        if not RESULT.fullmatch(name):
            *by, term = name.split("::")
            try:
                _term(term.partition(":")[2] if by else term, side)
            except StudyError:
                raise StudyError(
                    f"`{text}`: `{name}` is not the name of a variable or term; they are joined by +"
                ) from None
    return tuple(found)


def without_lags(text: str) -> str:
    """A formula with ``x`` for each spatial lag ``W:x``, each term once: what it needs of the panel."""
    formula = parse_formula(text)
    plain = dict.fromkeys(term.removeprefix(LAG) for term in formula.regressors)
    effects = f" | {' + '.join(formula.effects)}" if formula.effects else ""
    return f"{formula.outcome} ~ {' + '.join(plain)}{effects}"


def combination_of(text: str) -> dict[str, int]:
    """The terms of ``a + a:b - c`` with their signs, 1 or -1; StudyError for anything else."""
    _refuse_longer(text)
    depth, signed = 0, ""
    for letter in _plain(text):
        depth += (letter in "([") - (letter in ")]")
        minus = letter == "-" and depth == 0 and not signed.endswith(":")  # of an event time
        signed += "+-" if minus else letter
    parts = _parts(signed.removeprefix("+"))
    names = [terms_of(part.removeprefix("-"), text) for part in parts]
    if any(len(name) != 1 for name in names) or len(set(names)) < len(names):
        raise StudyError(f"`{text}`: expected a sum of terms, each once, as `a + a:b` or `a - b`")
    return {name: -1 if part.startswith("-") else 1 for part, (name,) in zip(parts, names, strict=True)}


def _refuse_longer(text: str) -> None:
    if len(text) > LONGEST:
        raise StudyError(f"`{text[:60]}...` has {len(text):,d} characters; a formula has at most {LONGEST:,d}")


def _parts(side: str) -> list[str]:
    """What is joined by + in `side`."""
    parts = _cut(side, "+")
    if len(parts) > MOST_TERMS:
        raise StudyError(f"`{side.strip()[:60]}...` has {len(parts):,d} terms; at most {MOST_TERMS}")
    return parts


def _crossed(part: str) -> list[str]:
    """``a*b`` as ``a``, ``b`` and ``a:b``; any other part as it is."""
    factors = _cut(part, "*")
    if len(factors) > MOST_CROSSED:
        raise StudyError(f"`{part[:60]}` crosses {len(factors)} factors; at most {MOST_CROSSED}")
    return [":".join(chosen) for size in range(1, len(factors) + 1) for chosen in combinations(factors, size)]


def _term(name: str, text: str) -> Term:
    if name.startswith("i(") or ":i(" in name:
        return _term_by_value(name, text)
    factors = tuple(_cut(name, ":"))
    for factor in factors:
        if not _is_factor(factor, text):
            raise StudyError(
                f"formula `{text}`: `{factor}` is not the name of a variable, nor a function of variables; terms are "
                "joined by +"
            )
    return Term(name, factors)


def _is_factor(factor: str, text: str) -> bool:
    """Whether `factor` is a variable or a function of variables; StudyError for a function that there is not."""
    if NAME.fullmatch(factor):
        return True
    if not re.fullmatch(rf"{NAME.pattern}\(.*\)", factor):
        return False
    try:
        tree = parse(factor, SERIES_FUNCTIONS)
    except StudyError as error:
        raise StudyError(f"formula `{text}`: {error}") from None
    return isinstance(tree, ast.Call)


def _term_by_value(name: str, text: str) -> Term:
    """``i(by)``, ``i(by, x)``, either with ``ref=``."""
    try:
        call = ast.parse(name, mode="eval").body
        (by, *slope), options = call.args, {option.arg: ast.literal_eval(option.value) for option in call.keywords}
        factors = tuple(ast.get_source_segment(name, part) for part in slope)
        fits = NAME.fullmatch(ast.unparse(by)) and len(factors) < 2 and set(options) <= {"ref"}
        fits = fits and all(_is_factor(factor, text) for factor in factors)
        fits = fits and type(options.get("ref", 0)) in (int, float, str)
    except (SyntaxError, ValueError, AttributeError):
        fits = False
    if not fits:
        raise StudyError(
            f"formula `{text}`: `{name}` is not `i(variable)` or `i(variable, slope)`, with or without "
            "`ref=value`, and no part of a product"
        )
    return Term(name, factors, by.id, options.get("ref"))


def _effect(part: str, text: str) -> Effect:
    found = EFFECT.fullmatch(part)
    if not found:
        raise StudyError(
            f"formula `{text}`: the effect `{part}` is not a variable, a combination `a^b`, or `a[x]`; they are joined "
            "by +"
        )
    return Effect(part, tuple(found[1].split("^")), found[2])


def _plain(text: str) -> str:
    """`text` without the blanks that part no words."""
    return re.sub(r"\s+", " ", re.sub(r"(?<!\w)\s+|\s+(?!\w)", "", text.strip()))


def _cut(text: str, mark: str) -> list[str]:
    """`text` cut at each `mark` outside brackets, without blanks; ``**`` is not a mark ``*``."""
    depth, parts, text = 0, [""], _plain(text).replace("**", "\0")
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.replace("\0", "**") for part in parts]


def _refuse_twice(names: list[str], text: str) -> None:
    if twice := {name for name in names if names.count(name) > 1}:
        raise StudyError(f"formula `{text}`: {', '.join(sorted(twice))} stands twice")


def _refuse_two_references(by_value: list[Term], text: str) -> None:
    """Refuse ``i(year, x) + i(year, x, ref=2015)``, whose columns have the same names."""
    for first, second in combinations(by_value, 2):
        if (first.by, first.factors) == (second.by, second.factors):
            raise StudyError(f"formula `{text}`: `{first.name}` and `{second.name}` are the same but for the reference")


def expanded(text: str, macros: dict[str, str]) -> str:
    """`text` with each ``..name`` replaced by the text of that macro; a macro may use those above it.

    Raises StudyError for a macro that is not defined, or not yet.
    """
    texts: dict[str, str] = {}
    for name, content in macros.items():
        texts[name] = _replaced(str(content), texts, f"`macros.{name}`")
    return _replaced(text, texts, f"`{text}`")


def _replaced(text: str, texts: dict[str, str], where: str) -> str:
    def content(found: re.Match) -> str:
        if found[1] not in texts:
            known = nearest(found[1], list(texts)) if texts else "no macro stands before it"
            raise StudyError(f"{where}: there is no macro `..{found[1]}`; {known}")
        return texts[found[1]]

    _refuse_longer(text)
    size = len(text) + sum(len(texts.get(name, "")) for name in MACRO.findall(text))
    if size > LONGEST:
        raise StudyError(f"{where[:60]}: macros unfold to {size:,d} characters; a formula has at most {LONGEST:,d}")
    return MACRO.sub(content, text)
