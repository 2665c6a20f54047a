"""Several tables joined: what differs, what is missing, and what reaches every unit."""

import re

import pytest
from raw_study import CROSSWALK, PANEL, UNIT, Fault, Oddity, times, without

FAULTS = [
    Fault(
        20,
        {"more.csv": lambda text: times(text, 3, 2)},
        {
            "sources.1": {
                "path": "more.csv",
                "year": "年份",
                "columns": {"land": {"header": "地区生产总值"}, "invest": {"header": "投资", "unit": "万元"}},
            }
        },
        [
            "more.csv: `invest` has another value in a file above in 30 unit-years: 合肥市 2015 (3000, here 6000)",
            "`on_conflict: first_file_wins`",
        ],
    ),
    Fault(
        27,
        {"economy.csv": without("合肥市,2017")},
        {},
        ["economy.csv: no row for 1 unit-years: 合肥市 2017", "Add the rows"],
    ),
    Fault(27, {"land.csv": without("济南市")}, {}, ["land.csv: no row for 5 unit-years: 济南市 2015"]),
    Fault(
        28,
        {"economy.csv": lambda text: re.sub("(合肥市,201[5678],.*),.*", r"\1,", text)},
        {"interpolate": [{"variables": ["invest"], "max_imputed_share": 1, "max_imputed_per_unit": 1}]},
        ["economy.csv: `invest` stays missing in 4 unit-years: 合肥市 2015, 合肥市 2016"],
    ),
    Fault(26, {}, {}, ["280 units have no row in any file"], CROSSWALK | {"members": "in_286"}),
]


ODDITIES = [
    Oddity(
        20,
        {"more.csv": lambda text: times(text, 3, 2, [2015], "合肥")},
        {
            "sources.1": {
                "path": "more.csv",
                "year": "年份",
                "on_conflict": "first_file_wins",
                "columns": {"land": {"header": "地区生产总值"}, "invest": {"header": "投资", "unit": "万元"}},
            }
        },
        ["合肥市,2015,invest,6000,3000,{}more.csv: the value of a file above counts"],
        ["1 values differ from a file above"],
    ),
    Oddity(
        27,
        {"economy.csv": without("合肥市,2017")},
        {"balanced": "drop_units"},
        ['合肥市,2015,land,51,,"unit left out, as it has holes"'],
        ["1 units left out, as they have holes: 合肥市"],
    ),
    Oddity(
        27,
        {"economy.csv": without("合肥市,2017")},
        {"balanced": "allow"},
        [],
        ["no row for 1 unit-years: 合肥市 2017", "missing in 1 of 30"],
    ),
    Oddity(
        26,
        {"economy.csv": without("吉林市")},
        {"balanced": "drop_units"},
        ['220200,2015,land,301,,"unit left out, as it has holes"'],
        [],
        CROSSWALK,
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults_are_refused_by_name(refused, fault):
    refused(fault)


@pytest.mark.parametrize("oddity", ODDITIES, ids=str)
def test_what_is_odd_is_accounted_for(accounted, oddity):
    accounted(oddity)


def test_province_and_country_values_reach_every_unit(make):
    files = {
        "prices.csv": "省份,年份,价格\n" + "".join(
            f"{area},{year},{100 + number + year - 2015}\n"
            for number, area in enumerate(["安徽省", "江苏", "山东省", "吉林省"]) for year in range(2015, 2020)
        ),
        "rates.csv": "年份,汇率\n" + "".join(f"{year},{6 + (year - 2015) / 10}\n" for year in range(2015, 2020)),
    }  # fmt: skip
    sources = [
        *PANEL["sources"],
        {"path": "prices.csv", "level": "province", "year": "年份", "columns": {"price": {"header": "价格"}}},
        {"path": "rates.csv", "level": "country", "year": "年份", "columns": {"rate": {"header": "汇率"}}},
    ]
    made = make(files, PANEL | {"sources": sources}, UNIT | CROSSWALK | {"province": "省份"}).panel
    at_2016 = made[made["year"] == 2016].set_index("unit")
    assert at_2016["price"].to_dict() == {
        "340100": 101,
        "340200": 101,
        "341300": 101,
        "320500": 102,
        "370100": 103,
        "220200": 104,
    }
    assert set(at_2016["rate"]) == {6.1}
