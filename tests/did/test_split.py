"""Effects in groups, against the column fitted on each group and the interacted model with dummies in statsmodels."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from core.errors import StudyError
from core.files import read_json
from core.tables import read_csv
from did.ols import ols_column
from did.split import effects_by_group
from did.tabulate_split import tabulate_split

SIDES = {0: "east", 1: "north", 2: "west"}


@pytest.fixture
def sided(panel):
    """Two groups as numbers, three as text; the effect is twice as large where `large` is 1."""
    number = panel["unit"].str[1:].astype(int)
    panel = panel.assign(large=(number % 2).astype(float), side=(number % 3).map(SIDES), people=number + 1.0)
    return panel.assign(score=panel["score"] + panel["reform"] * panel["large"])


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        ("score ~ reform + fin | unit + year", {}),
        ("score ~ reform + fin | unit + year", {"weights": "people", "ssc": "regress", "sample": "year > 2010"}),
        ("score ~ fin + reform | unit[year] + year", {"ssc": "CR1"}),
        ("score ~ reform", {}),
    ],
)
def test_each_group_is_the_column_on_its_own_sample(sided, column, formula, more):
    settings = column("a", formula, **more)
    rows, tests, _ = effects_by_group(sided, "large", settings)
    assert rows["group"].tolist() == ["0", "1", "1 − 0"] and tests == {}
    for at, value in enumerate((0, 1)):
        estimates, facts = ols_column(sided[sided["large"] == value], settings)
        own = estimates.set_index("term").loc["reform"]
        pd.testing.assert_series_equal(rows.loc[at, own.index].astype(float), own.astype(float), check_names=False)
        assert rows.loc[at, ["n_obs", "n_units", "n_clusters", "treated_units"]].tolist() == [
            facts[key] for key in ("n_obs", "n_units", "n_clusters", "treated_units")
        ]
    assert rows["estimate"][2] == pytest.approx(rows["estimate"][1] - rows["estimate"][0], rel=1e-9)


def test_the_difference_is_tested_in_the_fully_interacted_model(sided, column):
    rows, _, _ = effects_by_group(sided, "large", column("a", ssc="regress"))
    apart = [sided[name] * (sided["large"] == value) for value in (0, 1) for name in ("reform", "fin")]
    cells = pd.DataFrame({"unit": sided["unit"], "year": sided["year"].astype(str) + sided["large"].astype(str)})
    redundant = [f"year_2010{value}" for value in ("0.0", "1.0")]
    dummies = pd.get_dummies(cells).drop(columns=redundant).to_numpy(dtype=float)
    clusters = {"groups": pd.factorize(sided["unit"])[0]}
    design = np.column_stack([*apart, dummies])
    voice = sm.OLS(sided["score"], design).fit(cov_type="cluster", cov_kwds=clusters, use_t=True)
    test = voice.t_test(np.eye(design.shape[1])[2] - np.eye(design.shape[1])[0])
    difference = rows.iloc[2]
    assert difference["estimate"] == pytest.approx(test.effect[0], rel=1e-9)
    assert difference["std_error"] == pytest.approx(test.sd[0, 0], rel=1e-9)
    assert difference["p_value"] == pytest.approx(float(test.pvalue), rel=1e-7)


def test_several_groups_have_a_joint_test_and_clusters_may_span_groups(sided, column, tmp_path):
    sided.to_csv(tmp_path / "panel.csv", index=False)
    settings = column("a", cluster="people")
    tabulate_split(tmp_path / "panel.csv", [], tmp_path / "t.csv", tmp_path / "t.json", "side", settings)
    rows, layout = read_csv(tmp_path / "t.csv"), read_json(tmp_path / "t.json")
    assert rows["group"].tolist() == ["east", "north", "west", "north − east", "west − east"]
    test = layout["tests"]["equal"]
    assert (test["df1"], test["df2"]) == (2, 23)
    assert f"F(2, 23) = {test['statistic']:.4f}" in layout["notes"][1]
    assert "clustered by people" in layout["notes"][0]
    assert any(text.startswith("side east: 8 clusters of `people`, 4 of them treated") for text in layout["warnings"])
    assert rows["n_obs"].isna().tolist() == [False] * 3 + [True] * 2


def test_rows_without_a_group_are_in_none_and_said(sided, column):
    gaps = sided.assign(side=sided["side"].where(sided["unit"] != "u3"))
    rows, _, said = effects_by_group(gaps, "side", column("a"))
    assert rows["n_units"].tolist()[:3] == [7, 8, 8]
    assert said[-1] == "left out 8 rows without side"


@pytest.mark.parametrize(
    ("change", "more", "message"),
    [
        ({"side": lambda f: np.where(f["year"] > 2012, "east", f["side"])}, {}, "`side` varies over time in 16 units"),
        ({"side": lambda f: np.where(f.groupby("unit")["reform"].transform("max"), "east", "west")}, {},
         "the group of `side` west: policy `reform`: no unit is treated in this sample"),
        ({"reform": lambda f: np.where(f["side"] == "north", f["year"] > 2012, f["reform"]).astype(int)}, {},
         "the group of `side` north: policy `reform`: all 8 units are treated at once, in 2013"),
        ({}, {"sample": "side != 'west'"}, "the group of `side` west: sample `side != 'west'` keeps no unit-year"),
        ({"side": "east"}, {}, "`side` has 1 values; a split has 2 to 12 groups"),
        ({"side": lambda f: f["unit"]}, {}, "`side` has 24 values"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(sided, column, change, more, message):
    with pytest.raises(StudyError, match=message):
        effects_by_group(sided.assign(**change), "side", column("a", **more))
