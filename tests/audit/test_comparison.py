"""Results of every estimator that has a second voice, beside what it says; two paths from one file, none in common."""

import numpy as np
import pandas as pd
import pytest
from samples import COLUMN, planted

from audit.comparison import TOLERANCE, compared
from audit.files import panel_of
from audit.verdicts import faults
from core.files import write_json
from core.formulas import parse_formula
from core.tables import read_panel, results_of, write_csv
from did.event_columns import event_column
from did.iv_columns import iv_column
from did.matching_columns import matching_column
from did.ols import ols_column
from estimation.columns import fit_columns

FIT = {
    "ols": ols_column,
    "event_study": event_column,
    "iv": iv_column,
    "first_stage": iv_column,
    "matching": matching_column,
}


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """The file of a panel with gaps, missing values, zero weights, texts, a unit of one row and instruments."""
    random = np.random.default_rng(5)
    frame = planted(2, 40, 7, share=0.9)
    size = len(frame)
    hidden = random.normal(size=size)
    frame = frame.assign(
        z1=random.normal(size=size) + frame["x1"],
        z2=random.normal(size=size),
        gap=np.where(random.random(size) < 0.1, np.nan, frame["x2"]),
        some=np.where(random.random(size) < 0.1, 0, frame["w"]),
        area=np.array(["north", "", "NA", "south"])[frame["unit"].str[1:].astype(int) % 4],
        town=random.integers(0, 2, size),
        same=3,
    )
    frame["x"] = 0.6 * frame["z1"] + 0.3 * frame["z2"] + hidden + 0.2 * frame["x1"]
    frame["y"] = frame["y"] / 5 + 0.5 * frame["x"] - hidden
    frame = frame[(frame["unit"] != "u039") | (frame["year"] == 2003)]
    path = tmp_path_factory.mktemp("panel") / "panel.csv"
    write_csv(path, frame.sample(frac=1, random_state=1))
    return path


def audited(panel, folder, estimator, formula, scores=(), **more):
    """The rows of an audit of a column that is fitted and written as in a run."""
    policy = "d" if "d" in parse_formula(formula).all_regressors.regressors else None
    settings = COLUMN | {
        "name": "a",
        "estimator": estimator,
        "formula": formula,
        "policy": policy,
        "ssc": "reghdfe",
        "base": -1,
    }
    settings |= more
    estimates, facts = fit_columns("t", [settings], lambda own: FIT[estimator](read_panel(panel, scores), own))
    write_csv(folder / "t.csv", estimates)
    write_json(folder / "t.json", facts)
    results = results_of([folder / "t.csv"], [folder / "t.json"])
    return compared(panel_of(panel, scores), settings | {"table": "t"}, *results["t", "a"])


def reasons(rows):
    return {row["why"] for row in rows} - {""}


@pytest.mark.parametrize(
    ("formula", "more"),
    [
        ("y ~ x1 + x2", {}),
        ("y ~ d + x1 | unit", {}),
        ("y ~ d + gap | unit + year", {}),
        ("y ~ d + x1 | unit + year", {"weights": "some"}),
        ("y ~ d + x1 | unit + area^year", {"weights": "w"}),
        ("y ~ d + x1 | unit[year] + year", {"weights": "w"}),
        ("y ~ x1 | unit[x2] + area + town^year", {}),
        ("y ~ x1 | unit[town] + area[same] + year", {}),
        ("y ~ d + l(x1) + f(gap) + d(x2) | unit + year", {}),
        ("log(w) ~ i(year, x1, ref=2003) + i(area) + d:x2 | unit", {}),
        ("ihs(y) ~ d*town + max(x1, gap) + abs(x2 > 3) | unit + year", {}),
        ("y ~ d + x1 | unit + year", {"sample": "not (gap > 4) and area not in ['south'] or town"}),
        ("y ~ d + x1 | unit + year", {"sample": "year >= 2002 and area != 'NA'"}),
        ("y ~ d + x1 | unit + year", {"lincom": {"both": "d + x1", "less": "d - x1"}}),
    ],
)
@pytest.mark.parametrize("cluster", ["unit", "region", ["unit", "year"], "none"])
def test_least_squares(panel, tmp_path, formula, more, cluster):
    rows = audited(panel, tmp_path, "ols", formula, cluster=cluster, **more)
    assert not faults(rows)
    assert {row["tolerance"] for row in rows} - {None} == {0, TOLERANCE}
    negative = {"its variance by clusters is negative, or zero but for rounding"}
    assert reasons(rows) <= (negative if cluster == ["unit", "year"] else set())
    assert len(rows) == 1 + 2 * len({(row["term"]) for row in rows} - {"sample"})


@pytest.mark.parametrize("rule", ["CR0", "CR1", "reghdfe", "regress", "linearmodels"])
@pytest.mark.parametrize(
    ("effects", "cluster"),
    [
        ("", "unit"),
        ("| unit", "unit"),
        ("| unit", "year"),
        ("| unit + region^year", ["unit", "region"]),
        ("| unit[year] + year", "unit"),
        ("| unit[year] + year", ["unit", "year"]),
    ],
)
def test_small_sample_rules(panel, tmp_path, rule, effects, cluster):
    rows = audited(panel, tmp_path, "ols", f"y ~ x1 + x2 {effects}", ssc=rule, cluster=cluster)
    assert not faults(rows)


