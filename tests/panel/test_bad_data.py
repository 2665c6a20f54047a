"""The catalogue of bad raw data: each fault, put into a clean file, is refused by name or accounted for.

Cases are numbered as in the catalogue (docs of the project); those of weights and of the efficiency stage are theirs.
"""

import copy
import io
import json
import re

import openpyxl
import pandas as pd
import pytest
from raw_study import CROSSWALK, PANEL, UNIT, content, economy, land

from core.errors import StudyError
from small_study import snakemake

YEARS = range(2015, 2020)


def times(text: str, column: int, factor: float, years=YEARS, city="") -> str:
    """The long table `text` with the numbers of some years, and of one city if named, multiplied."""
    lines = [line.split(",") for line in text.splitlines()]
    for line in lines[1:]:
        if int(line[1]) in years and city in line[0]:
            line[column] = f"{float(line[column]) * factor:g}"
    return "\n".join([*(",".join(line) for line in lines), ""])


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


def encoded(encoding: str, edit=lambda text: text):
    return lambda text: edit(text).encode(encoding)


def delimited(mark: str, decimal: str = "."):
    return lambda text: text.replace(".", decimal).replace(",", mark)


NUMBER = "expected a number, or an empty cell if missing"
GAPS = {"interpolate": [{"variables": ["invest"], "max_imputed_share": 1, "max_imputed_per_unit": 1}]}
PROVINCES = {
    "城市": "省",
    "合肥市": "安徽省",
    "芜湖市": "安徽",
    "苏州市": "浙江省",
    "宿州市": "安徽省",
    "济南市": "山东",
    "吉林市": "吉林省",
}
POLICY = {"variable": "pilot", "roster": "roster.csv", "unit": "city", "year": "start"}

