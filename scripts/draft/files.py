"""The tables that lie in a folder, as lines of text: read by the panel's readers, with what these need to be told."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from core.errors import StudyError
from panel.encodings import decode, is_utf_16, readings, shown
from panel.reading import DELIMITERS, read_grid, refuse_size
from panel.sheets import read_sheet
from panel.stata import read_stata
from panel.workbooks import tables_of
from study.panel import Source

TEXTS = {".csv": "comma", ".tsv": "tab", ".txt": "tab"}  # with the delimiter that is the panel's default
BARRED = "{}\\\n"  # no path of a study file has them
LOOKED_AT = 60  # first lines, for the delimiter


@dataclass(frozen=True)
class Table:
    """One table as it lies in its file.

    path : as a study file names it; lines : cells; sheet : its name, empty but for spreadsheets
    declared : what the study file must say for the file to be read, by key; doubts : what of it is a guess, and why
    labelled : variables of a Stata file that have value labels; labels : its cells with these in place of the codes
    """

    path: str
    lines: list[list[str]]
    sheet: str = ""
    declared: dict[str, str | bool] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    labelled: tuple[str, ...] = ()
    labels: list[list[str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.path}, sheet {self.sheet}" if self.sheet else self.path

    def by_labels(self) -> "Table":
        """The same table with value labels in place of the codes."""
        return replace(self, lines=self.labels, declared={"value_labels": "labels"})


@dataclass(frozen=True)
class Folder:
    """What lies in a folder: tables; files that are none, and files that cannot be read, each with the reason."""

    tables: list[Table] = field(default_factory=list)
    ignored: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def read_folder(home: Path, folder: str) -> Folder:
    """Every table of every file below `home`/`folder`, in the order of their names."""
    found = Folder()
    for file in sorted(file for file in (home / folder).rglob("*") if file.is_file()):
        path = file.relative_to(home).as_posix()
        if file.name.startswith(("~$", ".")):
            found.ignored[path] = "a temporary or hidden file"
        elif file.suffix.lower() not in (*TEXTS, ".xlsx", ".xls", ".dta"):
            found.ignored[path] = f"not a table (`{file.suffix}`)"
        elif any(mark in path for mark in BARRED):
            found.refused[path] = "a study file cannot name it; rename it without braces and backslashes"
        else:
            for sheet in _sheets(file):
                _add(found, file, path, sheet)
    return found


def _add(found: Folder, file: Path, path: str, sheet: str) -> None:
    """Read one table of a file into `found`."""
    place = f"{path}, sheet {sheet}" if sheet else path
    try:
        table = _table(file, path, sheet)
    except StudyError as error:
        found.refused[place] = str(error)
        return
    if any(cell.strip() for line in table.lines for cell in line):
        found.tables.append(table)
    else:
        found.ignored[place] = "the sheet is empty"


def plain_source(**declared) -> dict:
    """A block of `panel.sources` as the panel's readers want it, with its defaults and the `declared` keys."""
    source = Source(path="raw/any.csv", columns={"any": {}}).model_dump(mode="json")
    return source | {"columns": {}, "year": [], "unit": [], "province": []} | declared


def _table(file: Path, path: str, sheet: str) -> Table:
    suffix = file.suffix.lower()
    refuse_size(file)
    if suffix == ".xls":
        read_grid(file, plain_source())  # which refuses it, and says why
    if suffix == ".xlsx":
        return Table(path, _dense(read_sheet(file, sheet or None, None).lines), sheet)
    return _of_stata(file, path) if suffix == ".dta" else _of_text(file, path)


def _dense(lines: dict[int, list[str]]) -> list[list[str]]:
    """The rows of a sheet from the first to the last, empty ones as empty lines, all of one width."""
    width = max(map(len, lines.values()), default=0)
    return [
        [*line, *[""] * (width - len(line))]
        for line in (lines.get(row, []) for row in range(1, max(lines, default=0) + 1))
    ]


def _sheets(file: Path) -> list[str]:
    """Names of the sheets of a workbook; one empty name for a file without sheets, and for one that is refused."""
    if file.suffix.lower() != ".xlsx":
        return [""]
    try:
        return tables_of(file)
    except StudyError:
        return [""]


def _of_stata(file: Path, path: str) -> Table:
    headers, codes, _ = read_stata(file, None, set())
    _, labels, _ = read_stata(file, "labels", set(headers))
    labelled = [
        header
        for header, *pairs in zip(
            headers, *(zip(*pair, strict=True) for pair in zip(codes, labels, strict=True)), strict=True
        )
        if any(code != label for code, label in pairs)
    ]
    if not labelled:
        return Table(path, [headers, *codes])
    codes, declared = [headers, *codes], {"value_labels": "codes"}
    return Table(path, codes, "", declared, labelled=tuple(labelled), labels=[headers, *labels])


def _of_text(file: Path, path: str) -> Table:
    text, encoding, doubts = _decoded(file.read_bytes())
    declared = {} if encoding == "utf-8" else {"encoding": encoding}
    usual = TEXTS[file.suffix.lower()]
    marked = text[:4].lower() == "sep="
    first, _, rest = text.partition("\n") if marked else ("", "", text)
    delimiter = {mark: word for word, mark in DELIMITERS.items()}.get(first[4:5]) or _delimiter(rest, usual)
    if delimiter != usual or marked:
        declared["delimiter"] = delimiter
    read_grid(file, plain_source(**declared))  # raises what makes the file unreadable
    lines = list(csv.reader(io.StringIO(rest, newline=""), delimiter=DELIMITERS[delimiter]))
    return Table(path, lines, "", declared, doubts)


def _decoded(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, its encoding, and why that is a guess, if it is one: two readings fit, or one that is not Chinese."""
    if is_utf_16(content):
        return *decode(content, "utf-16"), ()
    try:
        return *decode(content, None), ()
    except StudyError:
        found = readings(content)
        if not found:
            raise
    encoding = next(iter(found))
    several = f"{len(found)} readings fit" if len(found) > 1 else "no other reading fits"
    return found[encoding], encoding, (f"`encoding` is a guess, {several}: a line is {shown(content, found)}.",)


def _delimiter(text: str, usual: str) -> str:
    """The delimiter that gives the most lines of one width, and of these the widest; `usual` where nothing differs."""
    begin = "".join(text.splitlines(keepends=True)[:LOOKED_AT])

    def fit(word: str) -> tuple[int, int, bool]:
        widths = Counter(len(line) for line in csv.reader(io.StringIO(begin, newline=""), delimiter=DELIMITERS[word]))
        several = {width: lines for width, lines in widths.items() if width > 1}
        width = max(several, key=lambda width: (several[width], width), default=1)
        return several.get(width, 0), width, word == usual

    return max(DELIMITERS, key=fit)
