"""Names and codes that stand for a city, and those that do not."""

import pandas as pd
import pytest
from raw_study import CLEAN, CROSSWALK, PANEL, RESOURCES, UNIT, Fault, Oddity, all_of, in_provinces, sub

from panel.crosswalk import crosswalk, idle_aliases, match

FAULTS = [
    Fault(
        15, {"economy.csv": sub("合肥市", "34010", -1)}, {}, ["'34010'", "expected a code of the crosswalk"], CROSSWALK
    ),
    Fault(
        21,
        {"economy.csv": sub("合肥市", "合肥师", -1)},
        {},
        ["rows 2, 3, 4, 5, 6, column `城市`: '合肥师'", "nearest are `合肥市` (340100)", "`aliases`"],
        CROSSWALK,
    ),
    Fault(
        23,
        {"economy.csv": sub("吉林市", "吉林", -1)},
        {},
        ["`吉林` may be 吉林市 (220200) or the province 吉林省"],
        CROSSWALK,
    ),
    Fault(
        23,
        {"economy.csv": sub("苏州市", "海南藏族自治州", -1)},
        {},
        ["'海南藏族自治州'", "expected a unit of the crosswalk"],
        CROSSWALK,
    ),
    Fault(
        23,
        {"economy.csv": sub("合肥市", "Suzhou", -1)},
        {},
        ["`Suzhou` may be 苏州市 (320500) or 宿州市 (341300)"],
        CROSSWALK,
    ),
    Fault(
        23,
        {"economy.csv": in_provinces},
        {},
        ["'苏州市'", "`苏州市` is 320500 in 江苏省, not in 浙江省"],
        CROSSWALK | {"province": "省"},
    ),
    Fault(
        24,
        {"economy.csv": lambda text: text + "全国,2015,1,2\n江苏省,2015,1,2\n"},
        {},
        ["'全国'", "'江苏省'", "`drop_rows`"],
        CROSSWALK,
    ),
]


