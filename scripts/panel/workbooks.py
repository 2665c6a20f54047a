"""What is inside an .xlsx file: its sheets, by the workbook's relations, and what a reader of values would not see."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from core.errors import StudyError, named, nearest
from panel.problems import Undeclared

OLE = b"\xd0\xcf\x11\xe0"  # first bytes of old .xls files and of protected .xlsx files
ROWS, COLUMNS = 2**20, 2**14  # of a sheet
LARGEST = 2**30  # bytes to which all parts of a workbook may unfold
TIGHTEST = 100  # times its size to which a workbook may unfold, if that is more than the next
HARMLESS = 2**26  # bytes
HELD = 2**26  # bytes of the table of texts, which is held in memory as a whole
NODES = 10**6  # of the XML of a sheet beside its rows, and of one row
TREE = 2**23  # bytes of a part that is held as a tree: styles, relations
DAMAGED = "the file is damaged; open it in a spreadsheet and save it again"
FAULTS = (  # what a damaged archive, or damaged XML inside it, may raise
    *(zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, EOFError, OSError, ValueError, OverflowError),
    *(NotImplementedError, TypeError, AttributeError, StopIteration),
)


@dataclass(frozen=True)
class Contents:
    """What one sheet holds beside its values.

    part : its place in the archive; uncomputed : cells whose formula has no value; merged : ranges; hidden : rows
    last_row, last_column : behind which no cell has a value, however many are empty
    """

    name: str
    part: str
    uncomputed: tuple[str, ...]
    merged: tuple[str, ...]
    hidden: frozenset[int]
    last_row: int
    last_column: int


def contents(path: Path, name: str | None) -> Contents:
    """What the sheet `name`, or the only one, of the workbook `path` holds beside its values.

    Raises StudyError for a damaged or protected file, one that unfolds to more than can be held, several sheets of
    which none is named, and a sheet that is a chart or that the file lacks.
    """
    with _opened(path) as archive:
        place, book = _book(archive)
        name, part = _chosen(_sheets(archive, place, book), name)
        if part not in archive.namelist():
            raise StudyError(f"the sheet `{name}` is not in the file ({part} is missing); {DAMAGED}")
        with archive.open(part) as sheet:
            return Contents(name, part, *_looked_through(sheet, _is_to_be_computed(book)))


def tables_of(path: Path) -> list[str]:
    """Names of the sheets of a workbook that are tables; StudyError for a file that `contents` refuses whole."""
    with _opened(path) as archive:
        return _tables(_sheets(archive, *_book(archive)))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive that a workbook is; StudyError if it is protected, unfolds to too much, or is found damaged."""
    with path.open("rb") as file:
        if file.read(4) == OLE:
            raise StudyError("is protected by a password, or an old .xls file renamed; save it as .xlsx without one")
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive, path.stat().st_size)
            yield archive
    except FAULTS:
        raise StudyError(DAMAGED) from None


def local(tag: str) -> str:
    """The name of a tag or of an attribute without its namespace: files differ in prefixes and in editions."""
    return tag.rpartition("}")[2]


def _refuse_bombs(archive: zipfile.ZipFile, size: int) -> None:
    """StudyError for a file whose parts, by its own table of contents, would fill the memory."""
    parts = {part.filename: part.file_size for part in archive.infolist()}
    total = sum(parts.values())
    if total > LARGEST or total > max(TIGHTEST * size, HARMLESS):
        raise StudyError(
            f"its {size:,d} bytes unfold to {total:,d}; allowed are {LARGEST:,d}, and {TIGHTEST} times the size of the "
            "file. Save the one sheet that is needed as .csv"
        )
    for part, bytes_ in parts.items():
        most = HELD if part.endswith("sharedStrings.xml") else TREE
        if bytes_ > most and re.search(r"(sharedStrings|styles|workbook|theme\d*|Types\])\.xml$|\.rels$", part):
            raise StudyError(f"its part {part} has {bytes_:,d} bytes; allowed are {most:,d}. Save the sheet as .csv")


def _book(archive: zipfile.ZipFile) -> tuple[str, ElementTree.Element]:
    """The part that lists the sheets: its place in the archive and its content."""
    place = next(target for target, kind in _relations(archive, "").values() if kind == "officeDocument")
    return place, ElementTree.fromstring(archive.read(place))


