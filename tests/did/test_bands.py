"""Simultaneous bands, the power of the test of the leads, and the equivalence of the leads."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, f, multivariate_normal, multivariate_t, ncf, ncx2, norm, t

from did.bands import critical_value, with_bands
from did.event_facts import NO_BANDS, judged
from did.leads import detectable_slope, equivalence_bound

# Quantiles are means over directions that are spread evenly: off by less than .001.
CLOSE = {"abs": 1e-3}


@pytest.fixture(scope="module")
def correlation():
    draws = np.random.default_rng(3).normal(size=(6, 9))
    covariance = draws @ draws.T
    return covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))


@pytest.mark.parametrize("size", [1, 2, 5, 10])
def test_of_independent_variables_it_is_the_quantile_of_sidak(size):
    assert critical_value(np.eye(size), None) == pytest.approx(norm.ppf((1 + 0.95 ** (1 / size)) / 2), **CLOSE)


@pytest.mark.parametrize("df", [None, 4, 49])
def test_of_equal_variables_it_is_that_of_one(df):
    one = norm.ppf(0.975) if df is None else t.ppf(0.975, df)
    assert critical_value(np.ones((3, 3)), df) == pytest.approx(one, rel=1e-9)


@pytest.mark.parametrize("df", [None, 12])
def test_all_variables_lie_within_with_probability_95(correlation, df):
    size = critical_value(correlation, df)
    law = multivariate_normal(np.zeros(6), correlation) if df is None else multivariate_t(np.zeros(6), correlation, df)
    inside = law.cdf([size] * 6, lower_limit=[-size] * 6)
    assert inside == pytest.approx(0.95, abs=5e-4)  # their integral is by draws
    assert size > (norm.ppf(0.975) if df is None else t.ppf(0.975, df))


def table(errors):
    rows = {"term": [f"d::{k}" for k in (-3, -2, 0)], "estimate": [0.1, -0.3, 0.8], "std_error": errors}
    return pd.DataFrame(rows)


def test_terms_without_an_error_have_no_band():
    covariance = {"terms": ["d::-3", "d::-2", "d::0"], "values": np.diag([0.04, 0, 0.01]).tolist()}
    found, bands = with_bands(table([0.2, np.nan, 0.1]), covariance, 30)
    assert bands["terms"] == ["d::-3", "d::0"]
    assert found["band_low"].isna().tolist() == [False, True, False]
    assert found["band_low"][0] == pytest.approx(0.1 - 0.2 * bands["critical_value"])


def test_a_covariance_that_is_not_positive_has_no_bands_and_says_so():
    values = [[0.04, 0.05, 0], [0.05, 0.04, 0], [0, 0, 0.01]]
    fact = {
        "covariance": {"terms": ["d::-3", "d::-2", "d::0"], "values": values},
        "df": 30,
        "tests": {},
        "warnings": [],
    }
    found, fact = judged(table([0.2, 0.2, 0.1]), fact, None)
    assert fact["bands"] is None and fact["warnings"] == [NO_BANDS]
    assert found["band_high"].isna().all()


@pytest.mark.parametrize("df2", [None, 20])
def test_a_trend_of_the_detectable_slope_is_found_with_power_80(correlation, df2):
    covariance, years = 0.01 * correlation[:3, :3], np.array([-4, -3, -1.0])
    test = {"terms": ["a", "b", "c"], "statistic": 1.0, "df1": 3, "df2": df2}
    slope = detectable_slope(test, {"terms": ["a", "b", "c"], "values": covariance.tolist()}, years)
    away = slope**2 * years @ np.linalg.solve(covariance, years)
    power = ncx2.sf(chi2.ppf(0.95, 3), 3, away) if df2 is None else ncf.sf(f.ppf(0.95, 3, 20), 3, 20, away)
    assert power == pytest.approx(0.8, abs=1e-6)
    assert detectable_slope(test | {"statistic": None}, {}, years) is None


@pytest.mark.parametrize("df", [None, 20])
def test_at_the_equivalence_bound_the_worst_of_the_one_sided_tests_is_at_5_percent(df):
    estimates, errors = np.array([0.1, -0.3, 0.2]), np.array([0.2, 0.05, 0.01])
    bound = equivalence_bound(estimates, errors, df)
    law = norm if df is None else t(df)
    p_values = [law.sf((bound - sign * b) / e) for b, e in zip(estimates, errors, strict=True) for sign in (1, -1)]
    assert max(p_values) == pytest.approx(0.05, abs=1e-9)
    assert equivalence_bound(estimates, np.array([0.2, np.nan, 0.1]), df) is None
