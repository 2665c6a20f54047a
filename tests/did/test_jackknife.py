"""Coefficients without each unit are those of the panel without it."""

import numpy as np
import pytest
from samples import fit_from, planted

from did.jackknife import ALL, jackknife, layout


def column(**more):
    own = {"name": "a", "estimator": "ols", "formula": "y ~ d + x1 | unit + year", "policy": "d", "sample": None}
    return own | {"cluster": "unit", "missing": "drop", "weights": None, "ssc": "reghdfe"} | more


@pytest.mark.parametrize("over", ["unit", "region", "year"])
def test_each_value_is_left_out(over):
    panel = planted(2, 12, 6, share=0.95)
    rows, said = jackknife(panel, {"t.a": column()}, over)
    whole, *each = rows
    assert whole["left_out"] == ALL and not said
    assert whole["estimate"] == pytest.approx(fit_from(panel, "y ~ d + x1 | unit + year").coefficients[0])
    assert {row["left_out"] for row in each} == {str(value) for value in panel[over].unique()}
    for row in each:
        fit = fit_from(panel[panel[over].astype(str) != row["left_out"]], "y ~ d + x1 | unit + year", clusters=["unit"])
        assert (row["estimate"], row["std_error"]) == pytest.approx((fit.coefficients[0], fit.std_errors[0]))
        assert row["treated"] == bool(panel[(panel[over].astype(str) == row["left_out"])]["unit"].isin(
            panel.loc[panel["d"] == 1, "unit"]).any())  # fmt: skip
    assert np.all(np.diff([row["estimate"] for row in each]) >= 0)
    assert each[0]["left_out"] in layout(rows, over, said)["notes"][0]


def test_a_value_without_which_there_is_no_policy_is_said():
    panel = planted(2, 6, 5)
    panel["d"] = ((panel["unit"] == "u003") & (panel["year"] >= 2002)).astype(float)
    rows, said = jackknife(panel, {"t.a": column()}, "unit")
    assert "u003" not in {row["left_out"] for row in rows}
    assert len(said) == 1 and said[0].startswith("t.a without u003: `d` is absorbed")
