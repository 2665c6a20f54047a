"""Two-stage least squares against Stata's ivreg2 and linearmodels, and the tests of instruments by hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linearmodels.datasets import card
from linearmodels.iv import IV2SLS, IVGMM
from samples import planted

from core.errors import StudyError
from core.formulas import parse_formula
from did.instruments import anderson_rubin, confidence_set, parts_of, strength, two_stages
from did.iv_columns import iv_column
from estimation.sample import sample_of_column

CASES = json.loads((Path(__file__).parent / "reference" / "card_iv_stata.json").read_text())["cases"]
FIRST = "lwage ~ exper + expersq + black + south | educ ~ nearc4"
THIRD = "lwage ~ exper + black + south + smsa + i(married) | educ ~ nearc4"
PRINTED = 5e-4  # absolute, of numbers printed with three decimals or more


@pytest.fixture(scope="module")
def schooling():
    data = card.load().dropna(subset=["lwage"]).reset_index(drop=True)
    person = [f"p{number:04d}" for number in range(len(data))]
    in_stata = data["lwage"].astype("float32").astype(float)  # a float there
    return data.assign(unit=person, year=2000, person=person, lwage=in_stata)


@pytest.fixture(scope="module")
def panel():
    """An endogenous regressor x, instruments z1 and z2, serially correlated within units, gaps."""
    random = np.random.default_rng(8)
    frame = planted(4, 40, 6, share=0.95)
    hidden = random.normal(size=len(frame))
    frame = frame.assign(z1=random.normal(size=len(frame)) + frame["x1"], z2=random.normal(size=len(frame)))
    frame["x"] = 0.6 * frame["z1"] + 0.3 * frame["z2"] + hidden + 0.2 * frame["x1"]
    frame["y"] = 0.5 * frame["x"] + frame["x1"] - hidden + frame["y"] / 5
    return frame


def settings(formula, cluster="unit", estimator="iv", **more):
    own = {"name": "a", "formula": formula, "cluster": cluster, "estimator": estimator, "policy": None}
    return own | {"sample": None, "missing": "drop", "ssc": "CR0"} | more


def stages(frame, formula, cluster="unit"):
    sample = sample_of_column(frame, settings(formula, cluster))
    return two_stages(sample, parts_of(sample, parse_formula(formula)), "CR0")


@pytest.mark.parametrize(("formula", "case", "close"), [(FIRST, 0, {"rel": 1e-9}), (THIRD, 2, {"abs": PRINTED})])
def test_stata_with_robust_errors(schooling, formula, case, close):
    """Every person is a cluster; the printed case has F and LM with three decimals."""
    expected = CASES[case]
    table, facts = iv_column(schooling, settings(formula, "person"))
    assert facts["n_obs"] == expected["N"]
    educ = table.set_index("term").loc["educ"]
    assert [educ["estimate"], educ["std_error"]] == [pytest.approx(value, **close) for value in expected["educ"]]
    found = facts["fitstat"]
    assert found["kp_lm"]["statistic"] == pytest.approx(expected["idstat_rk_LM"], **close)
    assert found["kp_f"] == pytest.approx(expected["widstat_rk_F"], **close)
    assert found["cd_f"] == pytest.approx(expected["cdf"], **close)
    assert found["hansen"] is None and found["instruments"] == 1


def test_stata_with_two_clusters(schooling):
    """There one parameter more is absorbed than here, in F alone."""
    found = stages(schooling, FIRST, "smsa66")
    rows = len(found.regressor)
    one_more = (rows - found.counted - 1) / (rows - found.counted)
    tests = strength(found)
    assert tests["kp_lm"]["statistic"] == pytest.approx(CASES[1]["idstat_rk_LM"], rel=1e-9)
    assert tests["kp_f"] * one_more == pytest.approx(CASES[1]["widstat_rk_F"], rel=1e-9)
    assert tests["cd_f"] * one_more * rows / (rows - 1) == pytest.approx(CASES[1]["cdf"], rel=1e-3)


@pytest.mark.parametrize("cluster", ["unit", "region", "none"])
@pytest.mark.parametrize("instruments", ["z1", "z1 + z2"])
def test_linearmodels_with_explicit_dummies(panel, instruments, cluster):
    table, facts = iv_column(panel, settings(f"y ~ x1 | unit + year | x ~ {instruments}", cluster))
    dummies = pd.get_dummies(panel[["unit", "year"]].astype(str), dtype=float, drop_first=True).assign(
        one=1.0, x1=panel["x1"]
    )
    z = panel[instruments.split(" + ")]
    kind = {"cov_type": "unadjusted"}
    if cluster != "none":
        kind = {"cov_type": "clustered", "clusters": panel[cluster].astype("category").cat.codes, "debiased": False}
    other = IV2SLS(panel["y"], dummies, panel[["x"]], z).fit(**kind)
    own = table.set_index("term")
    np.testing.assert_allclose(own["estimate"], other.params[["x", "x1"]], rtol=1e-8)
    error = own["std_error"] / np.sqrt(facts["ssc"]["factor"])
    np.testing.assert_allclose(error, other.std_errors[["x", "x1"]], rtol=1e-8)


@pytest.mark.parametrize("cluster", ["unit", "none"])
def test_hansens_j_is_that_of_two_step_gmm(panel, cluster):
    found = strength(stages(panel, "y ~ x1 | unit + year | x ~ z1 + z2", cluster))["hansen"]
    dummies = pd.get_dummies(panel[["unit", "year"]].astype(str), dtype=float, drop_first=True).assign(
        one=1.0, x1=panel["x1"]
    )
    kind = {"weight_type": "unadjusted"}
    if cluster != "none":
        net = [
            panel[name] - dummies @ np.linalg.lstsq(dummies, panel[name], rcond=None)[0]
            for name in ("y", "x", "z1", "z2")
        ]
        y, x, *z = net
        kind = {"weight_type": "clustered", "clusters": panel["unit"].astype("category").cat.codes, "center": False}
        other = IVGMM(y, None, x.to_frame("x"), pd.concat(z, axis=1), **kind).fit(iter_limit=2)
    else:
        other = IVGMM(panel["y"], dummies, panel[["x"]], panel[["z1", "z2"]], **kind).fit(iter_limit=2)
    assert found["df"] == 1
    assert found["statistic"] == pytest.approx(other.j_stat.stat, rel=1e-6)


def test_tests_of_one_instrument_are_one_test(panel):
    """With one instrument the effective F is the rk F, and without clusters the Cragg-Donald F is too."""
    found = strength(stages(panel, "y ~ x1 | unit + year | x ~ z1"))
    assert found["effective_f"]["statistic"] == pytest.approx(found["kp_f"])
    assert found["effective_f"]["critical"] == pytest.approx(23.1085, abs=1e-4)  # Montiel Olea and Pflueger, table 1
    plain = strength(stages(panel, "y ~ x1 | unit + year | x ~ z1", "none"))
    assert plain["kp_f"] == pytest.approx(plain["cd_f"])


@pytest.mark.parametrize(
    "formula",
    ["y ~ x1 | unit + year | x ~ z1", "y ~ x1 | unit + year | x ~ z1 + z2", "y ~ x1 | unit + year | x ~ w + region:x2"],
)
def test_the_set_of_anderson_and_rubin_is_where_the_statistic_is_small(panel, formula):
    found = stages(panel, formula)
    bound = {1: 3.841458820694124, 2: 5.991464547107979}[found.instruments.shape[1]]
    whole = confidence_set(found)
    values = np.concatenate([np.linspace(-30, 30, 401), [-1e6, 1e6]])
    inside = np.array([any(low <= value <= high for low, high in whole) for value in values])
    np.testing.assert_array_equal(inside, [anderson_rubin(found, value) <= bound for value in values])
    for end in np.array(whole).ravel():
        if np.isfinite(end):
            assert anderson_rubin(found, end) == pytest.approx(bound, rel=1e-6)
    if formula.endswith("z1"):
        assert any(low < found.fit.coefficients[0] < high for low, high in whole)


def test_weak_instruments_have_an_unbounded_set_and_contradicting_ones_an_empty_one(panel):
    noise = np.random.default_rng(1)
    weak = panel.assign(z=noise.normal(size=len(panel)))
    _, facts = iv_column(weak, settings("y ~ x1 | unit + year | x ~ z"))
    assert any("unbounded" in warning for warning in facts["warnings"])
    assert any("below 23.11" in warning for warning in facts["warnings"])
    against = panel.assign(v1=panel["x"] + 0.01 * panel["z1"], v2=panel["y"] + 0.01 * panel["z2"])
    _, facts = iv_column(against, settings("y ~ x1 | unit + year | x ~ v1 + v2"))
    assert any("is empty: the instruments contradict each other" in warning for warning in facts["warnings"])


def test_the_first_stage_has_the_rows_of_the_second(panel):
    holed = panel.assign(y=panel["y"].mask(panel["year"] == 2003))
    formula = "y ~ x1 | unit + year | x ~ z1 + z2"
    _, second = iv_column(holed, settings(formula))
    table, first = iv_column(holed, settings(formula, estimator="first_stage"))
    assert (first["n_obs"], first["outcome"]) == (second["n_obs"], "x")
    assert table["term"].tolist() == ["z1", "z2", "x1"]
    assert first["fitstat"]["kp_f"] == second["fitstat"]["kp_f"]
    assert set(first["tests"]["Instruments"]["terms"]) == {"z1", "z2"}


def test_collinear_terms_are_left_out_by_name_and_too_few_refused(panel):
    double = panel.assign(z3=panel["z1"] * 2, c=panel["x1"] + panel["z1"], fixed=panel["region"] + 1)
    _, facts = iv_column(double, settings("y ~ x1 | unit + year | x ~ z1 + z3"))
    assert facts["instruments"] == ["z1"]
    assert any(warning.startswith("`z3` is collinear with `z1`") for warning in facts["warnings"])
    with pytest.raises(StudyError, match="no instrument says anything beside the effects and the other terms: `fixed`"):
        iv_column(double, settings("y ~ x1 | unit + year | x ~ fixed"))
    with pytest.raises(StudyError, match="`c` is collinear with `x1`, `z1`"):
        iv_column(double, settings("y ~ x1 + z1 | unit + year | c ~ z2"))
    few = panel.assign(half=(panel["unit"] > "u020").astype(int))
    _, facts = iv_column(few, settings("y ~ x1 | unit + year | x ~ z1 + z2", "half"))
    assert facts["fitstat"]["kp_f"] is None
    assert any("does not exist: its variance is singular" in warning for warning in facts["warnings"])


def test_slopes_by_value_are_instruments_each(panel):
    _, facts = iv_column(panel, settings("y ~ x1 | unit + year | x ~ i(year, z1)"))
    assert facts["instruments"] == [f"year::{year}:z1" for year in range(2000, 2006)]
