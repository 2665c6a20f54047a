"""One column of least squares: what is estimated, and what is said of the policy."""

import pandas as pd
import pytest

from core.errors import StudyError
from did.ols import ols_column


def test_a_column_has_its_coefficients_and_facts(panel, column):
    estimates, fact = ols_column(panel, column("main"))
    assert estimates["term"].tolist() == ["reform", "fin"]
    assert estimates["estimate"][0] == pytest.approx(1, abs=0.5)
    assert (fact["estimator"], fact["policy"], fact["outcome"]) == ("ols", "reform", "score")
    assert fact["cohorts"] == {2013: 8, 2015: 4}
    assert fact["ssc"]["factor"] == pytest.approx(24 / 23 * 191 / (192 - 2 - 8), rel=1e-11)
    assert "24 clusters, 12 of them treated" in fact["warnings"][0]


def test_a_column_without_a_policy_has_the_same_coefficients(panel, column):
    with_policy, _ = ols_column(panel, column("a"))
    without, fact = ols_column(panel, column("a", policy=None))
    pd.testing.assert_frame_equal(without, with_policy)
    assert (fact["policy"], fact["treated_units"], fact["cohorts"], fact["warnings"]) == (None, None, None, [])


def test_units_treated_from_the_first_year_are_told(panel, column):
    _, fact = ols_column(panel, column("late", sample="year >= 2013"))
    assert any("8 units are treated from the first year" in warning for warning in fact["warnings"])


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda panel: panel.assign(fin=panel["reform"] + panel["year"]), "`reform` is collinear with `fin`"),
        (lambda panel: panel.assign(reform=panel["reform"].where(panel["year"] != 2016, 0)), "returns to 0.*u0 2016"),
        (lambda panel: panel.assign(reform=(panel["year"] > 2012).astype(int)), "all 24 units are treated at once"),
        (lambda panel: panel.assign(reform=0), "`reform`: no unit is treated"),
    ],
)
def test_spoilt_panels_are_refused(panel, column, spoil, message):
    with pytest.raises(StudyError, match=message):
        ols_column(spoil(panel), column("a", "score ~ fin + reform | unit + year"))


def test_one_date_for_all_is_estimable_without_year_effects(panel, column):
    panel = panel.assign(reform=(panel["year"] > 2012).astype(int))
    estimates, _ = ols_column(panel, column("a", "score ~ reform | unit"))
    assert estimates["term"].tolist() == ["reform"]


def test_rows_with_a_missing_variable_leave_and_are_counted(panel, column):
    holed = panel.drop(panel.index[5]).assign(
        fin=lambda f: f["fin"].where(f["unit"] != "u3"), reform=lambda f: f["reform"].where(f["year"] + 1 != 2012)
    )
    estimates, fact = ols_column(holed, column("a"))
    complete = holed.dropna(subset=["fin", "reform"])
    pd.testing.assert_frame_equal(estimates, ols_column(complete, column("a"))[0])
    assert fact["dropped"] == {"missing": {"reform": int(holed["reform"].isna().sum()), "fin": 7}}
    assert (fact["n_obs"], fact["n_units"], fact["treated_units"]) == (len(complete), 23, 11)
    with pytest.raises(StudyError, match="`reform` is missing in"):
        ols_column(holed, column("a", missing="refuse"))


def test_what_the_effects_absorb_leaves_and_is_told(panel, column):
    number = panel["unit"].str[1:].astype(int)
    estimates, fact = ols_column(panel.assign(fin=number), column("a"))
    assert estimates["term"].tolist() == ["reform"]
    assert "`fin` is absorbed by the unit and year effects" in fact["warnings"][-1]


def test_clusters_weights_and_effects_are_said(panel, column):
    panel = panel.assign(region=panel["unit"].str[1:].astype(int) % 5, people=panel["fin"] ** 2 + 1)
    more = {"cluster": ["region", "year"], "weights": "people"}
    _, fact = ols_column(panel, column("a", "score ~ reform*fin | unit + region^year", **more))
    assert fact["fixed_effects"] == ["unit", "region^year"]
    assert (fact["cluster"], fact["n_clusters"], fact["weights"]) == (["region", "year"], [5, 8], "people")
    assert fact["df"] == 4
    assert fact["warnings"][0].startswith("5 clusters of `region`")
