"""The command on small folders: what it recognises, what it leaves to a person, what it refuses."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from core.errors import StudyError
from draft.study import draft
from study.references import faults
from study.study import Study

ROOT = Path(__file__).parents[2]
CITIES = ["合肥市", "芜湖市", "苏州市", "宿州市", "济南市"]
CODES = [340100, 340200, 320500, 341300, 370100]
YEARS = range(2015, 2019)


def long(header: str, keys=CITIES, years=YEARS, mark=",", row="{key},{year},{value}") -> str:
    """A long table with a value of its own in each row; `mark` is the delimiter."""
    rows = [
        row.replace(",", mark).format(key=key, year=year, value=100 * number + year - 2000)
        for number, key in enumerate(keys, 1)
        for year in years
    ]
    return "\n".join([header.replace(",", mark), *rows, ""])


GDP = long("城市,年份,地区生产总值(万元)")


def stata(labels: dict, **columns) -> bytes:
    buffer = io.BytesIO()
    pd.DataFrame(columns).to_stata(buffer, write_index=False, value_labels=labels, version=118)
    return buffer.getvalue()


def sheet(header: list, keys=CITIES, above=(), below=()) -> list[list]:
    rows = [[key, year, 10 * number + year - 2000] for number, key in enumerate(keys, 1) for year in YEARS]
    return [*above, header, *below, *rows]


def test_a_plain_table(make):
    made = make({"gdp.csv": GDP})
    column = made.source.columns["gdp"]
    assert (column.header, column.unit) == (["地区生产总值(万元)"], "万元")
    assert made.study.unit.key == ["城市"]
    assert made.study.unit.crosswalk == "resources/cities.csv"
    assert made.study.years == (2015, 2018)
    assert made.study.data_status == "real"
    assert "snakemake --cores 1 check --config 'studies=[mine]'" in made.summary


def test_titles_above_the_headers_and_a_row_of_units_below(make):
    above = [["城市统计年鉴"], ["表 2-1", "地级市"], []]
    rows = sheet(["城市", "年份", "地区生产总值"], above=above, below=[[None, None, "(亿元)"]])
    source = make({"a.xlsx": {"数据": rows}}).source
    assert (source.header_row, source.first_row, source.sheet) == (4, 6, "数据")
    assert source.columns["gdp"].unit == "亿元"


def test_a_unit_that_is_stated_above_the_headers(make):
    rows = sheet(["城市", "年份", "地区生产总值"], above=[["城市统计年鉴", None, "单位：亿元"]])
    source = make({"a.xlsx": {"数据": [["各市概况"], *rows]}}).source
    assert source.header_row == 3
    assert source.columns["gdp"].unit == "亿元"


def test_every_sheet_with_a_table_is_a_source(make):
    sheets = {
        "经济": sheet(["城市", "年份", "地区生产总值"]),
        "空": [],
        "说明": [["本表由各市统计局提供"]],
        "土地": sheet(["城市", "年份", "建成区面积[km2]"]),
    }
    made = make({"all.xlsx": sheets})
    assert [source.sheet for source in made.study.panel.sources] == ["经济", "土地"]
    assert list(made.study.panel.columns()) == ["gdp", "built_up"]
    assert "sheet 空: ignored, the sheet is empty" in made.summary
    assert "sheet 说明: left out, no row looks like headers" in made.summary


def test_semicolons_and_decimal_commas(make):
    text = long("Stadt;Jahr;Fläche [ha];Größe", keys=["Ulm", "Köln", "Bonn"], row="{key};{year};1.{value},5;0,{value}")
    source = make({"a.csv": text}).source
    assert (source.delimiter, source.decimal, source.year) == ("semicolon", ",", ["Jahr"])
    assert source.columns["flache"].unit == "ha"
    assert list(source.columns) == ["flache", "grosse"]


def test_a_first_line_that_names_the_delimiter(make):
    source = make({"a.csv": "sep=;\n" + long("city;year;gdp", mark=";")}).source
    assert (source.delimiter, source.header_row) == ("semicolon", 1)


def test_a_wide_table(make):
    header = ",".join(["城市", *(f"{year}年" for year in YEARS)])
    rows = [f"{city},{','.join(str(50 * n + year) for year in YEARS)}" for n, city in enumerate(CITIES)]
    made = make({"built_up.csv": "\n".join([header, *rows])})
    assert made.source.layout == "wide"
    assert made.source.columns["built_up"].header == ["{year}年"]
    assert made.study.years == (2015, 2018)


def test_a_wide_table_of_two_variables(make):
    names = [f"{name}_{year}" for name in ("gdp", "land") for year in YEARS]
    rows = [",".join([code, *(str(number + place) for place in range(8))]) for number, code in enumerate("abc")]
    source = make({"a.csv": "\n".join([",".join(["plot", *names]), *rows])}).source
    assert {name: column.header for name, column in source.columns.items()} == {
        "gdp": ["gdp_{year}"],
        "land": ["land_{year}"],
    }


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_encodings_that_are_not_utf_8(make, encoding):
    assert make({"a.csv": GDP.encode(encoding)}).source.encoding == encoding


@pytest.mark.parametrize(
    ("encoding", "keys", "read", "doubt"),
    [
        ("latin-1", ["Köln", "Münster"], "cp1252", "no other reading fits: a line is `Köln,2015,115` in cp1252."),
        ("big5", ["臺北市", "高雄市"], "big5", "no other reading fits: a line is `臺北市,2015,115` in big5."),
        ("cp1252", ["MAÇÃ", "BEJ"], "cp1252", "no other reading fits: a line is `MAÇÃ,2015,115` in cp1252."),
        ("cp1252", ["MAÊÐ", "BEJ"], "gb18030", "2 readings fit: a line is `MA市,2015,115` in gb18030, `MAÊÐ,2015,115`"),
    ],
)
def test_an_encoding_that_can_only_be_guessed_is_said(make, encoding, keys, read, doubt):
    made = make({"a.csv": long("plot,year,grain", keys=keys).encode(encoding)})
    assert made.source.encoding == read
    assert f"`encoding` is a guess, {doubt}" in made.summary


def test_notes_beside_and_below_a_table_are_left_out_and_said(make):
    rows = sheet(["城市", "年份", "地区生产总值"])
    rows[3] += [None, "vendor"]
    made = make({"a.xlsx": {"数据": [*rows, [], ["注：各市年鉴"], ["公报"]]}})
    assert made.source.ignore_beside is True
    assert made.source.drop_rows == []
    assert "3 cells beside or below the table are left out (`ignore_beside`): E4 `vendor`, A23 `注" in made.summary


@pytest.mark.parametrize(
    ("rows", "place", "headers"),
    [
        (
            [["城市", "年份", "产值(万元)", None, "面积"], [None, None, "全市", "市辖区", "km2"]],
            "rows 1 and 2",
            "城市, 年份, 产值(万元)_全市, 产值(万元)_市辖区, 面积(km2)",
        ),
        (
            [["年鉴"], ["城市", 2015, None, 2016, None], [None, "GDP", "SO2", "GDP", "SO2"]],
            "rows 2 and 3",
            "城市, 2015_GDP, 2015_SO2, 2016_GDP, 2016_SO2",
        ),
        (
            [[None, None, "land", None, "output", None], ["plot", "year", *["real", "nominal"] * 2]],
            "rows 1 and 2",
            "plot, year, land_real, land_nominal, output_real, output_nominal",
        ),
    ],
)
def test_headers_of_two_levels_are_explained_with_the_row_to_write(make, rows, place, headers):
    width = len(headers.split(","))
    values = [[city, year, *range(7, 5 + width)] for city in CITIES for year in YEARS]
    made = make({"a.csv": GDP, "b.xlsx": {"Sheet1": [*rows, *values]}})
    assert f"{place} are headers of two levels" in made.summary
    assert made.summary.partition("draft again: ")[2].startswith(headers + "\n")


def test_a_stata_file_with_value_labels(make):
    """The key's codes are those of the crosswalk; the other labelled variable is left to a person."""
    codes = [code for code in CODES for _ in YEARS]
    data = stata(
        {"city": dict(zip(CODES, CITIES, strict=True)), "level": {1: "low", 2: "high"}},
        **{"city": codes, "year": [*YEARS] * 5, "level": [1, 2] * 10, "jobs": [float(n) for n in range(20)]},
    )
    made = make({"a.dta": data})
    assert made.source.value_labels == "codes"
    assert list(made.source.columns) == ["level", "jobs"]
    assert "decide: value labels: level are read as codes (`value_labels`), not as labels." in made.text


