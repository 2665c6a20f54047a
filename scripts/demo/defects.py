"""What goes wrong between a city and its yearbook, and an account of every cell of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from demo.calibration import SCOPE_BREAK
from demo.fields import stream
from demo.settings import Defects, File
from demo.simulation import RESIDENTS_FROM
from demo.variables import VARIABLES

SILENT = ("460300", "三沙市")
COUNTIES = (("320583", "昆山市"), ("330782", "义乌市"), ("350582", "晋江市"))
ENDED = (("371200", "莱芜市", 2018), ("341400", "巢湖市", 2010))  # last year in which each reports
OLD_NAMES = (  # last year in which the name is used
    ("420600", "襄樊市", 2009),
    ("530800", "思茅市", 2006),
    ("371700", "荷泽市", 2023),
    ("150800", "巴彦卓尔市", 2023),
)
AMBIGUOUS = ("吉林市",)  # without 市 it is also a province
FACTOR = (3.2, 6.0)  # by which a spike or a change of level departs
COLLAPSE = 0.3  # of the true value


@dataclass
class Sheet:
    """A raw file in the making: its table, what was done to it, and the cells that were touched."""

    file: File
    content: pd.DataFrame
    random: np.random.Generator
    rows: dict[str, list] = field(init=False)  # row numbers of each city, by year
    records: list[dict] = field(default_factory=list)
    touched: set = field(default_factory=set)

    def __post_init__(self):
        self.rows = {code: list(part) for code, part in self.content.groupby("code", sort=False).groups.items()}
        self.codes = np.array(list(self.rows))

    def put(self, kind: str, row, variable: str, written: str) -> None:
        """Write a cell and account for it."""
        clean = self.content.at[row, variable]
        self.records.append(self._keys(kind, row) | {"variable": variable, "clean": clean, "written": written})
        self.content.at[row, variable] = written
        self.touched.add((row, variable))

    def rename(self, kind: str, rows, written: str) -> None:
        """Write another name of a city; one record for all its rows."""
        first = self.content.loc[rows[0]]
        years = self.content.loc[rows, "year"]
        self.records.append(
            {
                "kind": kind,
                "file": self.file.path,
                "unit": first["code"],
                "years": sorted({int(year) for year in years}),
            }
            | {"clean": first["city"], "written": written}
        )
        self.content.loc[rows, "city"] = written

    def append(self, kind: str, rows: pd.DataFrame) -> None:
        """Add rows that have no place in the study; one record for each unit."""
        for (code, name), part in rows.groupby(["code", "city"], sort=False):
            years = sorted(int(year) for year in part["year"])
            self.records.append({"kind": kind, "file": self.file.path, "unit": code, "written": name, "years": years})
        self.content = pd.concat([self.content, rows], ignore_index=True)

    def number(self, row, variable: str) -> float:
        return float(self.content.at[row, variable])

    def format(self, value: float, like: str) -> str:
        return f"{value:.{len(like.partition('.')[2])}f}"

    def _keys(self, kind: str, row) -> dict:
        line = self.content.loc[row]
        return {"kind": kind, "file": self.file.path, "unit": line["code"], "year": int(line["year"])}

    def runs(self, variable: str, length: int, edge: int = 1) -> list:
        """Rows of an untouched run of years of a random city, `edge` years away from its first and last."""
        for _ in range(1000):
            rows = self.rows[self.random.choice(self.codes)]
            if len(rows) < length + 2 * edge:
                continue
            at = int(self.random.integers(edge, len(rows) - edge - length + 1))
            around = rows[at - edge : at + length + edge]
            if not any((row, variable) in self.touched for row in around):
                return rows[at : at + length]
        raise RuntimeError(f"{self.file.path}: no untouched run of {length} years of {variable} is left")


def damaged(file: File, content: pd.DataFrame, defects: Defects, seed: int) -> tuple[pd.DataFrame, list[dict]]:
    """The table of a file with its defects, and a record of each."""
    sheet = Sheet(file, content, stream(seed, f"defects {file.path}"))
    for variable, share in defects.repeats.get(file.path, {}).items():
        repeat(sheet, variable, share)
    for province, year in defects.collapse.get(file.path, {}).items():
        collapse(sheet, province, year)
    for variable, count in defects.level_changes.get(file.path, {}).items():
        change_levels(sheet, variable, count)
    for variable, count in defects.spikes.get(file.path, {}).items():
        spike(sheet, variable, count)
    for variable, shares in defects.missing_end.get(file.path, {}).items():
        end_early(sheet, variable, shares)
    for variable, lengths in defects.missing_runs.get(file.path, {}).items():
        omit(sheet, variable, lengths)
    for rows, change in _row_changes(defects):
        if file.path in rows:
            change(sheet)
    if file.path in defects.duplicates:
        duplicate(sheet, defects.duplicates[file.path])
    return sheet.content, sheet.records


def _row_changes(defects: Defects) -> list[tuple[list[str], Callable[[Sheet], None]]]:
    return [
        (defects.totals, add_totals),
        (defects.counties, add_counties),
        (defects.ended, add_ended),
        (defects.silent, add_silent),
        (defects.old_names, use_old_names),
        (defects.short_names, use_short_names),
    ]


def known_breaks(files: list[File]) -> list[dict]:
    """What is no error of a cell and breaks a series nevertheless: scopes, concepts and units that change."""
    found = []
    for file in files:
        for year in sorted(year for name in file.columns if name == "so2" for year in SCOPE_BREAK["so2_t"]):
            if file.years[0] <= year <= file.years[1]:
                found.append({"kind": "scope_break", "file": file.path, "variable": "so2", "year": year})
        if "population" in file.columns and file.years[0] < RESIDENTS_FROM <= file.years[1]:
            keys = {"variable": "population", "year": RESIDENTS_FROM}
            found.append({"kind": "registered_to_resident", "file": file.path} | keys)
        for name, column in file.columns.items():
            if column.unit != VARIABLES[name][0]:
                keys = {"variable": name, "clean": VARIABLES[name][0], "written": column.unit}
                found.append({"kind": "other_unit", "file": file.path} | keys)
    return found


def repeat(sheet: Sheet, variable: str, share: float) -> None:
    """Carry values forward: the yearbook prints last year's number again."""
    for rows in sheet.rows.values():
        for before, row in pairwise(rows):
            if sheet.random.random() < share and sheet.content.at[before, variable] != sheet.content.at[row, variable]:
                sheet.put("carried_forward", row, variable, sheet.content.at[before, variable])


