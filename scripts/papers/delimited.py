"""Tables in CSV files: of any delimiter, with titles above and notes beneath, as programs of statistics write them."""

import csv
import re
from pathlib import Path

from core.errors import StudyError
from core.spreadsheets import original
from papers.document import Manuscript, Table
from papers.encodings import decoded
from papers.legends import Caption, caption_of
from papers.limits import contents
from papers.markup import tidy
from papers.rectangles import Row, alone, header_of, numbered, rectangle, split_notes

DELIMITERS = ",\t;|"
QUOTED = re.compile(r'(?<![^,;\t|\n])="((?:[^"\n]|"")*)"')  # ="0.064***", as esttab guards cells against spreadsheets
SUFFIXES = (".csv", ".tsv")


def read_file(path: Path) -> Manuscript:
    """The table of one file."""
    return Manuscript(str(path), (table(path),), (str(path),))


def read_folder(path: Path) -> Manuscript:
    """The tables of all CSV files of a folder, in the order of their names; StudyError if it has none."""
    files = sorted((one for one in path.iterdir() if one.suffix.lower() in SUFFIXES), key=_natural)
    if not files:
        raise StudyError(f"{path}: the folder has no .csv file; name the manuscript itself, or a folder of CSV tables")
    return Manuscript(str(path), tuple(map(table, files)), tuple(map(str, files)))


def _natural(path: Path) -> list:
    """Names with their numbers as numbers: `table10` behind `table9`."""
    return [(part.isdigit(), int(part) if part.isdigit() else part) for part in re.split(r"(\d+)", path.name.lower())]


def table(path: Path) -> Table:
    """The table in a file; its place is the number of its title, else the name of the file."""
    grid = rectangle([[(cell, 1, 1) for cell in row] for row in cells(decoded(contents(path), path))])
    if not grid:
        raise StudyError(f"{path}: is empty")
    titles, body = _titles(grid)
    body, notes = split_notes(body)
    caption = caption_of(titles[0], styled=True) if titles else None
    caption = caption or Caption(path.stem, titles[0] if titles else "")
    text = " ".join(part for part in (caption.text, *titles[1:]) if part)
    rows = numbered(body)
    return Table(caption.place, text, tuple(rows), header_of(rows, 0), tuple(notes))


def cells(text: str) -> list[list[str]]:
    """The cells of a delimited text, by the delimiter that most of its lines agree on."""
    text = QUOTED.sub(r'"\1"', text)
    lines = [line for line in text.split("\n") if line.strip()][:200]
    delimiter = max(DELIMITERS, key=lambda one: sum(_columns(line, one) > 1 for line in lines))
    try:
        rows = list(csv.reader(text.split("\n"), delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise StudyError(f"a CSV table cannot be read: {error}") from None
    return [[tidy(original(cell)) for cell in row] for row in rows]


def _columns(line: str, delimiter: str) -> int:
    return len(next(csv.reader([line], delimiter=delimiter), []))


def _titles(grid: list[Row]) -> tuple[list[str], list[Row]]:
    """First lines that hold one text alone, and the rows behind them."""
    held = 0
    while held < len(grid) - 1 and alone(grid[held]) and len(grid[held]) > 1:
        held += 1
    return [alone(row) for row in grid[:held]], grid[held:]
