"""Which printed coefficients a statement is about: its words against headings, and the table and column that it names.

What is ambiguous matches nothing. `nearest` compares words only; `candidates` keeps to what a statement names, too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from papers.document import Table
from printed.printed_tables import Coefficient, Effects, Model, Numbered, Printed, Regressions
from prose.statements import Statement
from referee.findings import Draft, Spot

HAN = "\u3400-\u9fff"
EMPTY = re.compile(
    "a|an|the|of|on|in|for|from|to|by|with|and|is|are|was|its|our|this|that|these|as|at|be|it|all|each|main|key|core"
    "|coefficient|estimate|estimated|effect|impact|variable|explanatory|regression|term|result|value|size|average"
    "|regressor|significant|significantly|positive|negative|column|table|model|specification|baseline|vs|versus"
)
EMPTY_HAN = re.compile("的|系数|回归|估计值?|核心|解释变量|变量|效应|影响|对|在|结果|为|显著|正|负|第|列|表")
POLICY = re.compile(
    r"\b(polic(y|ies)|treatments?|treated|treat|did|reforms?|programs?|programmes?|pilots?|interventions?|laws?|post)\b"
    "|政策|试点|处理|双重差分|示范|改革|试验区",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    r"[×∗⋅·#]|(?<=\w)\s?\*\s?(?=\w)|(?<=\w)\s?:\s?(?=\w)|\b[xX]\b(?=\s)|interact|交互|交乘|乘积", re.IGNORECASE
)
FACTORS = re.compile(r"[×∗⋅·#*:]|\b[xX]\b|\band\b|interaction(?: of)?|交互项?|交乘项?|与", re.IGNORECASE)
LAGGED = re.compile(
    r"^\s*W(\s?[×*·_.:]\s?|\s?x\s|\s+(?=\S))|^(spatial(ly)? lag(ged)?( of)?|空间滞后)\s*[:：]?\s*", re.IGNORECASE
)
SPILLOVERS = {
    "indirect": re.compile(r"\bindirect|spill-?over|neighbou?r|间接|溢出", re.IGNORECASE),
    "total": re.compile(r"\btotal\b(?! weight| of \d)|总效应|总影响", re.IGNORECASE),
    "direct": re.compile(r"\bdirect|(?<!间)直接", re.IGNORECASE),
}
SPOKEN = re.compile(f"[^\\W\\d_{HAN}]{{4}}|[{HAN}]{{4}}|[α-ω]")  # of a name that is hardly part of another by chance
ABBREVIATION = r"[(（]([^()（），,;；]{1,20})[)）]"
IN_LOGS = re.compile(r"(?:in |取)?(?:logs?|ln|对数|logarithms?)|[%％]|per ?cent", re.IGNORECASE)  # no name
NAMING = re.compile(r"\btab(le|s|\.)|表\s*[A-Z\d]|\bcol(umn|s|\.)|[列栏]|\bmodel|模型|\bspecification", re.IGNORECASE)
NUMBERED = re.compile(r"(?:tab(?:le|\.)?|表)\s*([A-Z]{0,2}\.?\d+(?:[.\-]\d+)?[a-z]?)", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A printed coefficient where it stands. number : of its column, empty without; effect : of `Effects`, as direct"""

    printed: Regressions | Effects
    coefficient: Coefficient
    heading: str
    number: str = ""
    model: Model | None = None
    effect: str = ""

    @property
    def table(self) -> Table:
        return self.printed.table

    @property
    def where(self) -> str:
        column = f", column ({self.number})" if self.number else ""
        effect = f", {self.effect} effect" if self.effect else ""
        return f"{self.table.place}, {self.heading}{effect}{column}"

    def spot(self, draft: Draft) -> Spot:
        return draft.spot_in(self.table, self.coefficient.estimate)


@lru_cache(1)
def places(draft: Draft) -> tuple[Place, ...]:
    """All coefficients of all tables, from the top."""
    return tuple(place for printed in draft.tables for place in places_of(printed))


def places_of(printed: Printed) -> list[Place]:
    numbers = column_numbers(printed) if isinstance(printed, Regressions | Effects) else {}
    found = [
        Place(printed, one, one.term, numbers.get(model.column, ""), model)
        for model in getattr(printed, "models", ())
        for one in model.coefficients
    ]
    for (variable, column), own in printed.effects.items() if isinstance(printed, Effects) else ():
        found += [Place(printed, one, variable, numbers.get(column, ""), effect=name) for name, one in own.items()]
    return found