def test_a_stata_file_whose_labels_are_the_cities(make):
    data = stata(
        {"city": dict(enumerate(CITIES))},
        **{"city": [number for number in range(5) for _ in YEARS], "year": [*YEARS] * 5, "jobs": range(20)},
    )
    made = make({"a.dta": data})
    assert made.source.value_labels == "labels"
    assert made.study.unit.crosswalk == "resources/cities.csv"
    assert "# 5 units have a row" in made.text


def test_keys_as_integers(make):
    made = make({"a.csv": long("code,year,gdp", keys=CODES), "b.csv": long("城市,年份,建成区面积")})
    assert made.study.unit.key == ["code", "城市"]
    assert "# 5 units have a row" in made.text


def test_keys_without_a_crosswalk(make):
    made = make({"a.csv": long("plot,year,grain", keys=[1, 2, 3])})
    assert made.study.unit.key == ["plot"]
    assert made.study.unit.crosswalk is None


def test_a_year_column_of_another_name(make):
    assert make({"a.csv": long("城市,年度,地区生产总值")}).source.year == ["年度"]


def test_a_year_column_without_a_known_header(make):
    made = make({"a.csv": long("城市,Y,地区生产总值")})
    assert made.source.year == ["Y"]
    assert "decide: `Y` is taken for the year" in made.text


