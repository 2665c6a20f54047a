"""One event study: its terms, its base, its test of leads, and samples that end early."""

import numpy as np
import pytest
from samples import fit_from

from core.errors import StudyError
from did.event_columns import event_column

TIDY = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
EVENT = ["k", "units", "rows", "binned", "base", "band_low", "band_high"]
TEST = {"terms", "statistic", "df1", "df2", "p_value", "detectable_slope", "equivalence_bound"}


def test_event_times_are_terms_in_their_order_and_the_base_is_zero(panel, column):
    estimates, fact = event_column(panel, column("score", window=None))
    assert list(estimates) == [*TIDY, *EVENT]
    assert estimates["term"].tolist() == [*(f"reform::{k}" for k in range(-5, 5)), "fin"]
    by_term = estimates.set_index("term")
    base = by_term.loc["reform::-1"]
    assert base["base"] and base["estimate"] == 0 and np.isnan(base["std_error"])
    assert by_term.loc["reform::2", "estimate"] == pytest.approx(1, abs=0.6)
    assert by_term["k"].dropna().tolist() == list(range(-5, 5))
    assert set(fact["tests"]["pretrend"]) == TEST
    assert fact["tests"]["pretrend"]["df1"] == 4
    assert fact["tests"]["pretrend"]["terms"] == ("reform::-5", "reform::-4", "reform::-3", "reform::-2")


def test_the_covariance_is_of_the_event_times_that_were_estimated(panel, column):
    estimates, fact = event_column(panel, column("a", window=[-3, 2]))
    seen = estimates[estimates["k"].notna() & ~estimates["base"]]
    assert fact["covariance"]["terms"] == seen["term"].tolist()
    covariance = np.array(fact["covariance"]["values"])
    np.testing.assert_allclose(np.sqrt(np.diag(covariance)), seen["std_error"], rtol=1e-12)
    leads = seen[seen["k"] < -1]
    statistic = leads["estimate"] @ np.linalg.solve(covariance[:2, :2], leads["estimate"]) / 2
    assert fact["tests"]["pretrend"]["statistic"] == pytest.approx(statistic, rel=1e-10)
    margin = fact["bands"]["critical_value"] * seen["std_error"]
    np.testing.assert_allclose(seen["band_high"] - seen["estimate"], margin, rtol=1e-10)
    assert estimates[estimates["base"]]["band_low"].isna().all()
    assert estimates.set_index("term").loc["fin", ["band_low", "band_high"]].isna().all()


def test_another_base_moves_all_effects_alike_and_a_treated_one_tests_no_leads(panel, column):
    usual, fact = event_column(panel, column("a", window=[-3, 2]))
    usual = usual[usual["k"].notna()].set_index("k")["estimate"]
    for base in (-2, 0):
        other, changed = event_column(panel, column("a", window=[-3, 2], base=base))
        moved = other[other["k"].notna()].set_index("k")["estimate"]
        np.testing.assert_allclose(moved, usual - usual[base], rtol=1e-9, atol=1e-12)
    assert changed["tests"] == {}
    assert [warning for warning in changed["warnings"] if "pre-trends" in warning] == [
        "the base 0 is a treated year: all effects are differences from the effect of that year, and pre-trends are "
        "not tested"
    ]
    _, earlier = event_column(panel, column("a", window=[-3, 2], base=-2))
    assert earlier["tests"]["pretrend"]["terms"] == ("reform::-3", "reform::-1")
    np.testing.assert_allclose(
        earlier["tests"]["pretrend"]["detectable_slope"], fact["tests"]["pretrend"]["detectable_slope"], rtol=1e-9
    )  # the same two restrictions, and the same straight trends


def test_straight_trends_are_not_told_from_two_bases(panel, column):
    treated = panel[panel["reform"].groupby(panel["unit"]).transform("max") == 1]
    _, fact = event_column(treated, column("a", window=[-3, 1]))
    assert fact["tests"]["pretrend"]["detectable_slope"] is None
    assert fact["tests"]["pretrend"]["equivalence_bound"] > 0


def test_another_outcome_has_the_same_event_times(panel, column):
    estimates, _ = event_column(panel, column("other", "other ~ reform | unit + year", window=None))
    assert estimates["term"].tolist() == [f"reform::{k}" for k in range(-5, 5)]


