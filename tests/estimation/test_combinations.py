"""Joint tests and sums of coefficients, against dummies in statsmodels and against the model written otherwise."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from samples import fit_from, planted

from core.errors import StudyError
from estimation.combinations import coefficients_of, combinations

EXACT = 1e-9  # relative: two ways of computing the same least squares


@pytest.fixture(scope="module")
def panel():
    panel = planted(5, n_units=24, n_years=7, share=0.9)
    return panel.assign(large=(panel["unit"].str[1:].astype(int) % 3 == 0).astype(float))


def asked(fit, test=None, lincom=None):
    return combinations(coefficients_of(fit), {"test": test or {}, "lincom": lincom or {}})


def test_sums_and_joint_tests_are_those_of_least_squares_with_dummies(panel):
    fit = fit_from(panel, "y ~ d + x1 + x2 | unit + year", "regress", clusters=["unit"])
    found, said = asked(fit, {"Both": ["x1", "x2"]}, {"Sum": "d + x1", "Difference": "x1 - x2"})
    dummies = pd.get_dummies(panel[["unit", "year"]].astype(str), drop_first=True).astype(float)
    regressors = sm.add_constant(pd.concat([panel[["d", "x1", "x2"]], dummies], axis=1))
    clusters = {"groups": pd.factorize(panel["unit"])[0]}
    voice = sm.OLS(panel["y"], regressors).fit(cov_type="cluster", cov_kwds=clusters, use_t=True)
    joint = voice.f_test("x1 = 0, x2 = 0")
    assert found["tests"]["Both"]["statistic"] == pytest.approx(float(joint.fvalue), rel=EXACT)
    assert found["tests"]["Both"]["p_value"] == pytest.approx(float(joint.pvalue), rel=1e-7)
    for name, contrast in (("Sum", "d + x1 = 0"), ("Difference", "x1 - x2 = 0")):
        one, other = found["lincom"][name], voice.t_test(contrast)
        assert one["estimate"] == pytest.approx(other.effect[0], rel=EXACT)
        assert one["std_error"] == pytest.approx(other.sd[0, 0], rel=EXACT)
        assert one["p_value"] == pytest.approx(float(other.pvalue), rel=1e-7)
        assert (one["conf_low"], one["conf_high"]) == pytest.approx(tuple(other.conf_int()[0]), rel=1e-7)
    assert said == []


def test_an_effect_and_its_interaction_add_up_to_the_effect_in_the_group(panel):
    panel = panel.assign(d_large=panel["d"] * panel["large"], d_small=panel["d"] * (1 - panel["large"]))
    found, _ = asked(
        fit_from(panel, "y ~ d + d:large | unit + year", clusters=["unit"]),
        {"One": ["d:large"]},
        {"Large": "d + d:large"},
    )
    apart = fit_from(panel, "y ~ d_small + d_large | unit + year", clusters=["unit"])
    assert found["lincom"]["Large"]["estimate"] == pytest.approx(apart.coefficients[1], rel=EXACT)
    assert found["lincom"]["Large"]["std_error"] == pytest.approx(apart.std_errors[1], rel=EXACT)
    difference, _ = asked(apart, lincom={"D": "d_large - d_small"})
    statistic = difference["lincom"]["D"]["statistic"]
    assert found["tests"]["One"]["statistic"] == pytest.approx(statistic**2, rel=EXACT)
    assert found["tests"]["One"]["p_value"] == pytest.approx(difference["lincom"]["D"]["p_value"], rel=1e-8)


def test_what_is_left_out_as_collinear_counts_nothing_and_is_said(panel):
    """All treated units are large, so the product says what the policy says."""
    treated = panel.groupby("unit")["d"].transform("max")
    panel = panel.assign(large=np.maximum(panel["large"], treated), twice=2 * panel["x1"])
    text = "y ~ d + d:large + x1 + twice | unit + year"
    fit = fit_from(panel, text, clusters=["unit"], wanted=("d",))
    found, said = asked(fit, {"Both": ["x1", "twice"], "None": ["twice"]}, {"Large": "d + d:large"})
    plain = fit_from(panel, "y ~ d + x1 | unit + year", clusters=["unit"])
    alone, _ = asked(plain, {"Both": ["x1"]}, {"Large": "d"})
    assert fit.lost[0].said(()).startswith("is collinear with `d`")
    for key in ("estimate", "std_error", "p_value"):
        assert found["lincom"]["Large"][key] == pytest.approx(alone["lincom"]["Large"][key], rel=EXACT)
    assert found["lincom"]["Large"]["left_out"] == ["d:large"]
    assert found["tests"]["Both"]["statistic"] == pytest.approx(alone["tests"]["Both"]["statistic"], rel=EXACT)
    assert (found["tests"]["None"]["statistic"], found["tests"]["None"]["p_value"]) == (None, None)
    assert said == [
        "Both: tested without `twice`, left out as collinear",
        "None: not tested, since `twice` of it was left out as collinear",
        "Large: `d:large` was left out as collinear and counts 0 in the sum",
    ]


def test_a_coefficient_that_there_is_not_is_refused(panel):
    fit = fit_from(panel, "y ~ d + x1 | unit + year", clusters=["unit"])
    with pytest.raises(StudyError, match=r"`lincom.S`: there is no coefficient `d::0`; allowed: `d`, `x1`"):
        asked(fit, lincom={"S": "d::0 + x1"})