# Number in the catalogue, edits of the files, keys of `panel`, what the message must say.
REFUSED = [
    (2, {"economy.csv": lambda text: text}, {"sources.0.encoding": "gb18030"}, ["economy.csv: "]),
    (4, {"economy.csv": lambda text: text.encode().replace("年".encode(), b"\xff\xff", 1)}, {},
     ["economy.csv: cannot be read as utf-8 (line 1), gb18030 (line 1)"]),
    (5, {"economy.csv": encoded("utf-16")}, {}, ["is encoded in UTF-16", "`encoding: utf-16`"]),
    (5, {"economy.csv": lambda text: "sep=;\n" + delimited(";")(text)}, {}, ["begins with `sep=;`", "`delimiter: semicolon`"]),
    (5, {"economy.csv": delimited(";")}, {}, ["The header is one cell, `城市;年份;地区生产总值;投资`; set `delimiter: semicolon`"]),
    (5, {"economy.csv": delimited("\t")}, {}, ["set `delimiter: tab`"]),
    (5, {"economy.csv": sub(",10000,3000", ',"10000,5",3000')}, {}, ["row 2, column `地区生产总值`: '10000,5'", NUMBER]),
    (6, {"economy.csv": lambda text: "全国城市统计年鉴,,,\n" + text}, {}, ["Row 2 looks like the headers; set `header_row: 2`"]),
    (6, {"economy.csv": sub("年份,地区生产总值,投资\n", "年份,地区生产总值,投资\n,,万元,万元\n")}, {},
     ["row 2, column `年份`: ''; expected a year of four digits", ]),
    (6, {"economy.csv": sub("城市,年份,地区生产总值,投资\n", "a,b,c,d\n")}, {}, ["The first rows are:", "row 2: 合肥市, 2015"]),
    (7, {"economy.csv": sub("地区生产总值", "地区生产总值(市辖区)")}, {"sources.0.columns.gdp.header": "地区生产总值（全市）"},
     ["no column `地区生产总值（全市）` (`gdp`)", "did you mean `地区生产总值(市辖区)`?"]),
    (8, {"economy.csv": sub("投资", "GDP")}, {}, ["column 3 `地区生产总值` and column 4 `GDP` match `gdp`"]),
    (8, {"economy.csv": sub("地区生产总值", "投资")}, {}, ["column 3 `投资` and column 4 `投资` match `invest`"]),
    (9, {"economy.csv": sub("投资", "投资额")}, {}, ["economy.csv: no column `投资` (`invest`); did you mean `投资额`"]),
    (12, {"economy.csv": sub("10500,", "-,")}, {}, ["row 3, column `地区生产总值`: '-'", NUMBER, "`missing`"]),
    (12, {"economy.csv": all_of(sub("10500,", "…,"), sub("11000,", "NA,"))}, {}, ["rows 3, 4,", "'…', 'NA'"]),
    (13, {"economy.csv": lambda text: re.sub(r"(201\d,)[0-9]+", r"\1n/a", text)}, {},
     ["rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (30 in all), column `地区生产总值`: 'n/a'", "30 problems are listed in"]),
    (13, {"land.csv": sub("53", "5 3")}, {}, ["row 2, column `2017年`: '5 3'"]),
    (17, {"economy.csv": sub("2015", "15")}, {}, ["row 2, column `年份`: '15'; expected a year of four digits"]),
    (19, {"economy.csv": lambda text: text + "合肥市,2015,10000,3001\n"}, {},
     ["row 32, column `城市, 年份`: '合肥市, 2015'", "row 2 is of the same, with another invest", "Delete the wrong row"]),
    (20, {"more.csv": lambda text: times(text, 3, 2)},
     {"sources.1": {"path": "more.csv", "year": "年份", "columns": {"land": {"header": "地区生产总值"}, "invest": {"header": "投资", "unit": "万元"}}}},
     ["more.csv: `invest` has another value in a file above in 30 unit-years: 合肥市 2015 (3000, here 6000)",
      "`on_conflict: first_file_wins`"]),
    (27, {"economy.csv": without("合肥市,2017")}, {}, ["economy.csv: no row for 1 unit-years: 合肥市 2017", "Add the rows"]),
    (27, {"land.csv": without("济南市")}, {}, ["land.csv: no row for 5 unit-years: 济南市 2015"]),
    (28, {"economy.csv": lambda text: re.sub("(合肥市,201[5678],.*),.*", r"\1,", text)}, GAPS,
     ["economy.csv: `invest` stays missing in 4 unit-years: 合肥市 2015, 合肥市 2016"]),
    (29, {"economy.csv": lambda text: re.sub("(,2017,.*),.*", r"\1,", text)}, {"interpolate": [{"variables": ["invest"]}]},
     ["`invest`: 20.0 % of its values would be filled, more than `max_imputed_share` 10 %"]),
    (29, {"economy.csv": lambda text: re.sub("(合肥市,201[67],.*),.*", r"\1,", text)}, {"interpolate": [{"variables": ["invest"]}]},
     ["1 units over `max_imputed_per_unit` 25 %: 合肥市 (40 %)"]),
    (32, {"economy.csv": lambda text: times(text, 2, 1e-4, range(2018, 2020))}, {},
     ["`gdp` is 1/9", "times the year before in 2018, in 6 of 6 units at once: 合肥市, 吉林市", "`jumps: warn`"]),
    (36, {"economy.csv": sub(",10000,3000", ",0,3000")}, {"variables": {"l_gdp": "log(gdp)"}},
     ["`panel.variables.l_gdp`: `log(gdp)` has no finite value in 1 unit-years: 合肥市 2015", "log(max(x, 0.1))"]),
    (38, {"economy.csv": all_of(sub("10500,", "#DIV/0!,"), sub("11000,", "inf,"), sub("11500,", "#N/A,"))}, {},
     ["rows 3, 4, 5, column `地区生产总值`: '#DIV/0!', 'inf', '#N/A'"]),
    (38, {"economy.csv": sub("10500,", "1e999,")}, {}, ["row 3, column `地区生产总值`: '1e999'"]),
    (38, {"economy.csv": sub("10500,", "-999,")}, {"sources.0.columns.gdp.range": [0, 100]},
     ["row 3, column `地区生产总值`: '-999'; expected a value from 0 to 100 亿元"]),
    (39, {"economy.csv": lambda text: re.sub(r",[0-9.]+\n", ",\n", text)}, {}, ["economy.csv: column of `invest` has no value at all"]),
    (39, {"economy.csv": lambda text: re.sub(r",[0-9.]+\n", ",7\n", text)}, {},
     ["`invest` is constant, and the efficiency model uses it"]),
    (40, {"economy.csv": lambda text: times(text, 3, 1e-3)}, {"sources.0.columns.invest": {"header": "投资", "share": True}},
     ["expected a value from 0 to 1", "`unit: percent` and `convert_to: fraction`"]),
    (40, {}, {"variables": {"a": "gdp / gdp * 0.3", "b": "gdp / gdp * 0.5"}, "sum_to_one": [["a", "b"]]},
     ["`a` + `b` do not sum to 1 in 30 unit-years: 合肥市 2015 (0.8)"]),
    (44, {"land.csv": lambda text: re.sub("(?m)^(?!城)(.*?),.*", r"\1,98,100,,105,106", text)},
     {"variables": {"real": "deflate(gdp, land, base=2016)"}},
     ["the price index `land` is missing, so `gdp` cannot be deflated: 6 unit-years, 合肥市 2017"]),
    (44, {}, {"variables": {"real": "deflate(gdp, land, base=2016)"}}, ["is not 1 or 100 in its base year 2016, but 52"]),
    (45, {"economy.csv": sub(",10000,3000", ",10000,")}, {"variables": {"k": "capital_stock(invest, base=2015)"}},
     ["`invest` is missing, from which the capital stock is built: 1 unit-years, 合肥市 2015"]),
    (45, {"economy.csv": sub("10500,3070", "10500,-3070")}, {"variables": {"k": "capital_stock(invest, base=2015)"}},
     ["`invest` is negative", "合肥市 2016"]),
    (45, {}, {"variables": {"k": "capital_stock(invest, base=2009)"}}, ["base year 2009", "let `history` begin there"]),
    (48, {"economy.csv": lambda text: ""}, {}, ["economy.csv: the file is empty"]),
    (48, {"economy.csv": lambda text: text.splitlines()[0] + "\n"}, {}, ["economy.csv: no rows below the header"]),
    (48, {"economy.csv": lambda text: text + '"合肥市,2020,1,2\n'}, {}, ["is not a table", "quotation mark"]),
    (48, {"economy.csv": sub("10500,3070", "10,500,3070")}, {}, ["rows 3 have more cells than the 4 headers: 城市"]),
]  # fmt: skip