def _is_to_be_computed(book: ElementTree.Element) -> bool:
    """Whether a spreadsheet must compute every formula when it opens the file: what stands there was never computed.

    Programs that write files without computing say so, and write 0 as the value of each formula or none.
    """
    parts = (node.get("fullCalcOnLoad") for node in book.iter() if local(node.tag) == "calcPr")
    return any(value in ("1", "true") for value in parts)


def _sheets(archive: zipfile.ZipFile, place: str, book: ElementTree.Element) -> dict[str, tuple[str, str]]:
    """By name of each sheet, in their order: its place in the archive, and its kind (`worksheet`, `chartsheet`)."""
    related = _relations(archive, place)
    found = {}
    for node in book.iter():
        if local(node.tag) == "sheet":
            identity = next((value for key, value in node.attrib.items() if local(key) == "id" and key != "id"), "")
            found[node.attrib["name"]] = related.get(identity, ("no part", "worksheet"))
    return found


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The parts to which `part` is related: by the relation's name, their places in the archive and their kinds."""
    place = PurePosixPath(part)
    found = {}
    for node in ElementTree.fromstring(archive.read(str(place.parent / "_rels" / f"{place.name}.rels"))):
        target, kind = node.attrib["Target"], node.attrib["Type"].rpartition("/")[2]
        inside = target.lstrip("/") if target.startswith("/") else normpath(str(place.parent / target))
        found[node.attrib["Id"]] = (inside, kind)
    return found


def _tables(sheets: dict[str, tuple[str, str]]) -> list[str]:
    return [sheet for sheet, (_, kind) in sheets.items() if kind == "worksheet"]


def _chosen(sheets: dict[str, tuple[str, str]], name: str | None) -> tuple[str, str]:
    """Name and place of the sheet `name`, or of the only one that is a table."""
    tables = _tables(sheets)
    if name is None and len(tables) > 1:
        raise Undeclared(f"has {len(tables)} sheets: {named(tables)}", "; name one with `sheet`", tables)
    if name is None and not tables:
        raise StudyError("has no sheet that is a table")
    if name is not None and name not in sheets:
        raise StudyError(f"has no sheet `{name}`; {nearest(name, tables)}")
    chosen = tables[0] if name is None else name
    if chosen not in tables:
        raise StudyError(f"the sheet `{chosen}` is a chart and no table; name another with `sheet`: {named(tables)}")
    return chosen, sheets[chosen][0]


def _looked_through(sheet, to_be_computed: bool) -> tuple[tuple[str, ...], tuple[str, ...], frozenset[int], int, int]:
    """Cells whose formula was never computed, merged ranges, hidden rows, last row and last column with a value; of
    the XML of a sheet, read as a stream.

    A formula has a value if there is text in `v`, or if its value is a text, which may be empty, as of `IF(A1,B1,"")`;
    but none has one in a book that is `to_be_computed`.
    Raises ValueError for rows that do not ascend, as readers lose them, and for more rows or columns than there are, or
    more than `NODES` at once, as readers hold them.
    """
    uncomputed, merged, hidden = [], [], set()
    row = column = last_row = last_column = 0
    formula, value = False, ""
    table, held, before_row = None, 0, 0
    for event, node in ElementTree.iterparse(sheet, ("start", "end")):
        held += event == "start"
        if held > NODES:
            raise ValueError(f"more than {NODES} nodes")
        match event, local(node.tag):
            case "start", "sheetData":
                table = node
            case "start", "row":
                before, row, column, before_row = row, int(node.get("r", row + 1)), 0, held
                if not before < row <= ROWS:
                    raise ValueError(f"row {row} after row {before}")
                if node.get("hidden") in ("1", "true"):
                    hidden.add(row)
            case "start", "c":
                formula, value = False, ""
                letters = node.get("r", "").rstrip("0123456789")
                column = _column(letters) if letters else column + 1
                if column > COLUMNS:
                    raise ValueError(f"row {row} has more cells than a sheet has columns")
            case "end", "f":
                formula = True
            case "end", "v":
                value = node.text
            case "end", "c":
                if len(node):
                    last_row, last_column = row, max(last_column, column)
                if formula and (to_be_computed or (not value and node.get("t") != "str")):
                    uncomputed.append(node.get("r") or f"a cell of row {row}")
            case "end", "row":
                table.clear()
                held = before_row
            case "end", "mergeCell":
                merged.append(node.attrib["ref"])
    return tuple(uncomputed), tuple(merged), frozenset(hidden), last_row, last_column


@cache
def _column(letters: str) -> int:
    return column_index_from_string(letters)