def test_a_sample_that_ends_early_keeps_the_leads_of_later_cohorts(panel, column):
    estimates, fact = event_column(panel, column("early", sample="year <= 2014", window=[-3, 1]))
    assert estimates.set_index("k").loc[-2, "units"] == 12
    assert fact["cohorts"] == {2013: 8, 2015: 4}


def test_without_leads_nothing_is_tested(panel, column):
    _, fact = event_column(panel, column("short", window=[-1, 2]))
    assert fact["tests"] == {}
    assert "no lead before the base: pre-trends are not tested" in fact["warnings"]


@pytest.mark.parametrize(
    ("sample", "window", "message"),
    [
        ("year >= 2015", [-2, 2], "relative year -2"),
        (None, [-5, 6], "relative year 5"),
        (None, [0, 3], "contain the base"),
        ("year < 2013", None, "no unit is treated"),
    ],
)
def test_windows_and_samples_that_cannot_be_are_refused(panel, column, sample, window, message):
    with pytest.raises(StudyError, match=message):
        event_column(panel, column("a", sample=sample, window=window))


def test_dummies_of_the_policy_beside_its_event_times_are_refused(panel, column):
    with pytest.raises(StudyError, match=r"`reform::1` is an event time of `reform` and also a term of `i\(reform\)`"):
        event_column(panel, column("a", "score ~ reform + i(reform) | unit + year", window=[-2, 2]))


def test_rows_without_a_policy_leave_and_starts_are_those_of_the_panel(panel, column):
    holed = panel.assign(reform=panel["reform"].where((panel["year"] != 2010) | (panel["unit"] != "u1")))
    estimates, fact = event_column(holed, column("a", window=[-3, 2]))
    kept, _ = event_column(holed.dropna(subset=["reform"]), column("a", window=[-3, 2]))
    np.testing.assert_array_equal(estimates["estimate"], kept["estimate"])
    assert fact["dropped"] == {"missing": {"reform": 1}}
    assert estimates.set_index("k").loc[-3, "rows"] == 12 + 8 * 0 + 4 * 2 - 1
    with pytest.raises(StudyError, match="`reform` is missing in 1 of 192 unit-years: u1 2010"):
        event_column(holed, column("a", window=[-3, 2], missing="refuse"))


def test_event_studies_are_weighted_and_clustered_as_columns_are(panel, column):
    panel = panel.drop(panel.index[:9]).assign(
        region=lambda f: f["unit"].str[1:].astype(int) % 8, w=lambda f: f["fin"] ** 2
    )
    settings = column("a", "score ~ reform + fin | unit + year", window=[-3, 2], cluster="region", weights="w")
    estimates, fact = event_column(panel, settings)
    first = panel[panel["reform"] == 1].groupby("unit")["year"].min()
    relative = (panel["year"] - panel["unit"].map(first)).clip(-3, 2)
    names = {k: f"e{k + 3}" for k in (-3, -2, 0, 1, 2)}
    dummies = panel.assign(**{name: (relative == k).astype(float) for k, name in names.items()})
    text = f"score ~ {' + '.join(names.values())} + fin | unit + year"
    fit = fit_from(dummies, text, clusters=["region"], weights="w")
    shown = estimates[~estimates["base"]]
    np.testing.assert_allclose(shown["estimate"], fit.coefficients, rtol=1e-10)
    np.testing.assert_allclose(shown["std_error"], fit.std_errors, rtol=1e-10)
    assert (fact["n_clusters"], fact["weights"]) == (8, "w")


def test_an_event_time_that_says_nothing_new_has_no_estimate(panel, column):
    late = panel.assign(late=((panel["reform"] == 1) & (panel["year"] == 2017)).astype(float))
    early = late["unit"].isin([f"u{i}" for i in range(8)])
    panel = late[early | (late["reform"].groupby(late["unit"]).transform("max") == 0)]
    estimates, fact = event_column(panel, column("a", "score ~ reform + late | unit + year", window=[-3, 4]))
    assert estimates["term"].tolist()[-1] == "reform::4"
    assert any("`late` is collinear with `reform::4`" in warning for warning in fact["warnings"])