# The same with a crosswalk: edits, keys of `unit`, keys of `panel`, what the message must say.
REFUSED_UNITS = [
    (15, {"economy.csv": sub("合肥市", "34010", -1)}, {}, {}, ["'34010'", "expected a code of the crosswalk"]),
    (21, {"economy.csv": sub("合肥市", "合肥师", -1)}, {}, {},
     ["rows 2, 3, 4, 5, 6, column `城市`: '合肥师'", "nearest are `合肥市` (340100)", "`aliases`"]),
    (23, {"economy.csv": sub("吉林市", "吉林", -1)}, {}, {}, ["`吉林` may be 吉林市 (220200) or the province 吉林省"]),
    (23, {"economy.csv": sub("苏州市", "海南藏族自治州", -1)}, {}, {}, ["'海南藏族自治州'", "expected a unit of the crosswalk"]),
    (23, {"economy.csv": sub("合肥市", "Suzhou", -1)}, {}, {}, ["`Suzhou` may be 苏州市 (320500) or 宿州市 (341300)"]),
    (23, {"economy.csv": all_of(*(lambda text, city=city, province=province: text.replace(city, f"{province},{city}") for city, province in PROVINCES.items()))},
     {"province": "省"}, {}, ["'苏州市'", "`苏州市` is 320500 in 江苏省, not in 浙江省"]),
    (24, {"economy.csv": lambda text: text + "全国,2015,1,2\n江苏省,2015,1,2\n"}, {}, {}, ["'全国'", "'江苏省'", "`drop_rows`"]),
    (25, {}, {"boundaries": {"AC99": "drop"}}, {}, ["`unit.boundaries`: no event `AC99`"]),
    (25, {"economy.csv": sub("芜湖市", "巢湖市", -1), "land.csv": sub("芜湖市", "巢湖市")}, {}, {},
     ["'巢湖市'; expected no value after 2011, when the unit was abolished (AC11)", "`drop_rows`"]),
    (26, {}, {"members": "in_286"}, {}, ["280 units have no row in any file"]),
]  # fmt: skip


def refused(make, edits, panel, unit=None, **others) -> str:
    files = {name: edit(make.clean.get(name, make.clean["economy.csv"])) for name, edit in edits.items()}
    with pytest.raises(StudyError) as error:
        make(files, changed(make.panel, panel), unit or make.unit, **others)
    assert not (make.folder / "panel.csv").exists()
    return str(error.value)


@pytest.mark.parametrize(
    ("number", "edits", "panel", "said"), REFUSED, ids=lambda value: value if isinstance(value, int) else ""
)
def test_a_fault_is_refused_by_name(make, problems, number, edits, panel, said):
    message = refused(make, edits, panel)
    for words in said:
        assert words in message
    assert len(problems())


@pytest.mark.parametrize(
    ("number", "edits", "unit", "panel", "said"),
    REFUSED_UNITS,
    ids=lambda value: value if isinstance(value, int) else "",
)
def test_a_unit_that_is_not_known_is_refused(make, number, edits, unit, panel, said):
    message = refused(make, edits, panel, make.crosswalk | unit)
    for words in said:
        assert words in message


