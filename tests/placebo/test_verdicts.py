"""The table of placebo tests: a row each, and every printed cell is a column of it."""

from core.grids import keys
from placebo.verdicts import COLUMNS, layout, verdict

SUMMARY = {
    "placebo": "space", "name": "baseline.policy", "outcome": "score", "p_coefficient": 0.02, "p_statistic": 0.04,
    "observed": {"estimate": 0.5, "std_error": 0.1, "statistic": 5.0, "p_value": 0.001, "conf_low": 0, "conf_high": 1},
    "mean": 0.0, "sd": 0.2, "draws": 500, "absorbed_draws": 0, "n_treated": 21, "seed": 1, "quantiles": {},
}  # fmt: skip


def test_a_row_holds_the_observed_effect_and_both_p_values():
    row = verdict(SUMMARY)
    assert set(row) == set(COLUMNS)
    assert (row["placebo"], row["column"], row["estimate"], row["p_value"]) == ("space", "baseline.policy", 0.5, 0.001)
    assert (row["p_coefficient"], row["p_statistic"], row["n_treated"]) == (0.02, 0.04, 21)


def test_one_placebo_needs_no_heading():
    one, other = verdict(SUMMARY), verdict(SUMMARY | {"placebo": "time"})
    assert layout([one, one])["group"] is None and layout([one, other])["group"] == "placebo"


def test_what_is_printed_is_there():
    said = layout([verdict(SUMMARY), verdict(SUMMARY | {"placebo": "time"})])
    assert set(keys(said)) <= set(COLUMNS)
    for cell in said["cells"]:
        assert {cell["column"], cell["stars"] or "mean", cell["below"] or "mean"} <= set(COLUMNS)