def collapse(sheet: Sheet, province: str, year: int) -> None:
    """All cities of a province (first two digits of the code) report 30 % of their value in one year."""
    inside = sheet.content["code"].str.startswith(province) & (sheet.content["year"] == year)
    for row in sheet.content.index[inside]:
        for variable in sheet.file.columns:
            text_now = sheet.content.at[row, variable]
            sheet.put("provincial_collapse", row, variable, sheet.format(COLLAPSE * float(text_now), text_now))


def spike(sheet: Sheet, variable: str, count: int) -> None:
    """One-year errors, up or down by a factor of 3.2 to 6."""
    for _ in range(count):
        (row,) = sheet.runs(variable, 1)
        factor = sheet.random.uniform(*FACTOR) ** sheet.random.choice([-1.0, 1.0])
        value = sheet.format(factor * sheet.number(row, variable), sheet.content.at[row, variable])
        sheet.put("spike", row, variable, value)


def change_levels(sheet: Sheet, variable: str, count: int) -> None:
    """Lasting changes of coverage: from some year to the last all values by a factor of 3.2 to 6, up or down."""
    for _ in range(count):
        first = sheet.runs(variable, 1)[0]
        rows = [row for row in sheet.rows[sheet.content.at[first, "code"]] if row >= first]
        if any((row, variable) in sheet.touched for row in rows):
            continue
        factor = sheet.random.uniform(*FACTOR) ** sheet.random.choice([-1.0, 1.0])
        for row in rows:
            value = sheet.format(factor * sheet.number(row, variable), sheet.content.at[row, variable])
            sheet.put("level_change", row, variable, value)


