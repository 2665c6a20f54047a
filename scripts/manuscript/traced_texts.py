"""Numbers of sentences against the results of a study.

A sentence that names table and column is compared with what stands there. Another one is compared with all results of
its kind: those that it calls by name first, then those that the manuscript's own tables print.
"""

import math
import re
from collections.abc import Iterable, Iterator

from manuscript.document import Text
from manuscript.findings import Draft, Spot
from manuscript.numerals import Number, numbers_in
from manuscript.results import SETTING, Numbers, Result, alike
from manuscript.statements import Statement
from manuscript.traced_tables import Traced
from manuscript.verdicts import Said, Verdict, has

MEANINGS = {
    "estimate": {"estimate"},
    "std_error": {"std_error"},
    "statistic": {"statistic", "z"},
    "p_value": {"p_value"},
    "conf_low": {"conf_low"},
    "conf_high": {"conf_high"},
    "n_obs": {"n_obs", "n"},
    "units": {"n_units"},
    "years": {"n_periods"},
    "clusters": {"n_clusters"},
    "mean": {"mean"},
    "sd": {"sd"},
    "minimum": {"min"},
    "maximum": {"max"},
    "r2": {"r2", "r2_within", "r2_adjusted"},
    "f": {"f", "first_stage_f"},
    "moran_i": {"moran_i"},
}  # kinds of statements that a result can support or contradict; others it can only support
SIZES = ("n_obs", "units", "years", "clusters")  # what a sentence need not name
SAME_NAME = 0.5
TELLING = 3  # digits without which equality may be chance


def text_verdicts(draft: Draft, tables: list[Traced], printed: set[str], numbers: Numbers) -> Iterator[Verdict]:
    """A verdict on each number of the texts; `printed` are addresses that the manuscript's tables print."""
    for place, block in enumerate(draft.manuscript.blocks):
        if isinstance(block, Text) and block.kind != "heading":
            about = [one for one in draft.statements if one.block == place and one.number]
            for number in numbers_in(block.text):
                statement = next((one for one in about if _overlap(one.number, number)), None)
                said, message, result = _compared(number, statement, tables, printed, numbers)
                yield Verdict(
                    Spot(place, start=number.start, end=number.end), block.place, number, said, message, result
                )


def _overlap(one: Number, other: Number) -> bool:
    return one.start < other.end and other.start < one.end


def _compared(
    number: Number, statement: Statement | None, tables: list[Traced], printed: set[str], numbers: Numbers
) -> tuple[Said, str, Result | None]:
    if statement is None or statement.kind == "level":
        return _setting(number, numbers)
    pool = [one for one in numbers.all if one.meaning in MEANINGS.get(statement.kind, {one.meaning})]
    pool = [one for one in pool if one.meaning != SETTING]
    named = [one for one in pool if one.term and alike(statement.term, numbers.words[one.term]) >= SAME_NAME]
    if there := _cell(statement, tables, named or pool):
        if right := _first(statement, there):
            return "supported", has(right), right
        if named and len({one.term for one in there}) == 1:
            return "contradicted", has(there[0]), there[0]
    if right := _first(statement, named) or _first(statement, [one for one in pool if one.address in printed]):
        return "supported", has(right), right
    telling = _digits(number) >= TELLING or statement.kind in SIZES
    if telling and (right := _first(statement, pool)):
        return "supported", has(right), right
    if statement.kind not in MEANINGS or not pool:
        return _setting(number, numbers)
    if statement.kind in SIZES and len({one.value for one in pool}) == 1:
        return "contradicted", has(pool[0]), pool[0]
    return "without support", f"no {statement.kind.replace('_', ' ')} of the study is printed so", None


def _setting(number: Number, numbers: Numbers) -> tuple[Said, str, Result | None]:
    """What the configuration says, as the number of draws; else the number is about no result."""
    found = next((one for one in numbers.printed_as(number) if one.meaning == SETTING), None)
    if found and not number.decimals and number.value == found.value and abs(number.value) >= 10:
        return "supported", has(found), found
    return "no result", "", None


def _cell(statement: Statement, tables: list[Traced], pool: list[Result]) -> list[Result]:
    """Those of the results that stand in the table and column that a sentence names."""
    if not (statement.table and statement.column):
        return []
    places = {
        table.alignment.columns[column]
        for table in tables
        if _number_of(table.printed.table.place) == statement.table
        for column in table.alignment.columns
        for model in getattr(table.printed, "models", ())
        if model.column == column[1] and model.number == statement.column
    }
    return [one for one in pool if one.place in places]


def _number_of(place: str) -> str:
    found = re.search(r"[A-Z]?\d+(?:[.-]\d+)?[a-z]?", place)
    return found.group() if found else ""


def _first(statement: Statement, results: Iterable[Result]) -> Result | None:
    return next((one for one in results if _says(statement, one.value)), None)


def _says(statement: Statement, value: float) -> bool:
    """Whether a sentence may print a value: as it is, in percent, as the effect of a logarithm, without its sign."""
    forms = [value]
    if statement.number.percent or statement.unit:
        forms += [100 * value, 100 * math.expm1(value) if abs(value) < 10 else math.inf]
    if statement.sign:
        forms += [-one for one in forms if math.copysign(1, value) == statement.sign < 0]
    return any(statement.number.agrees(one) for one in forms)


def _digits(number: Number) -> int:
    return len(re.sub(r"\D", "", number.text).lstrip("0"))