# What is read and accounted for: edits, keys of `panel`, what stands in the audit, what in the warnings.
ACCEPTED = [
    (1, {"economy.csv": encoded("gb18030")}, {}, [",gb18030,utf-8,{}economy.csv: encoding"], []),
    (3, {"economy.csv": encoded("utf-8-sig")}, {}, [], []),
    (5, {"economy.csv": encoded("utf-16")}, {"sources.0.encoding": "utf-16"}, [",utf-16,utf-8,"], []),
    (5, {"economy.csv": lambda text: "sep=;\n" + delimited(";")(text)}, {"sources.0.delimiter": "semicolon"}, [], []),
    (5, {"economy.csv": all_of(delimited(";"), sub("10500", "10500,0"))},
     {"sources.0.delimiter": "semicolon", "sources.0.decimal": ","}, [], []),
    (6, {"economy.csv": all_of(lambda text: "全国城市统计年鉴,,,\n" + text, sub("投资\n", "投资\n,,万元,万元\n"))},
     {"sources.0.header_row": 2, "sources.0.first_row": 4}, [], []),
    (7, {"economy.csv": all_of(sub("地区生产总值", "ＧＤＰ "), sub("年份", " 年 份"))}, {}, [], []),
    (10, {"economy.csv": all_of(sub("投资", "投资,备注"), lambda text: re.sub("([0-9])\n", r"\1,x\n", text))}, {},
     [",备注,,,{}economy.csv: column is not declared and was ignored"], []),
    (11, {"economy.csv": all_of(sub(",10000,", ',"10,000",'), sub("10500", " 10500 "), sub("11000", "１１０００"), sub("11500", "11500①"))},
     {}, ['合肥市,2015,gdp,"10,000",10000,{}economy.csv: separators of thousands', "2016,gdp, 10500 ,10500,{}economy.csv: blanks around a number",
          "2017,gdp,１１０００,11000,{}economy.csv: full-width characters", "2018,gdp,11500①,11500,{}economy.csv: a footnote mark"], []),
    (12, {"land.csv": all_of(sub("52", "—"), sub("53", "-999.0"))}, {"sources.1.missing": ["—", -999]},
     ["合肥市,2016,land,—,,{}land.csv: declared as missing", "合肥市,2017,land,-999.0,,"], [",land,,,missing in 2 of 30 unit-years"]),
    (16, {"economy.csv": all_of(sub(",2015,", ",2015年,"), sub(",2016,", ",2016.0,"), sub(",2017,", ",2017-12-31,"))}, {},
     ["合肥市,2015,year,2015年,2015,{}economy.csv: a year written otherwise", "2016.0,2016,", "2017-12-31,2017,"], []),
    (17, {"economy.csv": lambda text: text + "合肥市,2009,7,8\n"}, {}, ["合肥市,2009,gdp,7,,{}economy.csv: year outside 2015-2019"], []),
    (18, {"economy.csv": lambda text: text + "合肥市,2015,10000,3000\n"}, {},
     ["合肥市,2015,invest,3000,,{}economy.csv: row repeats another of the same unit and year"], ["1 rows repeat others with equal values"]),
    (20, {"more.csv": lambda text: times(text, 3, 2, [2015], "合肥")},
     {"sources.1": {"path": "more.csv", "year": "年份", "on_conflict": "first_file_wins",
                    "columns": {"land": {"header": "地区生产总值"}, "invest": {"header": "投资", "unit": "万元"}}}},
     ["合肥市,2015,invest,6000,3000,{}more.csv: the value of a file above counts"], ["1 values differ from a file above"]),
    (24, {"economy.csv": lambda text: text + "全国,2015,1,2\n江苏省,2015,1,2\n"}, {"sources.0.drop_rows": ["全国", "*省"]},
     ["全国,2015,gdp,1,,{}economy.csv: row left out by drop_rows", "江苏省,2015,invest,2,"], []),
    (27, {"economy.csv": without("合肥市,2017")}, {"interpolate": [{"variables": ["invest", "gdp"]}]},
     ['合肥市,2017,invest,missing; 2016: 3070; 2018: 3210,3140,"interpolated, linear"', "合肥市,2017,gdp,"], []),
    (27, {"economy.csv": without("合肥市,2017")}, {"balanced": "drop_units"},
     ["合肥市,2015,land,51,,\"unit left out, as it has holes\""], ["1 units left out, as they have holes: 合肥市"]),
    (27, {"economy.csv": without("合肥市,2017")}, {"balanced": "allow"}, [], ["no row for 1 unit-years: 合肥市 2017", "missing in 1 of 30"]),
    (31, {}, {"sources.0.columns.gdp.plausible": [10000, 1000000]}, [],
     ["economy.csv,gdp,,,\"the median, 3.6 亿元, is outside the plausible 10000 to 1e+06, 1/2.78e+03 of the lower end: another unit?"]),
    (32, {"economy.csv": lambda text: times(text, 2, 1e-4, range(2018, 2020))},
     {"sources.0.columns.gdp.unit": {2015: "万元", 2018: "亿元"}}, ["合肥市,2015,gdp,10000,1,{}economy.csv: converted from 万元 to 亿元"], []),
    (32, {"economy.csv": lambda text: times(text, 3, 10, range(2018, 2020), "合肥")}, {}, [], ["invest,合肥市,2018,\"10.22 times the year before, to 32100"]),
    (33, {"economy.csv": lambda text: times(text, 3, 10, [2017], "合肥")}, {}, [],
     ["invest,合肥市,2017,\"one-year spike, more than 3 times up or down and back: 31400 between 3070 and 3210"]),
    (33, {"economy.csv": lambda text: times(text, 3, 10, [2017], "合肥")}, {"interpolate": [{"variables": ["invest"], "spikes": True}]},
     ["合肥市,2017,invest,31400,,one-year spike taken as missing", "2018: 3210,3140,"], ["one-year spike"]),
    (34, {"economy.csv": lambda text: times(text, 3, 0.4, range(2017, 2020))}, {}, [],
     ["invest,,2017,break common to all units: the median change is -60 % in 2017"]),
    (35, {"land.csv": sub("205", "204")}, {"sources.1.columns.land.unit": "km2"}, [], []),
    (35, {"land.csv": all_of(sub("52", "51"), sub("102", "101"))}, {}, [], ["land,,,8 % of the values repeat the year before exactly"]),
    (36, {"economy.csv": sub(",10000,3000", ",0,3000")}, {"variables": {"a": "log1p(gdp)", "b": "log(max(gdp, 0.1))"}}, [],
     ["a,,,`log1p` of 1 values that are zero or negative", "b,,,1 values raised to the floor 0.1"]),
    (39, {}, {"variables": {"one": "gdp - gdp", "same": "gdp + 0"}}, [], ["`one` is constant", "`same` has the same values as `gdp`"]),
    (40, {"economy.csv": lambda text: times(text, 3, 1e-3)},
     {"sources.0.columns.invest": {"header": "投资", "unit": "%", "convert_to": "fraction", "share": True}},
     ["合肥市,2015,invest,3,0.03,{}economy.csv: converted from % to fraction"], []),
]  # fmt: skip

