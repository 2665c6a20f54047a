"""Numbers of printed tables against the results of a study, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from printed.printed_cells import WHOLE, Entry, entries
from printed.printed_tables import Printed
from referee.findings import Draft
from traces.alignment import Alignment, across, agrees, align, expected, standing, statistics
from traces.results import BRACKETS, SIZES, Numbers, Result, plain
from traces.verdicts import Said, Verdict, has

# Levels of stars in tables that do not say them.
USUAL = ({"*": 0.1, "**": 0.05, "***": 0.01}, {"*": 0.05, "**": 0.01, "***": 0.001}, {"*": 0.05, "**": 0.01})


@dataclass(frozen=True)
class Traced:
    """A printed table, its numbers, and the columns and rows of the study that they were found to be."""

    printed: Printed
    entries: list[Entry]
    alignment: Alignment


def traced(draft: Draft, numbers: Numbers) -> list[Traced]:
    """The tables of the manuscript with what they are in the study."""
    found = [(printed, entries(printed)) for printed in draft.tables]
    return [Traced(printed, of, align(of, numbers)) for printed, of in found]


def table_verdicts(table: Traced, draft: Draft, numbers: Numbers) -> Iterator[Verdict]:
    """A verdict on each number of a table."""
    starred = any(entry.stars for entry in table.entries)
    for entry in table.entries:
        spot = draft.spot_in(table.printed.table, entry.at)
        said, message, result = _compared(entry, table, numbers)
        stars = _stars(entry, result, table.printed, numbers) if starred else None
        yield Verdict(spot, where_of(entry, table.printed), entry.at.number, said, message, result, stars)


def where_of(entry: Entry, printed: Printed) -> str:
    """``Table 3, AI, column (2)``."""
    table, place = printed.table, entry.column[1]
    model = next((one for one in getattr(printed, "models", ()) if one.column == place), None)
    headings = table.headings(place)
    heading = f"column ({model.number})" if model and model.number else headings[-1] if headings else ""
    row = entry.words or table.rows[entry.at.row][0].text
    return ", ".join(part for part in (table.place, row, heading or f"column {place + 1}") if part)


def _compared(entry: Entry, table: Traced, numbers: Numbers) -> tuple[Said, str, Result | None]:
    alignment = table.alignment
    if entry.column not in alignment.columns:
        if right := next(_anywhere(entry, alignment, numbers), None):
            return "supported", has(right), right
        if not entry.at.number.decimals and entry.meaning in ("count", "other"):
            return "no result", "", None
        table_or_column = "column" if alignment.columns else "table"
        return "without support", f"this {table_or_column} is none of the study's", None
    there = expected(entry, alignment, numbers)
    if right := next((one for one in there if agrees(entry, one)), None):
        return "supported", has(right), right
    if right := next((one for one in _beside(entry, table, numbers) if agrees(entry, one)), None):
        return "supported", has(right), right
    if there and (entry.row, entry.meaning) != (WHOLE, "other"):
        return "contradicted", has(there[0]), there[0]
    if entry.at.number.text == "0":
        return "no result", "", None  # the base of an event study, or of a factor
    lacks = "statistic" if entry.row == WHOLE else "row"
    return "without support", f"{'.'.join(alignment.columns[entry.column])} of the study has no such {lacks}", None


def _anywhere(entry: Entry, alignment: Alignment, numbers: Numbers) -> Iterator[Result]:
    """Statistics of any column of the study that an entry may be, by meaning or name, and sizes of the cohort that its
    row names; of words that nobody knows those of the tables in which the other columns stand."""
    unread = entry.meaning == "other" and entry.at.number.decimals > 1
    for one in numbers.printed_as(entry.at.number):
        called = plain(one.label.partition(", ")[0]) == plain(entry.words)
        known = one.meaning == entry.meaning or called or one.address.endswith(f".cohorts.{entry.words}")
        if not one.term and (known or (unread and one.table in alignment.tables)):
            yield one


def _beside(entry: Entry, table: Traced, numbers: Numbers) -> list[Result]:
    """Results of other meanings or columns that an entry may be: a statistic of the column, which have many names;
    another number in brackets, if the notes do not say which; what the study has in a column of its own, as N."""
    alignment = table.alignment
    if entry.row == WHOLE or entry.row not in alignment.terms:
        unread = entry.meaning in ("other", "count")
        found = [one for one in statistics(entry, alignment, numbers) if unread or one.meaning not in SIZES]
    elif entry.meaning in BRACKETS and getattr(table.printed, "brackets", None) != entry.meaning:
        found = [one for one in standing(entry, alignment, numbers) if one.meaning in BRACKETS]
    else:
        found = []
    if (entry.row == WHOLE and entry.meaning not in SIZES) or expected(entry, alignment, numbers):
        return found
    return [*found, *across(entry, alignment, numbers)]


def earned(p: float, legend: dict[str, float]) -> str:
    """The stars that a p-value earns; a bound itself earns none."""
    return max((stars for stars, level in legend.items() if p < level), key=len, default="")


def _stars(entry: Entry, result: Result | None, printed: Printed, numbers: Numbers) -> str | None:
    """The stars that the study's p-value earns, if the table has others, and no table of the study has them by another
    test of the same estimate."""
    if entry.stars is None or result is None or result.p_value is None or entry.meaning != "estimate":
        return None
    legends = [printed.legend] if getattr(printed, "legend", None) else USUAL
    right = [earned(result.p_value, legend) for legend in legends]
    tested = {one.stars for one in numbers.between(result.value, result.value)} - {""}
    return None if entry.stars in {*right, *tested} else right[0]