@pytest.mark.parametrize(
    ("estimator", "formula", "more"),
    [
        ("event_study", "y ~ d + x1 | unit + year", {"window": [-2, 3]}),
        ("event_study", "y ~ d | unit + year", {"window": None, "weights": "w"}),
        ("event_study", "y ~ d + x1 | unit + year", {"window": [-3, 2], "base": -2}),
        ("event_study", "y ~ d | unit + year", {"window": [-2, 2], "sample": "year > 2001"}),
        ("iv", "y ~ x1 + gap | unit + year | x ~ z1", {}),
        ("iv", "y ~ 1 | unit + year | x ~ z1 + z2", {"cluster": ["unit", "year"]}),
        ("iv", "y ~ x1 + i(area) | year | x ~ i(region, z1) + l(z2)", {"cluster": "region"}),
        ("iv", "y ~ x1 | year | x ~ z1 + z2", {"cluster": "none"}),
        ("first_stage", "y ~ x1 + gap | unit + year | x ~ z1 + z2", {}),
    ],
)
def test_events_and_instruments(panel, tmp_path, estimator, formula, more):
    rows = audited(panel, tmp_path, estimator, formula, **more)
    assert not faults(rows)
    assert reasons(rows) <= {"base, 0 by definition"}


@pytest.mark.parametrize("rows", ["pre", "yearly", "pooled"])
@pytest.mark.parametrize("use", ["support", "weights"])
@pytest.mark.parametrize("method", ["kernel", "nearest"])
def test_matching(panel, tmp_path, rows, use, method):
    keys = {"on": ["x1", "log(w)"], "method": method, "caliper": None, "bandwidth": 0.2, "neighbours": 2}
    late = "year > 2001" if rows != "pre" else "unit != 'u000'"
    found = audited(panel, tmp_path, "matching", "y ~ d + x2 | unit + year", rows=rows, use=use, sample=late, **keys)
    assert not faults(found) and not reasons(found)
    (score,) = [row for row in found if row["quantity"] == "probability"]
    assert score["term"].startswith("propensity score of u")
    assert 0 < score["theirs"] < 1 and score["difference"] < TOLERANCE


def test_what_has_no_second_voice_says_why(panel, tmp_path, monkeypatch):
    """A base, effects whose parameters are too many, an estimator that the packages lack."""
    rows = audited(panel, tmp_path, "event_study", "y ~ d + x1 | unit + year", window=[-1, 1], sample="year > 2003")
    assert [row["term"] for row in rows if row["why"] == "base, 0 by definition"] == ["d::-1"]
    monkeypatch.setattr("audit.packages.MOST", 20)
    rows = audited(panel, tmp_path, "ols", "y ~ x1 | unit[year] + region^year", ssc="regress")
    assert [row["quantity"] for row in rows if row["theirs"] is None] == ["std_error"]
    assert reasons(rows) == {"the parameters of 99 groups of effects are too many to be counted"}
    own = {"table": "t", "name": "a", "estimator": "gmm"}
    (row,) = compared(pd.DataFrame(), own, pd.DataFrame(), {})
    assert row["theirs"] is None and row["why"] == "neither linearmodels nor statsmodels has the estimator gmm"


@pytest.mark.parametrize("share", [1e-2, 1e-4, 1e-6])
def test_nearly_collinear_terms_agree_as_long_as_linearmodels_takes_them(panel, tmp_path, share):
    frame = read_panel(panel, [])
    write_csv(tmp_path / "panel.csv", frame.assign(near=frame["x1"] + share * frame["z2"]))
    rows = audited(tmp_path / "panel.csv", tmp_path, "ols", "y ~ x1 + near | unit + year", weights="w")
    assert not faults(rows)
    if share == 1e-6:
        assert reasons(rows) == {"linearmodels takes one of the terms for collinear: less than 1e-5 of it is left"}
        assert [row["theirs"] for row in rows] == [None] * 4
    else:
        assert not reasons(rows) and max(row["tolerance"] for row in rows) == TOLERANCE


@pytest.mark.parametrize(("share", "tolerance"), [(1e-5, TOLERANCE), (1e-8, 1e-5)])
def test_an_outcome_that_is_nearly_reproduced_has_the_tolerance_that_rounding_needs(panel, tmp_path, share, tolerance):
    """Errors are what is left of the outcome, and as much larger relative to it is the rounding of the outcome."""
    frame = read_panel(panel, [])
    write_csv(tmp_path / "panel.csv", frame.assign(sum=frame["x1"] - 2 * frame["x2"] + share * frame["z2"]))
    rows = audited(tmp_path / "panel.csv", tmp_path, "ols", "sum ~ x1 + x2 | unit + year")
    assert not faults(rows) and not reasons(rows)
    assert TOLERANCE <= max(row["tolerance"] for row in rows) <= tolerance