ACCEPTED_UNITS = [
    (15, {"economy.csv": sub("合肥市", "340100.0", -1)}, {}, {}, ["340100,2015,unit,340100.0,340100,{}economy.csv: code written as a number"], []),
    (22, {"economy.csv": sub("合肥市", "合肥", -1)}, {}, {}, ["340100,2015,unit,合肥,340100,{}economy.csv: name with or without 市"], []),
    (22, {"economy.csv": sub("合肥市", "襄樊市", -1), "land.csv": sub("合肥市", "襄阳市")}, {}, {},
     ["420600,2015,unit,襄樊市,420600,{}economy.csv: old name until 2010"], []),
    (23, {"economy.csv": all_of(*(lambda text, city=city, province=province: text.replace(city, f"{province},{city}") for city, province in PROVINCES.items()),
                                sub("浙江省", "江苏省", -1), sub("吉林市", "吉林", -1))},
     {"province": "省"}, {}, ["220200,2015,unit,吉林,220200,"], []),
    (25, {"economy.csv": all_of(sub("芜湖市", "莱芜市", -1), without("莱芜市,2019"))  , "land.csv": all_of(sub("芜湖市", "莱芜市"), sub("101,102,103,104,105", "101,102,103,104,"))},
     {"boundaries": {"default": "follow"}}, {}, ["371200,2015,gdp,2,,\"AC28: abolished, boundaries followed\""], ["AC28 2018: 莱芜市 -> 济南市"]),
    (25, {"economy.csv": all_of(sub("芜湖市", "莱芜市", -1), without("莱芜市,2019"))  , "land.csv": all_of(sub("芜湖市", "莱芜市"), sub("101,102,103,104,105", "101,102,103,104,"))},
     {"boundaries": {"AC28": "merge"}}, {}, ["370100,2018,land,254,358,AC28: merged with 371200"], ["(merge)"]),
    (25, {}, {"boundaries": {"AC28": "drop"}}, {}, ["370100,2015,gdp,5,,AC28: dropped"], ["AC28 2018"]),
    (26, {"economy.csv": without("吉林市")}, {}, {"balanced": "drop_units"}, ["220200,2015,land,301,,\"unit left out, as it has holes\""], []),
]  # fmt: skip


