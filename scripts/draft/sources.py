"""One table becomes a block of `panel.sources`: drafted, and read with it by the panel's own reader."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from draft.cells import Cells, decimal_mark, read_cells, total
from draft.files import Table, plain_source
from draft.headers import Header, read_header
from draft.roles import Roles
from draft.shape import Shape
from panel.crosswalk import Crosswalk, match, match_province
from panel.layouts import fold, records
from panel.numbers import parse_numbers, parse_years
from panel.reading import read_grid


@dataclass
class Column:
    """One variable of a table, as it is drafted."""

    header: str  # as a study file names it, `{year}` for the year
    read: Header
    unit: str
    place: int  # of its first column in the file
    name: str = ""
    convert_to: str = ""
    missing: float = 0.0  # share of missing values
    notes: list[str] = field(default_factory=list)  # what a person must decide


@dataclass
class Drafted:
    """One table and the block that reads it.

    values : unit, year and the columns by their place, as numbers; filled for each row of the units and years
    """

    table: Table
    shape: Shape
    roles: Roles
    columns: list[Column]
    decimal: str = "."
    missing: list[str] = field(default_factory=list)
    drop_rows: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # headers of columns that hold no numbers
    remarks: list[str] = field(default_factory=list)  # worth knowing
    notes: list[str] = field(default_factory=list)  # what a person must decide
    unknown: list[str] = field(default_factory=list)  # keys that the crosswalk does not have
    values: pd.DataFrame = None

    @property
    def keys(self) -> list[str]:
        return [self.shape.headers[place] for place in self.roles.keys]

    @property
    def year(self) -> str:
        return "" if self.roles.year is None else self.shape.headers[self.roles.year]

    @property
    def province(self) -> str:
        return "" if self.roles.province is None else self.shape.headers[self.roles.province]

    def block(self) -> dict:
        """The block as the panel's readers want it, columns called by their places."""
        columns = {f"c{column.place}": {"header": [column.header]} for column in self.columns}
        keys = [] if self.roles.kind == "country" else self.keys
        return plain_source(
            **self.table.declared,
            **{"layout": "wide" if self.roles.wide else "long", "level": self.roles.kind, "unit": keys},
            **{"year": [self.year] if self.year else [], "province": [self.province] if self.province else []},
            **{"header_row": self.shape.header_row, "first_row": self.shape.first_row, "columns": columns},
            sheet=self.table.sheet or None,
        )


def drafted(table: Table, shape: Shape, roles: Roles, units: str) -> Drafted:
    """The block of a table, as far as the table alone tells; `units` is the path of the definitions of units."""
    taken = {*roles.keys, roles.province, roles.year, *roles.rivals}
    source = Drafted(table, shape, roles, [], notes=list(table.doubts))
    candidates = roles.wide or {header: [place] for place, header in enumerate(shape.headers) if place not in taken}
    used = {place for places in candidates.values() for place in places}
    source.decimal = decimal_mark([shape.columns[place] for place in sorted(used)])
    twice = {
        fold(header) for header in shape.headers if header and list(map(fold, shape.headers)).count(fold(header)) > 1
    }
    for pattern, places in candidates.items():
        cells = read_cells(pd.concat([shape.columns[place] for place in places]), source.decimal)
        if not pattern:
            if not cells.empty:
                source.remarks.append(f"column {places[0] + 1} has cells but no header, and is ignored")
        elif fold(pattern) in twice:
            source.notes.append(f"`{pattern}` is the header of several columns; rename all but one to have them read.")
        elif not cells.numeric:
            source.ignored.append(f"{pattern} (no values)" if cells.empty else pattern)
        else:
            source.columns.append(_column(pattern, places, table, shape, units))
            _add_missing(source, cells, pattern)
    wide = {place for places in roles.wide.values() for place in places}
    source.ignored += [
        header for place, header in enumerate(shape.headers) if roles.wide and header and place not in wide | taken
    ]
    source.notes += roles.doubts
    own = {shape.headers[place] for place in roles.keys if roles.known}
    if labelled := [header for header in table.labelled if header not in own]:
        read, other = ("codes", "labels") if table.declared["value_labels"] == "codes" else ("labels", "codes")
        source.notes.append(f"value labels: {named(labelled)} are read as {read} (`value_labels`), not as {other}.")
    _add_scopes(source)
    return source


def _column(pattern: str, places: list[int], table: Table, shape: Shape, units: str) -> Column:
    """A variable; where the headers of a wide table are years alone, it is called after its sheet or file."""
    bare = re.sub(r"[ _-]*\{year\}年?[ _-]*", "_", pattern).strip("_ -")
    read = read_header(bare, units)
    for words in (table.sheet, Path(table.path).stem) if not bare else ():
        if not read.name and not re.fullmatch(r"(Sheet|工作表)[0-9]*", words):
            read = read_header(words, units)
    return Column(pattern, read, read.unit or shape.units[places[0]] or shape.common, places[0])


def _add_missing(source: Drafted, cells: Cells, header: str) -> None:
    source.missing += [token for token in (*cells.tokens, *cells.codes) if token not in source.missing]
    if cells.codes:
        source.notes.append(f"{named(cells.codes)} in `{header}` is taken for a missing value (`missing`); is it one?")
    if len(cells.wrong):
        rows = [f"row {row}: {text!r}" for row, text in cells.wrong.items()]
        source.notes.append(f"`{header}` has {len(rows)} cells that are no numbers ({named(rows, 3)}); correct them.")