ODDITIES = [
    Oddity(
        21,
        {"economy.csv": lambda text: text + "海南藏族自治州,2015,1,2\n"},
        {},
        ["海南藏族自治州,2015,gdp,1,,{}economy.csv: unit is not known"],
        ["1 keys stand for no unit, and leave: 海南藏族自治州"],
        CROSSWALK | {"unknown": "drop"},
    ),
    Oddity(
        15,
        {"economy.csv": sub("合肥市", "3401", -1)},
        {},
        ["340100,2015,unit,3401,340100,{}economy.csv: prefecture code of four digits"],
        [],
        CROSSWALK,
    ),
    Oddity(
        22,
        {"economy.csv": all_of(sub("合肥市,2015", "合肥市\u200b,2015"), sub("芜湖市,2016", "\u00a0芜湖市,2016"))},
        {},
        ['"2 cells: U+00A0, U+200B",,{}economy.csv: invisible characters taken out of keys'],
        [],
    ),
    Oddity(
        15,
        {"economy.csv": sub("合肥市", "340100.0", -1)},
        {},
        ["340100,2015,unit,340100.0,340100,{}economy.csv: code written as a number"],
        [],
        CROSSWALK,
    ),
    Oddity(
        22,
        {"economy.csv": sub("合肥市", "合肥", -1)},
        {},
        ["340100,2015,unit,合肥,340100,{}economy.csv: name with or without 市"],
        [],
        CROSSWALK,
    ),
    Oddity(
        22,
        {"economy.csv": sub("合肥市", "襄樊市", -1), "land.csv": sub("合肥市", "襄阳市")},
        {},
        ["420600,2015,unit,襄樊市,420600,{}economy.csv: old name until 2010"],
        [],
        CROSSWALK,
    ),
    Oddity(
        23,
        {"economy.csv": all_of(in_provinces, sub("浙江省", "江苏省", -1), sub("吉林市", "吉林", -1))},
        {},
        ["220200,2015,unit,吉林,220200,"],
        [],
        CROSSWALK | {"province": "省"},
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


def facts(name: str) -> pd.DataFrame:
    return pd.read_csv(RESOURCES / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def cities():
    return crosswalk(facts("cities"), facts("city_aliases"), facts("admin_changes"))


def test_every_city_joins_by_name_and_code(cities):
    table = facts("cities")
    for column in ("adcode", "name_zh"):
        assert [match(text, "", cities).code for text in table[column]] == table["adcode"].tolist()
    short = [match(name.removesuffix("市"), "", cities).code for name in table["name_zh"]]
    assert {code for code, found in zip(table["adcode"], short, strict=True) if code != found} == {"220200"}
    english = [
        match(name, area, cities).code for name, area in zip(table["name_en"], table["province_en"], strict=True)
    ]
    assert english == table["adcode"].tolist()
    assert [(table[name] == "1").sum() for name in ("in_297", "in_286", "in_278_simulated")] == [297, 286, 278]
    assert table["yreb_reach"].value_counts().loc[["upstream", "midstream", "downstream"]].tolist() == [31, 36, 41]


@pytest.mark.parametrize(
    ("text", "province", "code"),
    [
        ("襄樊市", "", "420600"), ("思茅", "", "530800"), ("152800", "", "150800"), ("110100", "", "110000"),
        ("北京", "", "110000"), ("吉林", "吉林省", "220200"), ("吉林", "", ""), ("江苏苏州", "", "320500"),
        ("Suzhou", "Anhui", "341300"), ("Suzhou", "", ""), ("海南", "", ""), ("巴彦卓尔", "", "150800"),
        ("德清县", "", ""), ("340100.0", "", "340100"),
        ("广西壮族自治区南宁市", "", "450100"), ("３４０１００", "", "340100"),
    ],
)  # fmt: skip
def test_texts_that_stand_for_a_city(cities, text, province, code):
    found = match(text, province, cities)
    assert found.code == code
    assert bool(found.fault) == (not code)


def aliased(*rows: tuple[str, str]):
    aliases = pd.DataFrame(rows, columns=["alias", "adcode"])
    known = crosswalk(facts("cities"), aliases, None)
    return known, idle_aliases(aliases, known)


def test_an_alias_decides_what_a_name_alone_does_not():
    known, idle = aliased(("吉林", "220200"), ("Suzhou", "341300"))
    assert match("吉林", "", known).code == "220200"
    assert match("Suzhou", "", known).code == "341300"
    assert match("Suzhou", "Jiangsu", known).code == "320500"
    assert not idle


def test_an_alias_that_does_nothing_is_named(make):
    _, idle = aliased(("合肥市", "340200"), ("肥", "999999"), ("340100", "340100"), ("庐州", "340100"))
    assert [text.partition(" ")[0] for text in idle] == ["合肥市", "肥", "340100"]


def test_the_aliases_that_ship_all_do_something():
    aliases = facts("city_aliases")
    assert idle_aliases(aliases, crosswalk(facts("cities"), aliases, facts("admin_changes"))) == []


def test_a_unit_that_is_no_member_is_no_problem(make):
    """Nor are its cells, which are not looked at."""
    files = {"economy.csv": CLEAN["economy.csv"] + "三沙市,2015,x,y\n"}
    made = make(files, PANEL | {"balanced": "drop_units"}, UNIT | CROSSWALK | {"members": "in_286"})
    assert "460300" not in set(made.panel["unit"])


@pytest.mark.parametrize(("text", "code"), [("1", "01"), ("01", "01"), ("01.0", "01"), ("12", "12"), ("3", "")])
def test_lost_zeros_of_codes(text, code):
    states = crosswalk(pd.DataFrame({"fips": ["01", "12"], "name": ["Alabama", "Florida"]}), None, None)
    assert match(text, "", states).code == code


def test_a_county_counts_as_its_city_in_rosters_only(cities):
    assert match("德清县", "", cities, roster=True).code == "330500"
