"""Which column of a file is which, and wide tables made long."""

import re
import unicodedata
from dataclasses import dataclass, replace
from difflib import get_close_matches

import pandas as pd

from core.errors import StudyError, named, quoted
from panel.reading import Grid, refuse_longer_rows

INVISIBLE = (  # marks without width, fillers, selectors of variants
    "\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0100-\U000e01ef"
)
NO_BREAK = "\u00a0\u2007\u202f"  # blanks at which no line breaks
KEYS = ["row", "key", "province", "year"]


@dataclass(frozen=True)
class Records:
    """A raw table in long form, all text: a row for each unit and year."""

    cells: pd.DataFrame  # row (number in the file), key, province, year, and the variables
    headers: dict[tuple[str, str], str]  # header of the key, the year and each variable; of each year in a wide table
    ignored: list[str]  # headers that the study file does not name
    blanks: list[str]  # which invisible characters were taken out of keys, and of how many cells

    def header(self, name: str, year: str = "") -> str:
        """Header in the file of the key, the year, or a variable, in a wide table for the column of `year`."""
        if name == "year" and self.wide:
            return next((header for (_, text), header in self.headers.items() if text == year), name)
        return self.headers.get((name, year)) or self.headers.get((name, ""), name)

    @property
    def wide(self) -> bool:
        return ("year", "") not in self.headers


def fold(text: str) -> str:
    """`text` as headers and names are compared: compatibility forms (full width) unified, no blanks."""
    return re.sub(rf"[\s{INVISIBLE}]+", "", unicodedata.normalize("NFKC", text))


def plain(text: str) -> str:
    """`text` without marks that have no width; blanks without break become plain ones."""
    return re.sub(f"[{INVISIBLE}]", "", re.sub(f"[{NO_BREAK}]", " ", text))


def records(grid: Grid, source: dict) -> Records:
    """The columns of `grid` that `source` declares, in long form.

    Raises StudyError naming every declared column that is absent, with the nearest headers, and every one that two
    columns match, or the rows that are longer than the header.
    """
    folded: dict[str, list[int]] = {}
    for place, header in enumerate(grid.headers):
        if header:
            folded.setdefault(fold(header), []).append(place)
    wide = source["layout"] == "wide"
    faults: list[str] = []
    key = _one_of("key", source["unit"], folded, grid, faults) if source["unit"] else None
    province = _one_of("province", source["province"], folded, grid, faults, optional=source["level"] == "unit")
    year = None if wide else _one_of("year", source["year"], folded, grid, faults, only_one=True)
    declared = {name: column["header"] or ["{year}" if wide else name] for name, column in source["columns"].items()}
    find = _years_of if wide else _only
    found = {name: find(name, headers, folded, grid, faults) for name, headers in declared.items()}
    if faults:
        raise StudyError("\n".join([*faults, *_what_was_seen(grid, declared, folded, source)]))
    refuse_longer_rows(grid)
    used = {place for place in (key, province, year) if place is not None}
    used |= {place for columns in found.values() for place in columns.values()}
    ignored = [header for place, header in enumerate(grid.headers) if header and place not in used]
    headers = {(name, text): grid.headers[place] for name, columns in found.items() for text, place in columns.items()}
    headers |= {(name, ""): grid.headers[place] for name, place in (("key", key), ("year", year)) if place is not None}
    grid, blanks = visible(grid, [place for place in (key, province) if place is not None])
    return Records(_long(grid, key, province, year, found), headers, ignored, blanks)


def visible(grid: Grid, places: list[int]) -> tuple[Grid, list[str]]:
    """`grid` with the columns `places` as they look, and which characters were taken out of how many cells."""
    cells = grid.rows[places]
    marked = cells.apply(lambda column: column.str.contains(f"[{INVISIBLE}{NO_BREAK}]"))
    if not marked.any(axis=None):
        return grid, []
    texts = [text for place in places for text in cells[place][marked[place]]]
    marks = sorted({mark for text in texts for mark in re.findall(f"[{INVISIBLE}{NO_BREAK}]", text)})
    codes = ", ".join(f"U+{ord(mark):04X}" for mark in marks)
    rows = grid.rows.copy()
    for place in places:
        rows[place] = rows[place].map(plain).astype(object)
    return replace(grid, rows=rows), [f"{len(texts)} cells: {codes}"]


