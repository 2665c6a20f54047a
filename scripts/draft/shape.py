"""Where a table begins: its headers, a row of units of measurement below them, its columns."""

import re
from dataclasses import dataclass
from statistics import median

import pandas as pd

from draft.headers import STATED, measure
from panel.numbers import parse_numbers, parse_years

HIGHEST = 20  # last row in which headers are looked for
LOOKED_AT = 60
WIDE = re.compile(r"^(.*?)((?:19|20)[0-9]{2})(?![0-9])(.*)$")


@dataclass(frozen=True)
class Shape:
    """A table below its headers.

    header_row, first_row : of the file, counted from 1
    headers : as they stand; columns : the cells below each, all text, indexed by their row in the file
    units : unit of measurement of each column as a row of units states it, empty if none
    common : unit of measurement that is stated above the headers, for all columns
    """

    header_row: int
    first_row: int
    headers: list[str]
    columns: list[pd.Series]
    units: list[str]
    common: str


def shape_of(lines: list[list[str]], units: str) -> Shape | None:
    """The shape of a table; None if no row looks like headers. `units` is the path of the definitions of units."""
    filled = [[cell.strip() for cell in line if cell.strip()] for line in lines]
    header = _header_row(filled)
    if header is None:
        return None
    headers = [cell.strip(" \t\r\n\ufeff") for cell in lines[header]]
    while headers and not headers[-1]:
        headers.pop()
    first, below = header + 1, [""] * len(headers)
    while first < len(lines) and (not filled[first] or _are_units(filled[first], units)):
        if filled[first]:
            below = [measure(cell, units) for cell in (*lines[first], *below)][: len(headers)]
        first += 1
    rows = [(line + [""] * len(headers))[: len(headers)] for line in lines[first:]]
    index = range(first + 1, len(lines) + 1)
    columns = [pd.Series([row[place] for row in rows], index, dtype=object) for place in range(len(headers))]
    above = [cell for line in filled[:header] for cell in line]
    begin = first if any(below) else header + 1  # the panel passes over empty rows by itself
    return Shape(header + 1, begin + 1, headers, columns, below, _common(above, units))


def patterns(headers: list[str]) -> dict[str, list[int]]:
    """Headers of a wide table, as `gdp_{year}`, with the places of their years; two at least."""
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        if match := WIDE.match(header):
            found.setdefault(f"{match[1]}{{year}}{match[3]}", []).append(place)
    return {pattern: places for pattern, places in found.items() if len(places) > 1}


def _header_row(filled: list[list[str]]) -> int | None:
    """The fullest line above the first one with numbers, counted from 0; titles and notes have fewer cells."""
    widths = [len(line) for line in filled[:LOOKED_AT] if line]
    least = max(2, 0.6 * median(widths)) if widths else 2
    names: dict[int, int] = {}
    for row, line in enumerate(filled[:HIGHEST]):
        if len(line) >= least and not are_names(line):
            break
        names[row] = len(line)
    row = max(names, key=lambda row: (names[row], -row), default=None)
    return row if row is not None and names[row] >= least else None


def are_names(cells: list[str]) -> bool:
    """Whether no cell is a number other than a year."""
    texts = pd.Series(cells, dtype=object)
    return not (parse_numbers(texts, ".", []).values.notna() & parse_years(texts).values.isna().to_numpy()).any()


def _are_units(cells: list[str], units: str) -> bool:
    """Whether no cell is a number and half of them at least are units of measurement."""
    if parse_numbers(pd.Series(cells, dtype=object), ".", []).values.notna().any():
        return False
    return 2 * sum(bool(measure(cell, units)) for cell in cells) >= len(cells)


def _common(above: list[str], units: str) -> str:
    """The one unit that cells as `单位：亿元` above the headers state."""
    stated = {measure(STATED.split(cell)[-1], units) for cell in above if STATED.search(cell)} - {""}
    return stated.pop() if len(stated) == 1 else ""
