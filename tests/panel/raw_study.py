"""A study of six cities and five years in two raw files, and how tests break or extend it."""

import copy
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd

RESOURCES = Path(__file__).parents[2] / "resources"
CITIES = ["合肥市", "芜湖市", "苏州市", "宿州市", "济南市", "吉林市"]
CODES = ["340100", "340200", "320500", "341300", "370100", "220200"]
YEARS = range(2015, 2020)
UNIT = {"key": ["城市"]}
CROSSWALK = {
    "crosswalk": "resources/cities.csv",
    "aliases": "resources/city_aliases.csv",
    "changes": "resources/admin_changes.csv",
}
PANEL = {
    "sources": [
        {
            "path": "economy.csv",
            "year": "年份",
            "columns": {
                "gdp": {"header": ["地区生产总值", "GDP"], "unit": "万元", "convert_to": "亿元"},
                "invest": {"header": "投资", "unit": "万元"},
            },
        },
        {"path": "land.csv", "layout": "wide", "columns": {"land": {"unit": "km2"}}},
    ]
}
POLICY = {
    **{"roster": None, "variable": None, "like": None, "where": None, "unit": "adcode", "year": "treat_year"},
    **{"shift": 0, "always_treated": "refuse"},
}
PROVINCES = {
    "城市": "省",
    "合肥市": "安徽省",
    "芜湖市": "安徽",
    "苏州市": "浙江省",
    "宿州市": "安徽省",
    "济南市": "山东",
    "吉林市": "吉林省",
}
NUMBER = "expected a number, or an empty cell if missing"


def economy() -> str:
    """Row 2 is Hefei in 2015, with 10000 and 3000; each city has five rows, each row is a year later."""
    rows = [
        f"{city},{year},{10000 * number + 500 * (year - 2015)},{3000 * number + 70 * (year - 2015)}"
        for number, city in enumerate(CITIES, 1)
        for year in YEARS
    ]
    return "\n".join(["城市,年份,地区生产总值,投资", *rows, ""])


def land() -> str:
    """Row 2 is Hefei, with 51 in 2015 and 55 in 2019."""
    rows = [",".join([city, *(str(50 * n + year - 2014) for year in YEARS)]) for n, city in enumerate(CITIES, 1)]
    return "\n".join([",".join(["城市", *(f"{year}年" for year in YEARS)]), *rows, ""])


CLEAN = {"economy.csv": economy(), "land.csv": land()}


@dataclass(frozen=True)
class Fault:
    """A fault of the catalogue of bad data: what is edited, and what the message must say."""

    number: int  # in the catalogue, docs of the project
    edits: dict[str, Callable]  # by file; one that is not of the clean study begins as economy.csv
    panel: dict  # values at dotted keys of the block `panel`, as `sources.0.missing`
    said: list[str]
    unit: dict = field(default_factory=dict)
    policies: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.number)


@dataclass(frozen=True)
class Oddity:
    """Something odd that is read and accounted for: what is edited, and what stands in audit and warnings."""

    number: int
    edits: dict[str, Callable]
    panel: dict
    audit: list[str]
    warnings: list[str]
    unit: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.number)


def edited(edits: dict[str, Callable]) -> dict:
    """Contents of the raw files after the edits."""
    return CLEAN | {name: edit(CLEAN.get(name, CLEAN["economy.csv"])) for name, edit in edits.items()}


def content(panel: dict, unit: dict, policies: dict) -> dict:
    """The study file."""
    return {
        "title": "A study",
        "description": "To be broken.",
        "unit": unit,
        "years": [2015, 2019],
        "panel": panel,
        "efficiency": {"inputs": ["invest"], "desirable": ["land"]},
        "policies": policies,
    }


def changed(content, keys: dict):
    """A copy of nested content with the values at dotted keys, as `sources.0.missing`, replaced."""
    content = copy.deepcopy(content)
    for key, value in keys.items():
        *path, last = (int(part) if part.isdigit() else part for part in key.split("."))
        place = content
        for part in path:
            place = place[part]
        place[last] = value
    return content


def times(text: str, column: int, factor: float, years=YEARS, city="") -> str:
    """The long table `text` with the numbers of some years, and of one city if named, multiplied."""
    lines = [line.split(",") for line in text.splitlines()]
    for line in lines[1:]:
        if int(line[1]) in years and city in line[0]:
            line[column] = f"{float(line[column]) * factor:g}"
    return "\n".join([*(",".join(line) for line in lines), ""])


def sub(old: str, new: str, count: int = 1):
    """An edit of a text that must find what it replaces."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, count)

    return edit


def all_of(*edits):
    def edit(text: str) -> str:
        for one in edits:
            text = one(text)
        return text

    return edit


def without(pattern: str):
    """An edit that takes out the rows that match."""
    return lambda text: "".join(line for line in text.splitlines(True) if not re.search(pattern, line))


def as_it_stands(new: str | bytes):
    """An edit that puts other content into a file."""
    return lambda _: new


def delimited(mark: str, decimal: str = "."):
    return lambda text: text.replace(".", decimal).replace(",", mark)


def in_provinces(text: str) -> str:
    """The table with a column of provinces before its first; one of them is wrong."""
    return all_of(*(sub(city, f"{province},{city}", -1) for city, province in PROVINCES.items()))(text)


def series(columns: dict, units=("a", "b"), first=2015) -> pd.DataFrame:
    """A panel indexed by unit and year, from a list of values for each variable."""
    years = range(first, first + len(next(iter(columns.values()))) // len(units))
    return pd.DataFrame(columns, pd.MultiIndex.from_product([list(units), years], names=["unit", "year"]), dtype=float)


def workbook(text: str, change=None) -> bytes:
    """The table of a .csv file as an .xlsx file; `change` edits the workbook."""
    book = openpyxl.Workbook()
    book.active.title = "总量"
    for line in text.splitlines():
        book.active.append([float(cell) if re.fullmatch("[0-9.]+", cell) else cell for cell in line.split(",")])
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def stata_table(text: str) -> bytes:
    """The table of a .csv file as a .dta file."""
    content = io.BytesIO()
    pd.read_csv(io.StringIO(text)).to_stata(content, write_index=False, version=118)
    return content.getvalue()
