"""Lists that a manuscript prints: first years of a policy, definitions of variables, indicators of a score."""

import re
from collections.abc import Iterator

from papers.document import Table
from referee.findings import Draft
from report.claims import Claim
from typed.typed_columns import descriptives_of
from typed.typed_paper import Paper
from typed.typed_phrases import (
    BEGAN,
    CODED_LATER,
    COUNTY,
    DECLARED,
    FIXED,
    INVENTORY,
    KINDS,
    LIST_OF_UNITS,
    PLACES_OF,
    ROSTER,
    SERIES,
    SPLIT,
    UNIT,
    YEAR,
)
from typed.typed_texts import sentences, where
from typed.typed_words import Words, listed

LONG = 8  # names from which on a list is one of units
ROUNDING = 0.005  # of a mean with two decimals


def texts_of(table: Table, row: int) -> list[str]:
    return [cell.text.strip() for cell in dict.fromkeys(table.rows[row])]


def adopters_of(draft: Draft, paper: Paper, words: Words) -> Iterator[Claim]:
    """Units of a roster by the year in which they adopt a policy."""
    if not paper.policy:
        return
    policy = words.name(paper.policy)
    table, cohorts = roster_of(draft)
    if not table:
        yield from _earliest(draft, paper, words)
    for year, units in cohorts:
        if sum(len(units) for _, units in cohorts) == paper.treated and not _coded_later(draft):
            yield Claim(table.place, "adopters", policy, str(len(units)), year)
        for unit in units:
            yield Claim(table.place, "unit", "units", unit, "county" if COUNTY.search(unit) else "city")


def roster_of(draft: Draft) -> tuple[Table | None, list[tuple[str, list[str]]]]:
    """The first table that is a roster, with its years and units."""
    return next(((table, found) for table in draft.manuscript.tables if (found := roster(table))), (None, []))


def _coded_later(draft: Draft) -> bool:
    return any(CODED_LATER.search(sentence) for _, sentence in sentences(draft))


def _earliest(draft: Draft, paper: Paper, words: Words) -> Iterator[Claim]:
    """All treated units in the first year of the policy, where even then its mean would be smaller than printed."""
    began = [int(year) for _, sentence in sentences(draft) if BEGAN.search(sentence) for year in YEAR.findall(sentence)]
    policy = words.name(paper.policy)
    means = [row["mean"] for row in descriptives_of(draft, words) if row["variable"] == policy]
    if not (paper.treated and paper.units and paper.years and means and means[0]):
        return
    within = [year for year in began if paper.years[0] < year <= paper.years[1]]
    first = min(within, default=None)
    if first and means[0] > paper.treated * (paper.years[1] + 1 - first) / (paper.units * paper.periods) + ROUNDING:
        yield Claim("text", "adopters", policy, str(paper.treated), str(first))


def roster(table: Table) -> list[tuple[str, list[str]]]:
    """Years and units of a table whose rows are a year and a list of names; nothing of any other."""
    headings = " ".join(cell.text for row in table.rows[: table.header] for cell in row)
    if not ROSTER.search(f"{table.caption} {headings}"):
        return []
    found = []
    for row in range(table.header, len(table.rows)):
        texts = texts_of(table, row)
        year = next((match[0] for text in texts if len(text) < 12 and (match := YEAR.search(text))), "")
        lists = [text for text in texts if not re.search(r"\d", text) and listed(text)]
        if year and lists:
            found.append((year, listed(max(lists, key=len))))
    return found if len(found) == len(table.rows) - table.header > 1 else []


def definitions(draft: Draft) -> Iterator[tuple[str, str]]:
    """Variables with what tables say that they are: the rest of their row."""
    for table in draft.manuscript.tables:
        for row in range(table.header, len(table.rows)):
            texts = texts_of(table, row)
            if len(texts) > 1 and not any(re.search(r"\d\.\d", text) for text in texts):
                for at, name in enumerate(texts):
                    yield name, " ".join(texts[at + 1 :])


def repeated_units(draft: Draft) -> Iterator[Claim]:
    """Units that stand twice in one list, which is a sentence, or the cells of a table without its first column."""
    for block, sentence in sentences(draft):
        what, *items = re.split("[:：]", sentence)
        if items and PLACES_OF.search(what):
            yield from _repeated(where(draft, block), listed(items[0]))
    for table in draft.manuscript.tables:
        if LIST_OF_UNITS.search(table.caption) and not roster(table):
            rows = range(table.header, len(table.rows))
            cells = [text for row in rows for text in texts_of(table, row)[table.width > 1 :]]
            yield from _repeated(table.place, [unit for cell in cells for unit in listed(cell)])


def _repeated(place: str, units: list[str]) -> Iterator[Claim]:
    if len(units) >= LONG and all(UNIT.fullmatch(unit) for unit in units):
        yield from (Claim(place, "unit", "units", unit, "") for unit in units if units.count(unit) > 1)


def declared_of(draft: Draft, words: Words) -> Iterator[Claim]:
    for name, what in definitions(draft):
        if kind := next((kind for kind, pattern in DECLARED if re.search(pattern, what, re.IGNORECASE)), None):
            yield Claim("table of variables", "declared", words.name(name), kind, "")


def study_of(draft: Draft, paper: Paper, words: Words, outcome: str) -> dict:
    """The blocks of a study file that checks of the design read: years, policies, indicators and how they are made."""
    study: dict = {"efficiency": indicators(draft, words), "panel": {"variables": {}}}
    if paper.years:
        study["years"] = list(paper.years)
    if paper.policy:
        study["policies"] = {words.name(paper.policy): {}}
    if outcome and study["efficiency"]:
        study["efficiency"]["scores"] = {"score": {}, outcome: {}}
    for name, what in definitions(draft):
        if made := _made(what):
            study["panel"]["variables"].setdefault(words.name(name), made)
    return study


def indicators(draft: Draft, words: Words) -> dict[str, list[str]]:
    """Inputs and outputs by their kind."""
    found: dict[str, list[str]] = {}
    for table in tables_of_indicators(draft):
        for kind, name in indicated(table):
            found.setdefault(kind, []).append(words.name(name))
    return found


def tables_of_indicators(draft: Draft) -> list[Table]:
    """The tables that have inputs and outputs."""
    kinds = {id(table): {kind for kind, _ in indicated(table)} for table in draft.manuscript.tables}
    return [table for table in draft.manuscript.tables if {"inputs", "desirable"} <= kinds[id(table)]]


def indicated(table: Table) -> Iterator[tuple[str, str]]:
    """Indicators of a score with their kind, that of a row or of the last row before it that says one."""
    kind = ""
    for row in range(table.header, len(table.rows)):
        texts = texts_of(table, row)
        said = next((kind for kind, pattern in KINDS if texts and re.search(pattern, texts[0], re.IGNORECASE)), "")
        kind = said or kind
        if kind and len(texts) > 1:
            yield kind, texts[1] if said else texts[0] or texts[1]


def _made(what: str) -> str:
    """An expression with the series of which a definition speaks."""
    series = [name for name, pattern in SERIES if re.search(pattern, what, re.IGNORECASE)]
    if "fixed_investment" in series and INVENTORY.search(what):
        return "capital_stock(fixed_investment, base=2000, depreciation=0.1, growth=0.1)"
    if SPLIT.search(what):
        return "" if FIXED.search(what) else "moderator > 0"
    return " + ".join(series)
