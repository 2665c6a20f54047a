"""The table of placebo tests: a row each, and every printed cell is a column of it."""

from core.grids import keys
from placebo.verdicts import COLUMNS, layout, remarks, verdict, verdicts_in_time

SUMMARY = {
    "placebo": "space", "name": "baseline.policy", "outcome": "score", "p_coefficient": 0.02, "p_statistic": 0.04,
    "observed": {"estimate": 0.5, "std_error": 0.1, "statistic": 5.0, "p_value": 0.001, "conf_low": 0, "conf_high": 1},
    "mean": 0.0, "sd": 0.2, "draws": 500, "absorbed_draws": 0, "n_treated": 21, "seed": 1, "quantiles": {},
    "assignments": 16, "distinct_draws": 12, "enumerated": False, "n_obs": 90, "strata": None, "moved": ["zone"],
    "estimator": "ols", "estimand": "the coefficient of the policy",
}  # fmt: skip


def test_a_row_holds_the_observed_effect_and_both_p_values():
    row = verdict(SUMMARY)
    assert set(row) == set(COLUMNS)
    assert (row["placebo"], row["column"], row["estimate"], row["p_value"]) == ("space", "baseline.policy", 0.5, 0.001)
    assert (row["p_coefficient"], row["p_statistic"], row["n_treated"]) == (0.02, 0.04, 21)


def test_one_placebo_needs_no_heading():
    one, other = verdict(SUMMARY), verdict(SUMMARY | {"placebo": "time"})
    assert layout([one, one])["group"] is None and layout([one, other])["group"] == "placebo"


SHIFTED = {
    "placebo": "time", "name": "baseline.policy", "outcome": "score",
    "shifts": [{"shift": 1, "n_treated": 4}, {"shift": 2}],
}  # fmt: skip
ROWS = [
    {"shift": 1, "estimate": 0.1, "std_error": 0.2, "p_value": 0.6, "n_obs": 50, "status": "ok", "why": None},
    {"shift": 2, "estimate": None, "std_error": None, "p_value": None, "n_obs": None, "status": "unsupported",
     "why": "no row"},
]  # fmt: skip


def test_an_earlier_policy_has_a_row_for_each_shift_and_no_permutation_p():
    rows = verdicts_in_time(SHIFTED, ROWS)
    assert [row["test"] for row in rows] == ["baseline.policy, 1 year earlier", "baseline.policy, 2 years earlier"]
    assert [row["n_treated"] for row in rows] == [4, None]
    assert all(row["p_statistic"] is None and set(row) == set(COLUMNS) for row in rows)
    said = layout(rows)
    assert "p_statistic" not in [cell["column"] for cell in said["cells"]]
    assert said["warnings"] == ["`baseline.policy, 2 years earlier`: no row"]


def test_the_statistic_comes_first_and_what_is_particular_is_said():
    cells = [cell["column"] for cell in layout([verdict(SUMMARY), *verdicts_in_time(SHIFTED, ROWS)])["cells"]]
    assert cells.index("p_statistic") < cells.index("p_coefficient") < cells.index("p_value")
    assert remarks([SUMMARY]) == []
    particular = {"strata": "region", "enumerated": True, "moved": ["zone", "lead"], "estimator": "event_study"}
    said = " ".join(remarks([SUMMARY | particular]))
    assert all(word in said for word in ("groups of `region`", "all 16", "`zone` and `lead`", "coefficient of the"))


def test_what_is_printed_is_there():
    said = layout([verdict(SUMMARY), verdict(SUMMARY | {"placebo": "time"})])
    assert set(keys(said)) <= set(COLUMNS)
    for cell in said["cells"]:
        assert {cell["column"], cell["stars"] or "mean", cell["below"] or "mean"} <= set(COLUMNS)
