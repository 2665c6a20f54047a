"""A plain reader of the first sheet of a workbook, to have a second voice beside the writer."""

import re
import zipfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@cache
def rows(path: Path) -> list[list[str]]:
    """Cells of all rows as text; None for an empty one."""
    with zipfile.ZipFile(path) as archive:
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    found = []
    for line in sheet.iterfind(".//x:row", SPACE):
        cells = {column(cell.get("r")): value(cell) for cell in line.iterfind("x:c", SPACE)}
        found.append([cells.get(place) for place in range(max(cells) + 1)])
    return found


def column(reference: str) -> int:
    place = 0
    for letter in re.match("[A-Z]+", reference).group():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def value(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext())