def test_a_year_column_without_a_known_header_beside_keys_that_nobody_knows(make):
    made = make({"a.csv": long("plot,Y,grain", keys="abc")})
    assert (made.study.unit.key, made.source.year, list(made.source.columns)) == (["plot"], ["Y"], ["grain"])


def test_two_columns_that_could_be_the_year(make):
    made = make({"a.csv": long("城市,年份,年度,地区生产总值", row="{key},{year},{year},{value}")})
    assert made.source.year == ["年份"]
    assert list(made.source.columns) == ["gdp"]
    assert "decide: `年份` and `年度` could each be the year; the first is taken" in made.text


def test_a_table_without_a_year_is_left_out(make):
    made = make({"a.csv": GDP, "b.csv": "城市,建成区面积\n" + "".join(f"{city},7\n" for city in CITIES)})
    assert len(made.study.panel.sources) == 1
    assert "raw/mine/b.csv: no column holds the year" in made.text


def test_pictures_and_temporary_files_are_ignored_and_said(make):
    made = make({"a.csv": GDP, "~$x.xlsx": b"lock", "map.png": b"\x89PNG", "old.xls": b"\xd0\xcf"})
    assert "raw/mine/~$x.xlsx: ignored, a temporary or hidden file" in made.summary
    assert "# ignored in the folder: raw/mine/map.png, raw/mine/~$x.xlsx" in made.text
    assert "raw/mine/old.xls: is in the old .xls format; save it as .xlsx" in made.text


def test_a_damaged_file_is_left_out_with_the_words_of_the_reader(make):
    made = make({"a.csv": GDP, "b.xlsx": b"no workbook", "c.csv": b"\xff\xfa,\xff"})
    assert "raw/mine/b.xlsx: the file is damaged; open it in a spreadsheet and save it again" in made.text
    assert "raw/mine/c.csv: cannot be read as utf-8 (line 1), gb18030 (line 1)" in made.text


def test_headers_that_the_panel_refuses_are_said(make):
    made = make({"a.csv": GDP, "b.csv": long("城市,年份,面积,面积", row="{key},{year},{value},{value}")})
    assert "no column holds numbers" in made.text or "`面积` is the header of several columns" in made.text


def test_what_looks_like_a_missing_value(make):
    rows = GDP.splitlines()
    rows[1], rows[2], rows[3], rows[4] = (
        f"合肥市,{year},{cell}" for year, cell in zip(YEARS, ["…", "-", "NA", "-999"], strict=True)
    )
    made = make({"a.csv": "\n".join(rows)})
    assert sorted(made.source.missing) == ["-", "-999", "NA", "…"]
    assert "decide: -999 in `地区生产总值(万元)` is taken for a missing value" in made.text
    assert "unit: 万元}  # 20.0 % missing" in made.text
    assert "# interpolate:\n  #   - variables: [gdp]" in made.text


def test_a_cell_that_is_no_number_is_said_and_the_column_kept(make):
    made = make({"a.csv": GDP.replace("2016,116", "2016,about 116")})
    assert list(made.source.columns) == ["gdp"]
    assert "has 1 cells that are no numbers (row 3: 'about 116'); correct them." in made.text


def test_totals_provinces_and_notes_among_the_cities(make):
    totals = ["全国", "安徽省", "江苏省", "内蒙古自治区", "合计"]
    more = [*(f"{key},2015,9" for key in totals), "注：数据来自各市统计年鉴和公报,,"]
    made = make({"a.csv": "\n".join([GDP.strip(), *more])})
    assert made.source.drop_rows == ["全国", "合计", "注：数据来自各市统计年鉴和公报", "内蒙古自治区", "*省"]
    assert "rows have no year" not in made.text


def test_a_key_that_the_crosswalk_does_not_know(make):
    made = make({"a.csv": GDP + "合淝市,2015,9\n"})
    assert made.source.drop_rows == []
    assert "decide: 1 keys are no unit of the crosswalk: 合淝市" in made.text
    assert "      # drop_rows: [合淝市]\n" in made.text