def _one_of(what, headers, folded, grid, faults, optional=False, only_one=False) -> int | None:
    """Place of the first of `headers` that the file has."""
    present = [place for header in headers for place in folded.get(fold(header), [])]
    present = list(dict.fromkeys(present))
    if not present and not optional and headers:
        faults.append(_absent(what, headers, grid))
    twice = [place for place in present[1:] if only_one or fold(grid.headers[place]) == fold(grid.headers[present[0]])]
    if twice:
        faults.append(_several(what, [present[0], *twice], grid))
    return present[0] if present else None


def _only(name, headers, folded, grid, faults) -> dict[str, int]:
    """Place of the one column that matches one of `headers`, for all years."""
    present = list(dict.fromkeys(place for header in headers for place in folded.get(fold(header), [])))
    if not present:
        faults.append(_absent(name, headers, grid))
    elif len(present) > 1:
        faults.append(_several(name, present, grid))
    return {"": present[0]} if present else {}


def _years_of(name, patterns, folded, grid, faults) -> dict[str, int]:
    """Place of the column of each year, by the year as it stands in the header."""
    found: dict[str, int] = {}
    for pattern in patterns:
        before, after = (re.escape(fold(part)) for part in pattern.split("{year}", 1))
        form = re.compile(rf"{before}([0-9]{{2,4}})年?{after}")
        for header, places in folded.items():
            if match := form.fullmatch(header):
                several = [*([found[match[1]]] if match[1] in found else []), *places]
                if len(several) > 1:
                    faults.append(_several(name, several, grid))
                found[match[1]] = places[0]
    if not found:
        faults.append(_absent(name, patterns, grid))
    return found


def _absent(name: str, headers: list[str], grid: Grid) -> str:
    known = {fold(header): header for header in grid.headers if header}
    close = [known[near] for near in get_close_matches(fold(headers[0]), list(known), n=3, cutoff=0.3)]
    hint = (
        f"did you mean {' or '.join(map(quoted, close))}?"
        if close
        else f"the file has {named([f'`{header}`' for header in known.values()])}"
    )
    wanted = " or ".join(map(quoted, headers))
    return f"no column {wanted}{'' if name in headers else f' (`{name}`)'}; {hint}"


def _several(name: str, places: list[int], grid: Grid) -> str:
    shown = " and ".join(f"column {place + 1} {quoted(grid.headers[place])}" for place in places)
    return f"{shown} match `{name}`; delete or rename one of them, or name one in the study file"


def _what_was_seen(grid: Grid, declared: dict, folded: dict, source: dict) -> list[str]:
    """What the file looks like, when headers are not where they should be."""
    alone = grid.headers[0] if len(grid.headers) == 1 else ""
    for mark, word in ((";", "semicolon"), ("\t", "tab"), (",", "comma")):
        if mark in alone:
            return [f"  The header is one cell, `{alone}`; set `delimiter: {word}`"]
    wanted = {fold(header) for headers in declared.values() for header in headers} | {*map(fold, source["year"])}
    for number, row in enumerate(grid.top, 1):
        if number != source["header_row"] and wanted & {fold(cell) for cell in row if cell}:
            return [f"  Row {number} looks like the headers; set `header_row: {number}`"]
    if not folded.keys() & wanted:
        shown = [", ".join(cell for cell in row if cell) for row in grid.top[:3]]
        lines = [f"    row {number}: {cells}" for number, cells in enumerate(shown, 1)]
        return ["  The first rows are:", *lines, "  `header_row` says where the headers are"]
    return []


def _long(grid: Grid, key: int | None, province: int | None, year: int | None, found: dict) -> pd.DataFrame:
    def column(place: int | None) -> pd.Series:
        cells = grid.rows[place] if place is not None else pd.Series("", grid.rows.index, dtype=object)
        return cells.str.strip()

    base = pd.DataFrame({"row": grid.rows.index, "key": column(key), "province": column(province)})
    if year is not None:
        values = {name: grid.rows[columns[""]] for name, columns in found.items()}
        long = base.assign(year=column(year), **values)
    else:
        parts = []
        for text in sorted({text for columns in found.values() for text in columns}):
            values = {name: grid.rows[columns[text]] for name, columns in found.items() if text in columns}
            parts.append(base.assign(year=text, **values))
        long = pd.concat(parts).reindex(columns=[*KEYS, *found])
    names = [*(["key"] if key is not None else []), *(["year"] if year is not None else []), *found]
    blank = pd.DataFrame({name: long[name].fillna("").str.strip() == "" for name in names}).all(axis=1)
    return long[~blank].reset_index(drop=True)[[*KEYS, *found]]