def column_numbers(printed: Regressions | Effects) -> dict[int, str]:
    """The number of every column: what stands above it, else its position if no column has one."""
    if isinstance(printed, Regressions):
        found = {model.column: model.number for model in printed.models}
    else:
        columns = sorted({column for _, column in printed.effects})
        above = {column: " ".join(printed.table.headings(column)) for column in columns}
        found = {
            column: number[1] if (number := re.search(r"[(（](\d+)[)）]", text)) else ""
            for column, text in above.items()
        }
    if any(found.values()):
        return found
    return {column: str(position) for position, column in enumerate(sorted(found), 1)}


def tables_named(draft: Draft, number: str) -> list[Printed]:
    """The tables that a manuscript numbers so: several where parts of a long one each stand in a rectangle."""
    return [
        one for one in draft.tables if (found := NUMBERED.search(one.table.place)) and same_number(found[1], number)
    ]


def same_number(number: str, other: str) -> bool:
    """Whether two numbers of tables or columns are the same."""
    return number.casefold().replace(".", "") == other.casefold().replace(".", "")


def candidates(statement: Statement, among: Sequence[Place], policy: str = "") -> list[Place]:
    """Of these coefficients those that the words of a statement name; empty if they are near to none."""
    headings = headings_named(statement, {place.heading for place in among}, policy)
    found = [place for place in among if place.heading in headings] or _in_column_headed(statement, among, policy)
    effect = next((name for name, words in SPILLOVERS.items() if words.search(statement.term)), "")
    if effect and (those := [place for place in found if place.effect == effect]):
        return those
    return found


def headings_named(statement: Statement, headings: Iterable[str], policy: str = "") -> set[str]:
    """The headings that a statement names: those of its term, else the only one that its sentence has before its
    number, or behind it in the same part."""
    headings = set(headings)
    before, _, behind = statement.sentence.partition(statement.number.text if statement.number else "\n")
    parts = before, re.split("[;；]", behind)[0]
    named = nearest(statement.term, headings, policy)
    return named or next((said for part in parts if (said := _said(part, headings))), set())


def _said(part: str, headings: set[str]) -> set[str]:
    """The headings that stand as they are in a part of a sentence, if all are of one name."""
    own = {
        name.strip(): heading
        for heading in headings
        for name in (re.sub(ABBREVIATION, "", heading), heading)
        if SPOKEN.search(name)
    }
    each = "|".join(map(re.escape, sorted(own, key=len, reverse=True)))
    said = {own[name] for name in re.findall(rf"(?<![A-Za-z\d])(?:{each})(?![A-Za-z\d])", part)} if each else set()
    return said if all(same_name(one, other) for one in said for other in said) else set()


def _in_column_headed(statement: Statement, among: Sequence[Place], policy: str) -> list[Place]:
    """Coefficients of the policy in the columns that the words name, as "in the east" does where a column is so headed;
    only of a table that is named."""
    own = [place for place in among if place.model and _joined(place.heading) == _joined(policy)]
    heads = {heading for place in own for heading in place.model.headings}
    named = nearest(statement.term, heads) if statement.table else set()
    return [place for place in own if named & set(place.model.headings)]


def names_a_place(statement: Statement) -> bool:
    """Whether its own sentence names the table or the column, and not one before it."""
    return bool((statement.table or statement.column) and NAMING.search(statement.sentence))


def places_named(draft: Draft, statement: Statement, among: Sequence[Place]) -> Sequence[Place]:
    """Coefficients of the table and the column that a statement names; all if it names none."""
    if statement.table:
        tables = [printed.table for printed in tables_named(draft, statement.table)]
        among = [place for place in among if any(place.table is table for table in tables)]
    if statement.column:
        among = [place for place in among if same_number(place.number, statement.column)]
    return among


def policy_of(among: Iterable[Place]) -> str:
    """The heading that most tables of regressions have first; empty if less than half of them have it."""
    first: dict[int, str] = {}
    for place in among:
        if place.model:
            first.setdefault(id(place.table), place.heading)
    heading, times = (Counter(first.values()).most_common(1) or [("", 0)])[0]
    return heading if 2 * times >= len(first) else ""