def test_text_columns_are_ignored_and_named(make):
    made = make({"a.csv": long("城市,年份,等级,地区生产总值", row="{key},{year},大,{value}")})
    assert "ignored, as these columns hold no numbers or no variable: 等级" in made.text


def test_the_whole_city_and_its_districts_beside_each_other(make):
    header = "城市,年份,地区生产总值_全市(万元),地区生产总值_市辖区(万元)"
    made = make({"a.csv": long(header, row="{key},{year},{value},{value}")})
    assert list(made.source.columns) == ["gdp", "gdp_districts"]
    assert "decide: 全市 and 市辖区 stand beside each other (地区生产总值)" in made.text


def test_a_series_in_two_files_is_one_variable_in_one_unit(make):
    late = long("城市,年份,地区生产总值(亿元)", years=range(2019, 2021))
    made = make({"a.csv": GDP, "b.csv": late})
    assert [source.columns["gdp"].convert_to for source in made.study.panel.sources] == ["万元", "万元"]
    assert made.study.years == (2015, 2020)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("城市,年份,地区生产总值", "only one of the two states its unit"),
        ("城市,年份,地区生产总值(吨)", "there in 万元, which 吨 is not known to convert to"),
        ("城市,年份,国内生产总值(亿元)", "with other values in 20 of 20 unit-years"),
    ],
)
def test_columns_of_one_name_that_are_not_known_to_be_one_variable(make, header, reason):
    made = make({"a.csv": GDP, "b.csv": long(header)})
    assert list(made.study.panel.columns()) == ["gdp", "gdp_2"]
    assert f"decide: `gdp` stands in raw/mine/a.csv too, but {reason}" in made.text


def test_prices_of_provinces_and_of_the_country(make):
    provinces = long("省份,年份,居民消费价格指数", keys=["安徽省", "江苏省", "山东省"])
    country = "年份,汇率\n" + "".join(f"{year},6.{year}\n" for year in YEARS)
    made = make({"a.csv": GDP, "b.csv": provinces, "c.csv": country})
    assert [source.level for source in made.study.panel.sources] == ["unit", "province", "country"]
    assert made.study.unit.province == ["省份"]
    assert made.study.panel.sources[1].columns["cpi"].additive is False


def test_a_name_with_its_province_beside_it(make):
    made = make({"a.csv": long("省份,城市,年份,地区生产总值", keys=CITIES[:2], row="安徽,{key},{year},{value}")})
    assert (made.study.unit.key, made.study.unit.province) == (["城市"], ["省份"])


@pytest.mark.parametrize("second", [2016, 2017])
def test_a_roster_is_offered_as_a_policy(make, second):
    roster = f"adcode,name,treat_year\n340100,合肥市,2016\n320500,苏州市,{second}\n"
    made = make({"a.csv": GDP, "zones.csv": roster})
    assert len(made.study.panel.sources) == 1
    assert "#   policy_1: {roster: raw/mine/zones.csv, unit: adcode, year: treat_year}" in made.text


@pytest.mark.parametrize("header", ["plot,since", "plot,year"])
def test_a_roster_of_units_without_a_crosswalk(make, header):
    made = make({"a.csv": long("plot,year,grain", keys="abc"), "zones.csv": f"{header}\na,2016\nb,2017\n"})
    keys = header.replace(",", ", year: ")
    assert f"#   policy_1: {{roster: raw/mine/zones.csv, unit: {keys}}}" in made.text


def test_the_first_output_differs_from_the_first_input(make):
    made = make({"a.csv": long("plot,year,a,b,c", keys="abc", row="{key},{year},{value},{value},1{value}")})
    assert (made.study.efficiency.inputs, made.study.efficiency.desirable) == (["a"], ["c"])


def test_a_variable_that_is_0_or_1_is_offered_as_a_policy(make):
    rows = [f"{city},{year},{int(year > 2016)}" for city in CITIES for year in YEARS]
    made = make({"a.csv": "\n".join(["城市,年份,zone", *rows])})
    assert "\n# policies:\n#   zone: {variable: zone}\n" in made.text


def test_years_that_the_files_do_not_share_are_said(make):
    made = make({"a.csv": GDP, "b.csv": long("城市,年份,建成区面积", years=range(2017, 2022))})
    assert made.study.years == (2017, 2018)
    assert "# Years that all variables have: 2017-2018; that some have: 2015-2021." in made.text
    assert "  # history: 2015" in made.text


