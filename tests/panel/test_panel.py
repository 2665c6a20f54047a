"""Cleaning and derived variables against values by hand, and identities of the numbers they give."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StudyError
from panel.account import Account
from panel.capital import initial_stock, perpetual_inventory
from panel.crosswalk import crosswalk, match
from panel.indices import angle_index, entropy_index
from panel.interpolation import fill, spikes
from panel.numbers import parse_numbers
from panel.units import factor
from panel.variables import construct
from panel.winsorizing import winsorize

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
BY_HAND = json.loads((HERE / "reference" / "formulas_byhand.json").read_text())
EXACT = BY_HAND["tolerance"]
N = np.nan


def facts(name: str) -> pd.DataFrame:
    return pd.read_csv(RESOURCES / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def cities():
    return crosswalk(facts("cities"), facts("city_aliases"), facts("admin_changes"))


def series(columns: dict, units=("a", "b"), first=2015) -> pd.DataFrame:
    """A panel indexed by unit and year, from a list of values for each variable."""
    years = range(first, first + len(next(iter(columns.values()))) // len(units))
    return pd.DataFrame(columns, pd.MultiIndex.from_product([units, years], names=["unit", "year"]), dtype=float)


def test_perpetual_inventory_by_hand():
    case = BY_HAND["expected"]["pim"]
    investment = np.array([case["I"]], dtype=float)
    start = initial_stock(investment, case["delta"], case["g"], None, None)
    assert perpetual_inventory(investment, start, case["delta"])[0] == pytest.approx(case["K"], rel=EXACT)


def test_a_stock_of_steady_investment_grows_faster_at_first():
    """K_1 / K_0 = 1 - d + (1 + g)(g + d) = 1 + g + g (g + d), with I_t = I_0 (1 + g)^t and K_0 = I_0 / (g + d)."""
    g, d = 0.08, 0.096
    investment = 5 * (1 + g) ** np.arange(4)[None, :]
    stock = perpetual_inventory(investment, initial_stock(investment, d, g, None, None), d)
    assert stock[0, 1] / stock[0, 0] == pytest.approx(1 + g + g * (g + d), rel=EXACT)
    assert initial_stock(investment, d, 0, 3, None) == pytest.approx(stock[:, 0], rel=1e-9)
    assert initial_stock(investment, d, g, None, 10) == pytest.approx(10 * investment[:, 0])


def test_entropy_index_by_hand():
    case = BY_HAND["expected"]["entropy"]
    indicators = np.array(case["X"])
    indicators[:, case["negative_cols"]] *= -1
    result = entropy_index(indicators)
    assert result.weights == pytest.approx(case["weights"], rel=EXACT)
    assert result.scores == pytest.approx(case["score"], rel=EXACT, abs=EXACT)
    assert entropy_index(indicators * [1e4, 0.1, 7]).scores == pytest.approx(result.scores, abs=1e-12)


def test_a_constant_indicator_is_refused():
    with pytest.raises(StudyError, match="indicator 2 of `entropy_index` is constant"):
        entropy_index(np.array([[1.0, 2.0], [2.0, 2.0]]))


@pytest.mark.parametrize(
    ("shares", "value"),
    [
        (BY_HAND["expected"]["angle_index"]["shares"], BY_HAND["expected"]["angle_index"]["W"]),
        ([1 / 3, 1 / 3, 1 / 3], 6 * np.arccos(1 / np.sqrt(3))),
        ([0, 0, 1], 2.5 * np.pi),
        ([0.1005, 0.402, 0.5025], BY_HAND["expected"]["angle_index"]["W"]),  # shares are rescaled
    ],
)
def test_angle_index_by_hand(shares, value):
    assert angle_index(np.array([shares]), np.array([3.0, 2.0, 1.0])) == pytest.approx([value], rel=1e-12)


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(StudyError, match="do not sum to 1 in 1 unit-years"):
        angle_index(np.array([[0.2, 0.3, 0.4]]), np.array([3.0, 2.0, 1.0]))


@pytest.mark.parametrize(
    ("max_gap", "scale", "edges", "expected"),
    [
        (3, "linear", "none", [N, 1, 2, 3, 4, 5, 6, N]),
        (2, "linear", "none", [N, 1, N, N, N, 5, 6, N]),
        (3, "log", "none", [N, 1, 5**0.25, 5**0.5, 5**0.75, 5, 6, N]),
        (3, "linear", "hold", [1, 1, 2, 3, 4, 5, 6, 6]),
        (3, "linear", "trend", [0, 1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_gaps_are_filled_as_far_as_asked(max_gap, scale, edges, expected):
    filled = fill(np.array([[N, 1, N, N, N, 5, 6, N]]), max_gap, scale, edges)
    assert filled.values[0] == pytest.approx(expected, nan_ok=True)
    seen = [1, 5, 6]
    assert not (filled.between | filled.beyond)[0, seen].any()


def test_one_value_has_no_trend_and_none_no_neighbour():
    values = np.array([[N, N, 5.0, N], [N, N, N, N]])
    assert np.isnan(fill(values, 3, "linear", "trend").values).sum() == 7
    assert fill(values, 3, "linear", "hold").values[0].tolist() == [5, 5, 5, 5]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_filling_never_changes_a_value_and_a_line_is_restored(data):
    length = data.draw(st.integers(2, 15))
    start, slope = data.draw(st.floats(-50, 50)), data.draw(st.floats(-5, 5))
    line = start + slope * np.arange(length)
    hidden = np.array(data.draw(st.lists(st.booleans(), min_size=length, max_size=length)))
    hidden[[0, -1]] = False
    values = np.where(hidden, N, line)[None, :]
    filled = fill(values, length, "linear", "none")
    assert (filled.values[0][~hidden] == line[~hidden]).all()
    assert filled.values[0] == pytest.approx(line, abs=1e-9)
    assert (filled.between[0] == hidden).all()


def test_a_spike_goes_up_and_back():
    assert spikes(np.array([[1, 10, 1, 1], [1, 10, 10, 10], [9, 1, 8, 8], [1, 2, 1, N]])).tolist() == [
        [False, True, False, False],
        [False, False, False, False],
        [False, True, False, False],
        [False, False, False, False],
    ]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("lag(x)", [N, 1, 2, N, 5, 5]),
        ("lag(x, 2)", [N, N, 1, N, N, 5]),
        ("lead(x)", [2, 4, N, 5, 10, N]),
        ("diff(x)", [N, 1, 2, N, 0, 5]),
        ("growth(x)", [N, 1, 1, N, 0, 1]),
        ("log(lag(x))", [N, 0, np.log(2), N, np.log(5), np.log(5)]),
        ("deflate(x, p, base=2016)", [2, 2, 2, 5, 5, 10]),
        ("chained(q, base=2016)", [100 / 1.1, 100, 120, 100, 100, 100]),
        ("deflate(x, chained(q, base=2015), base=2015)", [1, 2 / 1.1, 4 / 1.32, 5, 5, 10]),
        ("capital_stock(x, base=2016, depreciation=0.1, growth=0.1)", [N, 10, 13, N, 25, 32.5]),
        ("capital_stock(x, base=2015, depreciation=0.5, initial=2)", [2, 3, 5.5, 10, 10, 15]),
    ],
)
def test_functions_of_a_series(expression, expected):
    panel = series({"x": [1, 2, 4, 5, 5, 10], "p": [50, 100, 200, 100, 100, 100], "q": [N, 110, 120, 7, 100, 100]})
    made = construct(panel, {"y": expression}, (2015, 2017), Account())
    assert made["y"].to_numpy() == pytest.approx(expected, nan_ok=True)


def test_history_gives_lags_and_is_no_part_of_an_index():
    panel = series({"x": [1, 2, 4, 5, 5, 10], "z": [9, 2, 7, 99, 4, 1]})
    made = construct(panel, {"l": "lag(x)", "i": "entropy_index(x, -z)"}, (2016, 2017), Account())
    assert made.loc["a", "l"].tolist()[1:] == [1, 2]
    inside = panel[panel.index.get_level_values("year") >= 2016]
    expected = entropy_index(inside[["x", "z"]].to_numpy() * [1, -1]).scores
    assert made["i"].dropna().to_numpy() == pytest.approx(expected)


def test_new_variables_in_their_order():
    made = construct(series({"x": [1, 2, 3, 4]}), {"y": "2 * x", "z": "y + year"}, (2015, 2016), Account())
    assert made["z"].tolist() == [2017, 2020, 2021, 2024]


def test_winsorizing_pooled_and_by_year():
    panel = pd.DataFrame({"unit": list("abcde") * 2, "year": [2000] * 5 + [2001] * 5, "x": [*range(5), *range(10, 15)]})
    account = Account()
    rule = {"variables": ["x"], "quantiles": (0.25, 0.75), "by": "year"}
    assert winsorize(panel, rule, account)["x"].tolist() == [1, 1, 2, 3, 3, 11, 11, 12, 13, 13]
    assert len(account.audit()) == 4
    assert (
        winsorize(panel, rule | {"by": "pooled"}, Account())["x"].tolist() == [2.25] * 3 + [3, 4, 10, 11] + [11.75] * 3
    )


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


@pytest.mark.parametrize(("text", "code"), [("1", "01"), ("01", "01"), ("01.0", "01"), ("12", "12"), ("3", "")])
def test_lost_zeros_of_codes(text, code):
    states = crosswalk(pd.DataFrame({"fips": ["01", "12"], "name": ["Alabama", "Florida"]}), None, None)
    assert match(text, "", states).code == code


def test_a_county_counts_as_its_city_in_rosters_only(cities):
    assert match("德清县", "", cities, roster=True).code == "330500"


@pytest.mark.parametrize(
    ("unit", "target", "number"),
    [
        ("亿元", "万元", 1e4), ("kt", "万吨", 0.1), ("t", "kt", 1e-3), ("万人", "persons", 1e4),
        ("万千瓦时", "kWh", 1e4), ("㎢", "ha", 100),
        ("ha", "km2", 0.01), ("公顷", "平方公里", 0.01), ("%", "fraction", 0.01), ("亿元/万人", "元/人", 1e4),
    ],
)  # fmt: skip
def test_units_of_measurement(unit, target, number):
    assert factor(unit, target, str(RESOURCES / "units.txt")) == pytest.approx(number, rel=1e-14)


@pytest.mark.parametrize(
    ("unit", "target", "said"),
    [
        ("万元", "t", "measure different things"),
        ("USD", "yuan", "needs its exchange rate as a variable"),
        ("万圆", "yuan", "`万圆` is not known"),
    ],
)
def test_units_that_do_not_convert(unit, target, said):
    with pytest.raises(StudyError, match=said):
        factor(unit, target, str(RESOURCES / "units.txt"))


@settings(max_examples=80, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False, width=64), st.sampled_from(["", "  ", "①", "*"]))
def test_a_number_is_read_back_to_its_last_bit(number, mark):
    parsed = parse_numbers(pd.Series([f"{number!r}{mark}"]), ".", [])
    assert parsed.values.iloc[0] == number
    assert bool(parsed.why.iloc[0]) == bool(mark)


def test_province_and_country_values_reach_every_unit(make):
    files = {
        "prices.csv": "省份,年份,价格\n" + "".join(
            f"{area},{year},{100 + number + year - 2015}\n"
            for number, area in enumerate(["安徽省", "江苏", "山东省", "吉林省"]) for year in range(2015, 2020)
        ),
        "rates.csv": "年份,汇率\n" + "".join(f"{year},{6 + (year - 2015) / 10}\n" for year in range(2015, 2020)),
    }  # fmt: skip
    sources = [
        *make.panel["sources"],
        {"path": "prices.csv", "level": "province", "year": "年份", "columns": {"price": {"header": "价格"}}},
        {"path": "rates.csv", "level": "country", "year": "年份", "columns": {"rate": {"header": "汇率"}}},
    ]
    made = make(files, make.panel | {"sources": sources}, make.crosswalk | {"province": "省份"}).panel
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


def test_attributes_of_the_crosswalk_are_variables(make):
    unit = make.crosswalk | {"attributes": {"capital": "is_provincial_capital", "east": "region4=east"}}
    made = make(unit=unit).panel.drop_duplicates("unit").set_index("unit")
    assert made["capital"].to_dict() == {"340100": 1, "370100": 1, "340200": 0, "341300": 0, "320500": 0, "220200": 0}
    assert made.index[made["east"] == 1].tolist() == ["320500", "370100"]
    with pytest.raises(StudyError, match="write `region4=east` for 1"):
        make(unit=make.crosswalk | {"attributes": {"region": "region4"}})


def test_descriptives_count_what_was_changed(make):
    edited = make.clean["economy.csv"].replace("合肥市,2017,11000,3140", "合肥市,2017,11000,")
    panel = make.panel | {
        "interpolate": {"variables": ["invest"]},
        "variables": {"l_gdp": "log(gdp)"},
        "winsorize": {"variables": ["l_gdp"]},
    }
    made = make({"economy.csv": edited}, panel).descriptives.set_index("variable")
    assert made["imputed"].to_dict() == {"gdp": 0, "invest": 1, "land": 0, "l_gdp": 0}
    assert made["converted"].to_dict() == {"gdp": 30, "invest": 0, "land": 0, "l_gdp": 0}
    assert made["winsorized"].to_dict() == {"gdp": 0, "invest": 0, "land": 0, "l_gdp": 2}
    assert made.loc["gdp", ["unit_of_measurement", "n"]].tolist() == ["亿元", 30]
    assert made.loc["l_gdp", "definition"] == "log(gdp)"


def test_a_filled_value_outside_its_range_breaks_the_contract(make):
    edited = make.clean["economy.csv"].replace("合肥市,2019,12000,3280", "合肥市,2019,12000,")
    source = make.panel["sources"][0]
    columns = source["columns"] | {"invest": {"header": "投资", "range": [3000, 20000]}}
    edited = edited.replace("合肥市,2017,11000,3140", "合肥市,2017,11000,9000")
    rule = {"variables": ["invest"], "edges": "trend"}
    panel = make.panel | {"sources": [source | {"columns": columns}, make.panel["sources"][1]], "interpolate": rule}
    with pytest.raises(StudyError, match="`invest` in the panel: expected a value from 3000 to 20000 in 1 unit-years"):
        make({"economy.csv": edited}, panel)
