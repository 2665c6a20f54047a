"""Numbers of sentences against the results of a study.

A sentence that names table and column is compared with what stands there. Another one is compared with all results of
its kind: those that it calls by name first, then those that the manuscript's own tables print.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from papers.document import Text
from papers.numerals import Number, numbers_in
from printed.printed_tables import Effects, Regressions
from prose.citations import is_cited
from prose.phrases import POLICY, RELATIVE
from prose.significance import NOT
from prose.statements import Statement
from referee.findings import Draft, Spot
from referee.matching import (
    Place,
    candidates,
    column_numbers,
    names_a_place,
    places,
    places_named,
    policy_of,
    same_number,
    tables_named,
)
from traces.results import SETTING, Numbers, Result, alike
from traces.traced_changes import changed
from traces.traced_forms import MEANINGS, in_percent, is_of, misses_percent, printed_as, says
from traces.traced_placebos import placebo_verdict
from traces.traced_rosters import KINDS, roster_verdict
from traces.traced_samples import SIZES, size_verdict
from traces.traced_words import VAGUE, meant, paired, told
from traces.verdicts import Said, Verdict, exact, has

OF_COLUMNS = ("n_obs", "units", "years", "clusters", "r2", "f")  # what a whole column has
SAME_NAME = 0.5
# Levels of significance and bounds of Stock and Yogo, of rules of thumb and of Lee et al. (2022), as they are printed.
CONSTANTS = {"10", "16.38", "8.96", "6.66", "5.53", "104.7", "1.64", "1.65", "1.645", "1.96", "2.58", "2.576"}
SHOWN = 3  # results that a message names
EVENT_TIMES = re.compile(  # words of a text on effects by year, of which other texts print none
    r"\bdynamic|\bevent\b|pre-?trends?|parallel|\bleads?\b|\blags?\b|on impact|contemporaneous|pre-?treat|post-?treat"
    r"|\byears? (?:of|before|after|since|later|relative|[-−]?\d)|(?:before|after) (?:the )?(?:polic|treat|adopt)"
    r"|动态|事件|平行趋势|逐年|滞后|提前|窗口|基期|当[年期]|[前后第][\d一二三四五][年期]",
    re.IGNORECASE,
)
INSIGNIFICANT = 0.05  # what is below is called insignificant at the level of 1 % alone
AT_ONE = re.compile(r"(?<![\d.])1\s?(?:%|％|per ?cent)|(?<!\d)0?\.01(?!\d)")
OF_ANOTHER = re.compile(  # what is held against the numbers of the table that is named
    rf"{VAGUE.pattern}|\bbaseline|\bbenchmark|\bmain\b|\btwice\b|\btimes\b|基准|主回归|全样本|倍", re.IGNORECASE
)
TELLING = 3  # digits without which equality may be chance


@dataclass(frozen=True)
class Shown:
    """What the tables of a manuscript print of the study: by spot the result, and the coefficients."""

    draft: Draft
    at: dict[Spot, Result]
    addresses: set[str]
    places: tuple[Place, ...]
    policy: str


def text_verdicts(draft: Draft, at: dict[Spot, Result], numbers: Numbers) -> Iterator[Verdict]:
    """A verdict on each number of the texts; `at` are the results that the tables print, by their spots."""
    found = places(draft)
    shown = Shown(draft, at, {one.address for one in at.values()}, found, policy_of(found))
    for place, block in enumerate(draft.manuscript.blocks):
        if isinstance(block, Text) and block.is_prose:
            about = [one for one in draft.statements if one.block == place and one.number]
            for number in [*numbers_in(block.text), *_in_words(about)]:
                statement = next((one for one in about if _overlap(one.number, number)), None)
                said, message, result = _compared(number, statement, shown, numbers)
                if said == "without support" and is_cited(number, block.text):
                    said, message = "no result", ""
                spot = Spot(place, start=number.start, end=number.end)
                yield Verdict(spot, block.place, number, said, message, result)


def _in_words(statements: list[Statement]) -> list[Number]:
    """Numbers of statements that count in words: "three cohorts"."""
    return [one.number for one in statements if one.kind in (*SIZES, *KINDS) and not re.search(r"\d", one.number.text)]


def _overlap(one: Number, other: Number) -> bool:
    return one.start < other.end and other.start < one.end


def _compared(
    number: Number, statement: Statement | None, shown: Shown, numbers: Numbers
) -> tuple[Said, str, Result | None]:
    if statement is None:
        return _setting(number, numbers)
    if statement.kind in KINDS:
        return roster_verdict(statement, shown.draft, numbers)
    if statement.kind == "level" or (statement.number.text in CONSTANTS and statement.kind not in SIZES):
        return "no result", "", None
    if statement.kind in ("minimum", "maximum") and not number.decimals and EVENT_TIMES.search(statement.sentence):
        return "no result", "", None  # an end of a window
    if statement.kind == "estimate" and not (number.decimals or in_percent(statement)):
        statement = replace(statement, kind="other")
    on_placebo = placebo_verdict(statement, shown.draft, shown.addresses, numbers)
    if on_placebo and on_placebo[0] == "supported":
        return on_placebo
    if not on_placebo and (own := _meant(statement, shown, numbers)):
        return _among(own, statement, numbers)
    named, there = _named(statement, shown, numbers), _columns_named(statement, shown)
    here = there if there and statement.column else set()
    saying = next((one for one in named if says(statement, one.value)), None)
    if right := saying or _in_columns(here, statement, numbers):
        return _supported(statement, right, numbers)
    if named and here and len({one.address for one in named}) == 1:
        return "contradicted", has(named[0]), named[0]
    if statement.kind in SIZES:
        return size_verdict(statement, shown.draft, numbers)
    if on_placebo:
        return on_placebo
    text = shown.draft.manuscript.blocks[statement.block].text
    right = _elsewhere(statement, named, shown, numbers)
    if right and there is not None and right.place not in there and _is_of_place(statement, right):
        what = "column" if statement.column else "table"
        return "without support", f"{has(right)}, which is not in the {what} that is named", None
    if right := right or told(statement, numbers) or changed(statement, text, numbers):
        return "supported", has(right), right
    if not any(numbers.values.get(meaning) for meaning in MEANINGS.get(statement.kind, ())):
        return _setting(number, numbers)
    return "without support", f"no {statement.kind.replace('_', ' ')} of the study is printed so", None


def _supported(statement: Statement, right: Result, numbers: Numbers) -> tuple[Said, str, Result | None]:
    other = _other_level(statement, right, numbers)
    return ("without support", other, right) if other else ("supported", has(right), right)


def _among(own: list[Result], statement: Statement, numbers: Numbers) -> tuple[Said, str, Result | None]:
    """The one of some results that a sentence may print, else the first of them."""
    if right := next((one for one in own if says(statement, one.value)), None):
        return _supported(statement, right, numbers)
    return "without support", "; ".join(dict.fromkeys(map(has, own[:SHOWN]))), None


def _meant(statement: Statement, shown: Shown, numbers: Numbers) -> list[Result]:
    """The results of which the words of a sentence say that a number is one, if it names no cell."""
    if statement.table and statement.column:
        return []
    text = shown.draft.manuscript.blocks[statement.block].text
    return paired(statement, shown.draft, numbers) or meant(statement, text, numbers)


def _columns_named(statement: Statement, shown: Shown) -> set[tuple[str, str]] | None:
    """The columns of the study that stand in the table that a sentence names, or in its column if it names one; None if
    the manuscript has no such column, or the study no such table."""
    columns = {
        (shown.draft.manuscript.blocks.index(one.table), column)
        for one in (tables_named(shown.draft, statement.table) if statement.table else ())
        if isinstance(one, Regressions | Effects)
        for column, number in column_numbers(one).items()
        if not statement.column or same_number(number, statement.column)
    }
    known = {block for block, _ in columns} & {spot.block for spot in shown.at}
    return {one.place for spot, one in shown.at.items() if (spot.block, spot.column) in columns} if known else None


def _is_of_place(statement: Statement, result: Result) -> bool:
    """Whether an estimate must be one of those that stand where its sentence says: one that equals no other by chance,
    or a percentage of a column; of a sentence on a table alone none that it compares."""
    estimated = result.meaning == "estimate" and statement.kind in ("estimate", "other", "share")
    if not estimated or not names_a_place(statement):
        return False
    if not statement.column and OF_ANOTHER.search(statement.sentence):
        return False
    return statement.number.decimals >= TELLING or (bool(statement.column) and statement.unit == "%")


def _in_columns(here: set[tuple[str, str]], statement: Statement, numbers: Numbers) -> Result | None:
    """A result of the columns that a sentence names, whatever it calls it."""
    return next((one for one in printed_as(statement, numbers) if one.place in here and is_of(statement, one)), None)


def _other_level(statement: Statement, result: Result, numbers: Numbers) -> str:
    """What p is, if by none of its tests an estimate is as significant, or as little, as the sentence calls it."""
    level, of = statement.level, numbers.cells[result.place].get(result.term, [])
    p_values = [one.value for one in of if one.meaning == "p_value"]
    if level is None or result.meaning != "estimate" or not p_values:
        return ""
    if level < NOT and min(p_values) >= level:
        return f"{result.address} has p = {exact(min(p_values))}, which is not below {level:g}"
    if level == NOT and max(p_values) < INSIGNIFICANT and not AT_ONE.search(statement.sentence):
        return f"{result.address} has p = {exact(max(p_values))}, and is called insignificant"
    return ""


def _elsewhere(statement: Statement, named: list[Result], shown: Shown, numbers: Numbers) -> Result | None:
    """A result that a sentence may print: of the variables that it calls by name; else any of its kind, and of
    those that a table of the manuscript prints, or none of the study has, an estimate or one without a meaning."""
    found = [one for one in printed_as(statement, numbers) if one.meaning != SETTING]
    timed = EVENT_TIMES.search(shown.draft.manuscript.blocks[statement.block].text)
    own = [one for one in found if is_of(statement, one) and (timed or "::" not in one.term)]
    own = [one for one in own if not misses_percent(statement, one, numbers)]
    others = [one for one in found if one.address in shown.addresses or one.place[0] != one.table]
    if statement.kind in MEANINGS:
        values = ("other",) if statement.kind == "mean" and in_percent(statement) else ("estimate", "other")
        others = [one for one in others if one.meaning in values and not misses_percent(statement, one, numbers)]
    if variables := _called(statement, numbers).union(*(numbers.variables_in(one.term) for one in named)):
        own = [one for one in own if not (of := numbers.variables_in(one.term)) or of & variables]
        others = []
    called = [one for one in own if one.term and alike(statement.term, numbers.names_of[one.term]) >= SAME_NAME]
    printed = [one for one in own if one.address in shown.addresses]
    if named and _digits(statement.number) < TELLING:
        own = []
    return next(chain(called, printed, own, others), None) or _relative(statement, shown, numbers)


def _called(statement: Statement, numbers: Numbers) -> set[str]:
    """The variables of the study whose names are most alike to the words of a sentence, if any is."""
    likeness = {variable: alike(statement.term, names) for variable, names in numbers.variables.items()}
    best = max(likeness.values(), default=0.0)
    return {variable for variable, likely in likeness.items() if likely == best > SAME_NAME}


def _relative(statement: Statement, shown: Shown, numbers: Numbers) -> Result | None:
    """An estimate of the policy that a sentence may state in percent of a mean."""
    if not in_percent(statement):
        return None
    sentence = statement.sentence
    relative = RELATIVE.search(sentence) and len(list(numbers_in(sentence))) > 1
    if statement.kind == "mean" and not (POLICY.search(sentence) or relative):
        return None
    effects = [shown.at[spot] for one in shown.places if (spot := one.spot(shown.draft)) in shown.at]
    means = [mean for mean in numbers.values["mean"] if mean]
    number = statement.number
    return next((one for one in effects if any(number.agrees(100 * one.value / mean) for mean in means)), None)


def _named(statement: Statement, shown: Shown, numbers: Numbers) -> list[Result]:
    """Results of the printed coefficients, or columns, that a sentence names; all columns if it names none."""
    among = places_named(shown.draft, statement, shown.places)
    if statement.kind not in OF_COLUMNS:
        among = candidates(statement, among, shown.policy)
    elif not (statement.table and statement.column):
        return []
    found = [shown.at[spot] for one in among if (spot := one.spot(shown.draft)) in shown.at]
    terms = [(one.place, "" if statement.kind in OF_COLUMNS else one.term) for one in found]
    here = [one for place, term in dict.fromkeys(terms) for one in numbers.cells[place].get(term, [])]
    return [one for one in here if is_of(statement, one)]


def _setting(number: Number, numbers: Numbers) -> tuple[Said, str, Result | None]:
    """What the configuration says, as the number of draws; else the number is about no result."""
    found = next((one for one in numbers.printed_as(number) if one.meaning == SETTING), None)
    if found and not (number.decimals or number.percent) and number.value == found.value and abs(number.value) >= 10:
        return "supported", has(found), found
    return "no result", "", None


def _digits(number: Number) -> int:
    return len(re.sub(r"\D", "", number.text).lstrip("0"))