def accepted(make, edits, panel, unit, audit, warnings) -> pd.DataFrame:
    files = {name: edit(make.clean.get(name, make.clean["economy.csv"])) for name, edit in edits.items()}
    made = make(files, changed(make.panel, panel), unit)
    for name, wanted in (("audit", audit), ("warnings", warnings)):
        text = (make.folder / f"{name}.csv").read_text()
        for words in wanted:
            assert words.format(f"{make.folder}/") in text
    return made


@pytest.mark.parametrize(
    ("number", "edits", "panel", "audit", "warnings"),
    ACCEPTED,
    ids=lambda value: value if isinstance(value, int) else "",
)
def test_what_is_read_is_accounted_for(make, number, edits, panel, audit, warnings):
    accepted(make, edits, panel, make.unit, audit, warnings)


@pytest.mark.parametrize(
    ("number", "edits", "unit", "panel", "audit", "warnings"),
    ACCEPTED_UNITS,
    ids=lambda value: value if isinstance(value, int) else "",
)
def test_units_are_joined_by_the_crosswalk(make, number, edits, unit, panel, audit, warnings):
    accepted(make, edits, panel, make.crosswalk | unit, audit, warnings)


def test_units_named_as_missing_values_stay_units(make):
    def renamed(text):
        return (
            text.replace("合肥市", "NA").replace("芜湖市", "None").replace("苏州市", "True").replace("宿州市", "null")
        )

    made = make({name: renamed(text) for name, text in make.clean.items()})
    assert {"NA", "None", "True", "null"} < set(made.panel["unit"])


def test_rows_and_columns_in_another_order_give_the_same_bytes(make):
    make()
    first = {
        name: (make.folder / f"{name}.csv").read_bytes() for name in ("panel", "audit", "descriptives", "warnings")
    }
    header, *rows = make.clean["economy.csv"].splitlines()
    swapped = [",".join([*line.split(",")[::-1]]) for line in [header, *reversed(rows)]]
    header, *rows = make.clean["land.csv"].splitlines()
    make({"economy.csv": "\n".join([*swapped, ""]), "land.csv": "\n".join([header, *sorted(rows), ""])})
    assert {name: (make.folder / f"{name}.csv").read_bytes() for name in first} == first


def test_all_faults_of_all_files_stand_in_one_table(make, problems):
    edits = {"economy.csv": all_of(sub("10500,3070", "x,y"), sub("11500,", "-,")), "land.csv": sub("51", "z")}
    message = refused(make, edits, {})
    assert "4 problems are listed in" in message
    found = problems()
    assert found[["row", "column", "value"]].astype(str).to_numpy().tolist() == [
        ["3", "地区生产总值", "x"], ["5", "地区生产总值", "-"], ["3", "投资", "y"], ["2", "2015年", "z"],
    ]  # fmt: skip
    assert set(found["remedy"]) == {"Correct the cells, or declare what means a missing value with `missing`."}


def test_the_check_refuses_the_same_and_builds_nothing(make):
    assert "'x'" in refused(make, {"economy.csv": sub("10500,", "x,")}, {}, verb="check_panel")
    make(verb="check_panel")
    assert not (make.folder / "panel.csv").exists()
    assert (make.folder / "warnings.csv").read_text() == "file,variable,unit,year,what\n"


POLICIES = [
    (41, "city,start\n合肥市,2017\n", {}, None),
    (41, "city,start\n合肥师,2017\n", {}, ["roster.csv: row 2, column `city`: '合肥师'; expected a unit of the crosswalk; nearest are"]),
    (41, "city,start\n郑州市,2017\n", {}, ["row 2, column `city`: '郑州市'; expected a unit of the panel"]),
    (41, "city,start\n合肥市,2021\n", {}, ["row 2, column `start`: '2021'; expected a year from 2015 to 2019", "take it out of the roster"]),
    (41, "city,start\n合肥市,2017\n合肥,2018\n", {}, ["row 3, column `city`: '合肥'; expected each unit once"]),
    (41, "city,begin\n合肥市,2017\n", {}, ["the roster has no column `start`"]),
    (42, "city,start\n合肥市,2015\n", {}, ["1 units are treated from the first year on", "`always_treated: drop_units` under `policy`"]),
    (42, "city,start\n合肥市,2015\n芜湖市,2017\n", {"always_treated": "drop_units"}, None),
    (42, "city,start\n", {}, ["no unit is ever treated"]),
    (42, "city,start\n" + "".join(f"{city},2017\n" for city in list(PROVINCES)[1:]), {}, ["all units are treated from the same year on"]),
]  # fmt: skip