def nearest(term: str, headings: Iterable[str], policy: str = "") -> set[str]:
    """The headings that a term names; those of `policy` for words as "the policy"; empty if it is not clear which.

    A heading that is another name of one of them is named with it: "AI" and "AI pilot zones (AI)".
    """
    headings = set(headings)
    found = _named(term, headings, policy)
    return {heading for heading in headings if any(_rank(one, heading) == 0 for one in found)}


def _named(term: str, headings: set[str], policy: str) -> set[str]:
    ranked: dict[int, set[str]] = {}
    for heading in headings:
        if (rank := _rank(term, heading)) is not None:
            ranked.setdefault(rank, set()).add(heading)
    if ranked:
        best = ranked[min(ranked)]
        if min(ranked) == 1:
            longest = max(len(_joined(heading)) for heading in best)
            best = {heading for heading in best if len(_joined(heading)) == longest}
        one = next(iter(best))
        return best if min(ranked) == 0 or all(_rank(one, other) == 0 for other in best) else set()
    if policy and POLICY.search(term) and not PRODUCT.search(term):
        return {heading for heading in headings if _joined(heading) == _joined(policy)}
    return set()


@lru_cache(2**16)
def _rank(term: str, heading: str) -> int | None:
    """0 if term and heading are the same name, 1 if the term has all words of the heading, 2 the other way round."""
    if bool(PRODUCT.search(term)) != bool(PRODUCT.search(heading)):
        return None
    ours, theirs = _names(term), _names(heading)
    if {_joined(" ".join(name)) for name in ours} & {_joined(" ".join(name)) for name in theirs}:
        return 0
    if any(_initials(name) == "".join(other) for name in ours for other in theirs):
        return 0
    if any(_initials(other) == "".join(name) for name in ours for other in theirs):
        return 0
    if any(len(short := "".join(other)) > 2 and short in _initials(name) for name in ours for other in theirs):
        return 0
    if any(set(other) <= set(name) for name in ours for other in theirs):
        return 1
    return 2 if any(set(name) <= set(other) for name in ours for other in theirs) else None


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words, or one is the other's abbreviation."""
    return _rank(one, other) == 0


def same_factor(name: str, product: str) -> bool:
    """Whether a name is that of a factor of a product, as AI of "AI × infrastructure"."""
    return any(same_name(name, factor) for factor in FACTORS.split(product) if factor.strip())


def _names(text: str) -> list[tuple[str, ...]]:
    """The words of a text, and those of an abbreviation that it has in brackets; each without empty words."""
    short = [one for one in re.findall(ABBREVIATION, text) if not IN_LOGS.fullmatch(one)]
    without = re.sub(ABBREVIATION, " ", text)
    return [found for part in (without, *short) if (found := words(part))]


@lru_cache(2**14)
def words(text: str) -> tuple[str, ...]:
    """Words that tell one thing from another: singular, in small letters; pairs of characters of Chinese."""
    latin = re.findall(r"[^\W\d_]+|\d+", re.sub(f"[{HAN}]", " ", text))
    said = [_singular(word.casefold()) for word in latin]
    runs = re.findall(f"[{HAN}]+", EMPTY_HAN.sub(" ", text))
    pairs = [run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))]
    return (*(word for word in said if not EMPTY.fullmatch(word)), *pairs)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word


def _initials(name: tuple[str, ...]) -> str:
    return "".join(word[0] for word in name) if len(name) > 1 else ""


def _joined(text: str) -> str:
    return "".join(words(text))


def numbers_of(printed: Printed, column: int | None = None) -> list[Numbered]:
    """All numbers that a table has, or those of one of its columns."""
    match printed:
        case Regressions(models=models):
            found = [
                one
                for model in models
                for one in (*model.statistics.values(), *(n for c in model.coefficients for n in numbers_at(c)))
            ]
        case Effects(effects=effects):
            found = [one for own in effects.values() for c in own.values() for one in numbers_at(c)]
        case _ if hasattr(printed, "variables"):
            found = [one for own in printed.variables.values() for one in own.values()]
        case _ if hasattr(printed, "weights"):
            overall = [printed.overall] if printed.overall else []
            found = [*printed.weights.values(), *printed.estimates.values(), *overall]
        case _:
            found = list(printed.numbers)
    return [one for one in found if column is None or one.column == column]


def numbers_at(coefficient: Coefficient) -> list[Numbered]:
    return [coefficient.estimate, *coefficient.beneath.values()]
