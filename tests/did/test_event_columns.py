"""One event study: its terms, its base, its test of leads, and samples that end early."""

import numpy as np
import pytest

from core.errors import StudyError
from did.event_columns import event_column

TIDY = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]


def test_event_times_are_terms_in_their_order_and_the_base_is_zero(panel, column):
    estimates, fact = event_column(panel, "reghdfe", column("score", window=None))
    assert list(estimates) == [*TIDY, "k", "units", "rows", "binned", "base"]
    assert estimates["term"].tolist() == [*(f"reform::{k}" for k in range(-5, 5)), "fin"]
    by_term = estimates.set_index("term")
    base = by_term.loc["reform::-1"]
    assert base["base"] and base["estimate"] == 0 and np.isnan(base["std_error"])
    assert by_term.loc["reform::2", "estimate"] == pytest.approx(1, abs=0.6)
    assert by_term["k"].dropna().tolist() == list(range(-5, 5))
    assert set(fact["tests"]["pretrend"]) == {"terms", "statistic", "df1", "df2", "p_value"}
    assert fact["tests"]["pretrend"]["df1"] == 4
    assert fact["tests"]["pretrend"]["terms"] == ("reform::-5", "reform::-4", "reform::-3", "reform::-2")


def test_another_outcome_has_the_same_event_times(panel, column):
    estimates, _ = event_column(panel, "reghdfe", column("other", "other ~ reform | unit + year", window=None))
    assert estimates["term"].tolist() == [f"reform::{k}" for k in range(-5, 5)]


def test_a_sample_that_ends_early_keeps_the_leads_of_later_cohorts(panel, column):
    estimates, fact = event_column(panel, "reghdfe", column("early", sample="year <= 2014", window=[-3, 1]))
    assert estimates.set_index("k").loc[-2, "units"] == 12
    assert fact["cohorts"] == {2013: 8, 2015: 4}


def test_without_leads_nothing_is_tested(panel, column):
    _, fact = event_column(panel, "reghdfe", column("short", window=[-1, 2]))
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
        event_column(panel, "reghdfe", column("a", sample=sample, window=window))