def test_units_that_the_files_do_not_share_are_said(make):
    made = make({"a.csv": GDP, "b.csv": long("城市,年份,建成区面积", keys=CITIES[:4])})
    assert "# 4 units have a row for every variable in every year of the study." in made.text
    assert "# 1 do not: 济南市 (370100)." in made.text
    assert "  # balanced: drop_units" in made.text


def test_headers_without_a_name_are_called_by_their_place(make):
    header = "城市,年份,夜间灯光,lambda,2nd (km2),unit,夜间灯光强度"
    made = make({"a.csv": long(header, row="{key},{year},{value},{value},1{value},2{value},3{value}")})
    assert list(made.source.columns) == ["column_3", "lambda_value", "x_2nd", "unit_value", "column_7"]


@pytest.mark.parametrize(
    "header", ["a: b", "# a", "{a}", 'say "x"', "a\nb", "null", "- a", "*a", "1e5x", "a, b", "是#"]
)
def test_every_header_is_read_back_as_it_stands(make, header):
    made = make({"a.xlsx": {"Sheet1": sheet(["城市", "年份", header])}})
    assert [column.header for column in made.source.columns.values()] == [[header]]


def test_commented_blocks_are_valid_once_a_person_takes_the_marks_away(make):
    """All of them at once, with the names of the study in the place of those of the example."""
    text = make({"a.csv": GDP.replace(",115\n", ",\n")}).text
    keys = "policies|tables|figures|  interpolate|  variables"
    block = re.compile(rf"^(?P<blank> *)# (?:{keys.replace('  ', '')}):.*\n(?:(?P=blank)#  .*\n)*", re.MULTILINE)
    assert len(block.findall(text)) == 5
    text = block.sub(lambda found: re.sub(r"^( *)# ", r"\1", found[0], flags=re.MULTILINE), text)
    content = yaml.safe_load(text.replace("rain", "gdp"))
    study = Study.model_validate(content, context=content)
    assert (list(study.policies), list(study.figures), list(study.panel.variables)) == (["zone"], ["trend"], ["l_gdp"])
    assert list(faults(study, lambda path: True)) == []


def test_nothing_is_overwritten(make, home):
    make({"a.csv": GDP})
    before = (home / "config/studies/mine.yaml").read_bytes()
    with pytest.raises(StudyError, match="is there already, and is not overwritten; rename or delete it"):
        draft("mine", home)
    assert (home / "config/studies/mine.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["Mine", "my study", "../mine", "", "-a", "con", "a" * 42])
def test_a_name_that_is_none_of_a_study_is_refused(home, name):
    with pytest.raises(StudyError, match="cannot name a study; use lower-case letters"):
        draft(name, home)


def test_an_empty_or_absent_folder_is_refused(home):
    for name in ("mine", "other"):
        with pytest.raises(StudyError, match=f"raw/{name} is empty or not there; put the raw tables into it"):
            draft(name, home)


def test_a_folder_without_any_table_is_refused_with_the_reasons(make, home):
    with pytest.raises(StudyError, match="no table of units and years can be read") as error:
        make({"photo.jpg": b"\xff\xd8", "old.xls": b"\xd0\xcf", "none.csv": ""})
    for words in ("old.xls: is in the old .xls format", "photo.jpg: not a table", "none.csv: the file is empty"):
        assert words in str(error.value)
    assert not (home / "config").exists()


def test_a_folder_without_a_table_of_units_is_refused_with_what_it_has(make):
    with pytest.raises(StudyError, match="no table of units and years can be read") as error:
        make({"zones.csv": "plot,since\na,2016\nb,2017\n", "prices.csv": "year,cpi\n2015,100\n2016,102\n"})
    assert "zones.csv: looks like a roster: each unit stands once, with a year" in str(error.value)
    assert "prices.csv: has a row for each country, and not for units" in str(error.value)


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    return subprocess.run(
        [sys.executable, "-m", "draft.study", *arguments], cwd=home, env=environment, capture_output=True, text=True
    )


def test_the_command_says_a_fault_in_one_message(home):
    run = command(home, "mine")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == "raw/mine is empty or not there; put the raw tables into it: .csv, .tsv, .xlsx or .dta files\n"
    assert command(home).stderr == "say the name of the study, and nothing else: `make study NAME=mine`\n"


def test_the_command_writes_the_draft(home):
    (home / "raw" / "mine" / "a.csv").write_text(GDP, encoding="utf-8")
    run = command(home, "mine")
    assert (run.returncode, run.stderr) == (0, "")
    assert "config/studies/mine.yaml is written. To decide:" in run.stdout
    assert (home / "config/studies/mine.yaml").is_file()