@pytest.mark.parametrize(("number", "roster", "keys", "said"), POLICIES)
def test_policy_rosters(make, number, roster, keys, said):
    files = {"roster.csv": roster}
    if said is None:
        made = make(files, unit=make.crosswalk, policy=POLICY | keys)
        assert made.panel["pilot"].sum() == 3
        assert "340200" in set(made.panel["unit"])
        assert ("340100" in set(made.panel["unit"])) == (not keys)
        return
    with pytest.raises(StudyError) as error:
        make(files, unit=make.crosswalk, policy=POLICY | keys)
    for words in said:
        assert words in str(error.value)


SWITCHES = [
    ("(year == 2017) * (gdp < 1.2)", "switches off in 1 unit-years: 合肥市 2018"),
    ("(year >= 2017) * 2", "is neither 0 nor 1 in 18 unit-years"),
    ("(year >= 2016) * 1", "all units are treated from the same year on"),
]


@pytest.mark.parametrize(("expression", "said"), SWITCHES)
def test_a_treatment_is_absorbing(make, expression, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        make(panel=make.panel | {"variables": {"pilot": expression}}, policy={"variable": "pilot"})


def test_a_value_filled_in_the_first_treated_year_is_flagged(make):
    made = make(
        {"economy.csv": without("合肥市,2017")(make.clean["economy.csv"]), "roster.csv": "city,start\n合肥市,2017\n"},
        make.panel | {"interpolate": [{"variables": ["invest", "gdp"]}]},
        make.crosswalk,
        POLICY,
    )
    flagged = made.warnings[made.warnings["what"] == "interpolated in the first treated year of the unit"]
    assert flagged[["variable", "unit", "year"]].to_numpy().tolist() == [
        ["gdp", "340100", 2017],
        ["invest", "340100", 2017],
    ]


def workbook(text: str, change=None) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "总量"
    for line in text.splitlines():
        book.active.append([float(cell) if re.fullmatch("[0-9.]+", cell) else cell for cell in line.split(",")])
    if change:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def merge_headers(book):
    book.active.merge_cells("C1:D1")


def hide(book):
    book.active.row_dimensions[3].hidden = True


def formula(book):
    book.active["C3"] = "=C2*2"


SHEETS = [
    (None, {}, None),
    (lambda book: book.create_sheet("比重"), {"sheet": "总量"}, None),
    (hide, {}, None),
    (lambda book: book.create_sheet("比重"), {}, ["has 2 sheets: 总量, 比重; name one with `sheet`"]),
    (None, {"sheet": "比重"}, ["has no sheet `比重`; allowed: `总量`"]),
    (merge_headers, {}, ["row 1 has merged headers, C1:D1"]),
    (formula, {}, ["1 cells hold a formula whose value was never computed: C3"]),
    (lambda book: book.active.__setitem__("C3", "#N/A"), {}, ["sheet 总量: row 3, column `地区生产总值`: '#N/A'"]),
]


@pytest.mark.parametrize(("change", "keys", "said"), SHEETS)
def test_sheets(make, change, keys, said):
    source = make.panel["sources"][0] | {"path": "economy.xlsx"} | keys
    panel = make.panel | {"sources": [source, make.panel["sources"][1]]}
    files = {"economy.xlsx": workbook(make.clean["economy.csv"], change)}
    if said is None:
        plain, made = make().panel, make(files, panel)
        pd.testing.assert_frame_equal(made.panel, plain)
        assert ("row is hidden in the sheet" in str(made.audit["why"].tolist())) == (change is hide)
        return
    with pytest.raises(StudyError) as error:
        make(files, panel)
    for words in said:
        assert words in str(error.value)


UNREADABLE = [
    ("economy.xlsx", b"PK\x03\x04 cut off", "the file is damaged"),
    ("economy.xlsx", b"\xd0\xcf\x11\xe0 and more", "protected by a password, or an old .xls file renamed"),
    ("economy.xls", b"\xd0\xcf\x11\xe0 and more", "is in the old .xls format; save it as .xlsx"),
    ("economy.dta", b"<stata_dta><header><release>118", "the file is damaged"),
    ("economy.ods", b"x", "unknown type `.ods`"),
]


@pytest.mark.parametrize(("name", "content", "said"), UNREADABLE)
def test_files_that_cannot_be_read(make, name, content, said):
    source = make.panel["sources"][0] | {"path": name}
    with pytest.raises(StudyError, match=re.escape(said)):
        make({name: content}, make.panel | {"sources": [source, make.panel["sources"][1]]})


def stata(make, labels: bool) -> bytes:
    table = pd.read_csv(io.StringIO(make.clean["economy.csv"])).set_axis(["city", "year", "gdp", "invest"], axis=1)
    table = table.astype({"year": "int16", "gdp": "float32"})
    table.loc[0, "gdp"] = None
    if labels:
        table["city"] = table["city"].astype("category")
    content = io.BytesIO()
    table.to_stata(content, write_index=False, version=118)
    return content.getvalue()


@pytest.mark.parametrize(("labels", "keys", "said"), [
    (False, {}, None),
    (True, {"value_labels": "labels"}, None),
    (True, {}, "variables city have value labels; say `value_labels: codes` or `labels`"),
])  # fmt: skip
def test_stata_files(make, labels, keys, said):
    columns = {"gdp": {"unit": "万元", "convert_to": "亿元"}, "invest": {"unit": "万元"}}
    source = {"path": "economy.dta", "year": "year", "columns": columns} | keys
    arguments = ({"economy.dta": stata(make, labels)}, make.panel | {"sources": [source, make.panel["sources"][1]]})
    unit = {"key": ["city", "城市"]}
    if said:
        with pytest.raises(StudyError, match=re.escape(said)):
            make(*arguments, unit)
        return
    made, plain = make(*arguments, unit).panel, make().panel
    missing = (plain["unit"] == "合肥市") & (plain["year"] == 2015)
    assert made["gdp"].isna().tolist() == missing.tolist()
    pd.testing.assert_frame_equal(made[~missing], plain[~missing])


def faulty_studies() -> dict[str, tuple]:
    """Every case of the catalogue that is refused: name of a study, its files, keys and what must be said."""
    clean = {"economy.csv": economy(), "land.csv": land()}
    cases = [(number, edits, {}, panel, None, said) for number, edits, panel, said in REFUSED]
    cases += [
        (number, edits, CROSSWALK | unit, panel, None, said) for number, edits, unit, panel, said in REFUSED_UNITS
    ]
    cases += [(number, {"roster.csv": lambda _, text=text: text}, CROSSWALK, {}, POLICY | keys, said)
              for number, text, keys, said in POLICIES if said]  # fmt: skip
    cases += [(42, {}, {}, {"variables": {"pilot": text}}, {"variable": "pilot"}, [said]) for text, said in SWITCHES]
    cases += [(46, {"economy.xlsx": lambda text, change=change: workbook(text, change)}, {},
               {"sources.0": PANEL["sources"][0] | {"path": "economy.xlsx"} | keys}, None, said)
              for change, keys, said in SHEETS if said]  # fmt: skip
    cases += [(48, {file: lambda _, content=content: content}, {},
               {"sources.0": PANEL["sources"][0] | {"path": file}}, None, [said])
              for file, content, said in UNREADABLE]  # fmt: skip
    studies = {}
    for place, (number, edits, unit, panel, policy, said) in enumerate(cases):
        files = clean | {name: edit(clean.get(name, clean["economy.csv"])) for name, edit in edits.items()}
        studies[f"case-{number:02d}-{place:02d}"] = files, UNIT | unit, changed(PANEL, panel), policy, said
    return studies


FAULTY = faulty_studies()


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """The real command on all faulty studies at once, each with its own files below raw/; its screen and folder."""
    home = tmp_path_factory.mktemp("catalogue")
    (home / "config" / "studies").mkdir(parents=True)
    (home / "config" / "config.yaml").write_text(json.dumps({"studies": list(FAULTY), "seed": 1}))
    for name, (files, unit, panel, policy, _) in FAULTY.items():
        folder = home / "raw" / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())
        panel = changed(panel, {f"sources.{n}.path": f"raw/{name}/{s['path']}" for n, s in enumerate(panel["sources"])})
        if policy and "roster" in policy:
            policy = policy | {"roster": f"raw/{name}/roster.csv"}
        study = json.dumps(content(panel, unit, policy), ensure_ascii=False)
        (home / "config" / "studies" / f"{name}.yaml").write_text(study, encoding="utf-8")
    return snakemake("--cores", "2", "--keep-going", "check", folder=home), home


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTY)
def test_the_command_says_what_is_wrong(checked, name):
    run, home = checked
    assert run.returncode == 1
    log = (home / "logs" / name / "panel" / "check_panel.log").read_text(encoding="utf-8")
    for words in FAULTY[name][-1]:
        assert words in log
        assert words in run.stdout
    assert "Traceback" not in run.stdout
    assert not (home / "results" / name / "panel" / "check.csv").exists()