def end_early(sheet: Sheet, variable: str, shares: dict[int, float]) -> None:
    """Blocks at the end: from a year on a city no longer reports; `shares` of the cities are missing in each year."""
    order = sheet.random.permutation(sheet.codes)
    for year, share in sorted(shares.items()):
        for code in order[: round(share * len(order))]:
            for row in sheet.rows[code]:
                if sheet.content.at[row, "year"] == year:
                    sheet.put("missing_end", row, variable, "")


def omit(sheet: Sheet, variable: str, lengths: dict[int, int]) -> None:
    """Gaps inside a city's years, with a value before and after."""
    for length, count in sorted(lengths.items(), reverse=True):
        for _ in range(count):
            for row in sheet.runs(variable, length):
                sheet.put("missing_run", row, variable, "")


def add_totals(sheet: Sheet) -> None:
    """Rows of the country and of every province: sums of their cities."""
    cities = sheet.content
    numbers = cities[list(sheet.file.columns)].apply(pd.to_numeric)
    country = pd.Series("全国", index=cities.index)
    for group, code in ((cities["code"].str[:2].map(PROVINCES), None), (country, "000000")):
        rows = numbers.groupby([group.rename("city"), cities["year"]]).sum().reset_index()
        for name in sheet.file.columns:
            like = cities[name].iloc[0]
            rows[name] = [sheet.format(value, like) for value in rows[name]]
        codes = {name: f"{prefix}0000" for prefix, name in PROVINCES.items()}
        sheet.append("totals_row", rows.assign(code=code or rows["city"].map(codes))[list(cities.columns)])


PROVINCES = {
    **{"13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省", "23": "黑龙江省"},
    **{"32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省"},
    **{"42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "51": "四川省"},
    **{"52": "贵州省", "53": "云南省", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区"},
    **{"65": "新疆维吾尔自治区"},
}


def like_a_city(sheet: Sheet, code: str, name: str, share: float) -> pd.DataFrame:
    """Rows of a unit outside the study: `share` of the values of a random city."""
    rows = sheet.content.loc[sheet.rows[sheet.random.choice(sheet.codes)]].copy()
    for variable in sheet.file.columns:
        rows[variable] = [value and sheet.format(share * float(value), value) for value in rows[variable]]
    return rows.assign(code=code, city=name)


def add_counties(sheet: Sheet) -> None:
    """County-level cities among the prefecture-level ones."""
    for code, name in COUNTIES:
        sheet.append("county_row", like_a_city(sheet, code, name, 0.3))


def add_ended(sheet: Sheet) -> None:
    """Chaohu and Laiwu, until they were merged into their neighbours."""
    for code, name, last in ENDED:
        rows = like_a_city(sheet, code, name, 0.5)
        rows = rows[rows["year"] <= last]
        if len(rows):
            sheet.append("ended_city", rows)


def add_silent(sheet: Sheet) -> None:
    """A city that stands in the table and never reports."""
    rows = like_a_city(sheet, *SILENT, 1.0)
    sheet.append("silent_city", rows.assign(**dict.fromkeys(sheet.file.columns, "…")))


def use_old_names(sheet: Sheet) -> None:
    """Names before a renaming, and misspellings."""
    for code, name, last in OLD_NAMES:
        rows = [row for row in sheet.rows.get(code, []) if sheet.content.at[row, "year"] <= last]
        if rows:
            sheet.rename("old_name", rows, name)


def use_short_names(sheet: Sheet) -> None:
    """Half of the cities without 市."""
    for rows in sheet.rows.values():
        name = sheet.content.at[rows[0], "city"]
        whole = name.endswith("市") and len(name) > 2 and name not in AMBIGUOUS
        whole = whole and sheet.content.loc[rows, "city"].eq(name).all()
        if whole and sheet.random.random() < 0.5:
            sheet.rename("short_name", rows, name[:-1])


def duplicate(sheet: Sheet, count: int) -> None:
    """Rows that stand twice with the same values."""
    rows = sheet.content.loc[sheet.random.choice(sheet.content.index, size=count, replace=False)]
    sheet.append("duplicate_row", rows)
