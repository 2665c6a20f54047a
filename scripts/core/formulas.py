"""Model formulas in the tradition of fixest and reghdfe: ``score ~ policy + ..controls | unit + year``."""

import re
from dataclasses import dataclass

from core.errors import StudyError, nearest

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MACRO = re.compile(r"\.\.([A-Za-z_][A-Za-z0-9_]*)")
EFFECTS = ("unit", "year")
NOTHING = "1"  # stands for no term


@dataclass(frozen=True)
class Formula:
    """An outcome, its regressors, and the dimensions whose means are absorbed."""

    outcome: str
    regressors: tuple[str, ...]
    effects: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.outcome, *self.regressors)


def parse_formula(text: str) -> Formula:
    """Parse ``outcome ~ regressor + ... | unit + year``; effects are optional, names are plain, ``1`` is no term.

    Raises StudyError for anything else; nothing in a formula is ever executed.
    """
    parts = re.split(r"[~|]", text)
    marks = re.sub(r"[^~|]", "", text)
    if marks not in ("~", "~|"):
        raise StudyError(f"formula `{text}`: expected `outcome ~ regressors | effects`, with one ~ and at most one |")
    outcome, *sides = (part.strip() for part in parts)
    regressors = tuple(name for name in terms(sides[0], text) if name != NOTHING)
    effects = terms(sides[1], text) if len(sides) == 2 else ()
    if not NAME.fullmatch(outcome):
        raise StudyError(f"formula `{text}`: the outcome `{outcome}` is not the name of one variable")
    if not regressors:
        raise StudyError(f"formula `{text}`: no term is left whose coefficient could be estimated")
    if unknown := [effect for effect in effects if effect not in EFFECTS]:
        raise StudyError(f"formula `{text}`: effects `{', '.join(unknown)}` unknown; allowed: `unit`, `year`")
    return Formula(outcome, regressors, tuple(effect for effect in EFFECTS if effect in effects))


def terms(side: str, text: str) -> tuple[str, ...]:
    """The names joined by + on one side of a formula, each once."""
    names = [part.strip() for part in side.split("+")]
    for name in names:
        if not NAME.fullmatch(name) and name != NOTHING:
            raise StudyError(f"formula `{text}`: `{name}` is not the name of a variable; terms are joined by +")
    if twice := {name for name in names if names.count(name) > 1}:
        raise StudyError(f"formula `{text}`: {', '.join(sorted(twice))} stands twice")
    return tuple(names)


def terms_of(side: str, text: str) -> tuple[str, ...]:
    """The terms joined by + in `side`: names, products ``a:b``, lags ``W:a``, event times ``policy::-3``."""
    found = tuple(part.strip() for part in side.split("+"))
    for term in found:
        if not re.fullmatch(r"[A-Za-z_][\w:.-]*", term):
            raise StudyError(f"`{text}`: `{term}` is not the name of a variable or term; they are joined by +")
    return found


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

    return MACRO.sub(content, text)