def _add_scopes(source: Drafted) -> None:
    stems: dict[str, set] = {}
    for column in source.columns:
        stems.setdefault(column.read.stem, set()).add(column.read.scope)
    both = [stem for stem, scopes in stems.items() if {"全市", "市辖区"} <= scopes]
    if both:
        source.notes.append(
            f"全市 and 市辖区 stand beside each other ({named(both)}): the whole city and its districts are different "
            "numbers. Both are read under different names; delete those that the study is not about."
        )


def read_values(source: Drafted, home: Path, known: Crosswalk | None) -> None:
    """Fill in what the rows tell: totals, unknown keys, shares of missing values, and the values themselves.

    Raises StudyError if the panel's reader cannot read the table with the block.
    """
    block = source.block()
    grid = read_grid(home / source.table.path, block | {"ignore_beside": True})
    if grid.beside:
        source.table.declared["ignore_beside"] = True
        shown = named([f"{address} `{text}`" for address, text in grid.beside.items()], 3)
        source.notes.append(
            f"{len(grid.beside)} cells beside or below the table are left out (`ignore_beside`): {shown}."
        )
    cells = records(grid, block).cells
    if block["unit"]:
        source.drop_rows = list(dict.fromkeys(filter(None, map(total, cells["key"].unique()))))
        cells = cells[[not total(key) for key in cells["key"]]]
    cells = _with_codes(cells, source, known) if known and source.roles.known else cells.assign(unit=cells["key"])
    years = parse_years(cells["year"]).values
    if years.isna().any():
        lacking = named(sorted(set(cells["year"][years.isna()])), 3)
        source.notes.append(f"{int(years.isna().sum())} rows have no year ({lacking}); correct or delete them.")
    inside = years.notna().to_numpy() & ((cells["unit"] != "").to_numpy() | (not block["unit"]))
    table = pd.DataFrame({"unit": cells["unit"][inside], "year": years[inside].astype(int)})
    for column in source.columns:
        parsed = parse_numbers(cells[f"c{column.place}"][inside], source.decimal, source.missing)
        table[column.place] = parsed.values
        column.missing = float(parsed.values.isna().mean()) if len(table) else 1.0
    different = table.drop_duplicates()  # rows that are equal count once
    again = different.duplicated(["unit", "year"], keep=False)
    if again.any():
        some = [f"{unit} {year}" for unit, year in different[again][["unit", "year"]].drop_duplicates().to_numpy()[:3]]
        source.notes.append(
            f"{int(again.sum())} rows are of the same unit and year as another, as {named(some)}, with other values; "
            "each unit and year may stand once."
        )
    source.values = table


def _with_codes(cells: pd.DataFrame, source: Drafted, known: Crosswalk) -> pd.DataFrame:
    """`cells` with the code of each unit, empty where the crosswalk does not have its key; provinces leave."""
    pairs = cells[["key", "province"]].drop_duplicates()
    look = match if source.roles.kind == "unit" else lambda key, _, known: match_province(key, known)
    found = [look(*pair, known) for pair in pairs.itertuples(index=False, name=None)]
    pairs = pairs.assign(unit=[one.code for one in found], fault=[one.fault for one in found])
    wrong = pairs[pairs["unit"] == ""]
    stray = [key for key in wrong["key"].unique() if source.roles.kind == "unit" and _is_province(key, known)]
    source.drop_rows += _shortened(stray, set(pairs["key"]) - set(stray))
    for key, fault in zip(wrong["key"], wrong["fault"], strict=True):
        if key not in stray and " of the crosswalk;" not in fault:
            source.notes.append(f"the key {key!r}: expected {fault}.")
    unknown = wrong["key"][wrong["fault"].str.contains(" of the crosswalk;", regex=False) & ~wrong["key"].isin(stray)]
    source.unknown = list(dict.fromkeys(unknown))
    merged = cells.merge(pairs[["key", "province", "unit"]], on=["key", "province"], how="left")
    return merged[~merged["key"].isin(stray)]


def _shortened(provinces: list[str], others: set[str]) -> list[str]:
    """`provinces` as patterns of `drop_rows`, with `*省` for several that no other key ends like."""
    patterns = provinces
    for suffix in ("省", "自治区"):
        ending = [key for key in patterns if key.endswith(suffix)]
        if len(ending) > 1 and not any(key.endswith(suffix) for key in others):
            patterns = [*(key for key in patterns if key not in ending), f"*{suffix}"]
    return patterns


def _is_province(key: str, known: Crosswalk) -> bool:
    """Whether a key is a province and no unit's name, long or short."""
    text = fold(key).casefold()
    return bool(match_province(key, known).code) and text not in known.exact and text not in known.short


def without_table(source: Drafted) -> str:
    """Why a table cannot be a source; empty if it can."""
    if source.roles.roster:
        return ""
    if not source.columns:
        return "no column holds numbers"
    if source.roles.year is None and not source.roles.wide:
        return (
            "no column holds the year, and no headers are years; add a column `year` to the file"
            if source.roles.keys
            else "neither a column of units nor one of years was found"
        )
    if not source.roles.kind:
        return "no column tells the rows of a year apart; add a column with the unit"
    return ""


def refusal(source: Drafted, home: Path, known: Crosswalk | None) -> str:
    """Why the table is no source, by its shape or by the panel's reader; fills in the values if it is one."""
    if reason := without_table(source):
        return reason
    try:
        read_values(source, home, known)
    except StudyError as error:
        return str(error)
    return ""
