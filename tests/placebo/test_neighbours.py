"""Placebos of spatial models: a draw is the column fitted anew on the policy that was drawn."""

import numpy as np
import pytest
from samples import framed

from core.errors import StudyError
from estimation.spatial import estimates, fit_column
from estimation.weights import from_pairs
from placebo.curve import chunk_of_curve, reassignments_of
from placebo.models import chunk_of_draws, setting_of_model
from placebo.neighbours import with_weights
from placebo.permutation import kinds_of, placebo_effects

YEARS = range(2010, 2017)
UNITS = 20
NUMBERS = ("estimate", "std_error", "statistic", "p_value")


def weights(standardize="row"):
    """Of units on a ring, each with its next two; the last unit is not among them."""
    names, ring = np.array([f"u{number:03d}" for number in range(UNITS)]), UNITS - 1
    unit = np.repeat(np.arange(ring), 4)
    other = (unit + np.tile([1, 2, -1, -2], ring)) % ring
    raw = np.random.default_rng(8).uniform(0.5, 2, (ring, ring))
    return from_pairs(names[unit], names[other], (raw + raw.T)[unit, other], "ring", standardize)


def panel():
    """8 units adopt in two years; an outcome with a lag, effects of the policy at home and next door, a control."""
    random = np.random.default_rng(3)
    start = np.full(UNITS, np.inf)
    start[random.permutation(UNITS)[:8]] = [2012] * 5 + [2014] * 3
    zone = (start[:, None] <= YEARS).astype(float)
    x = random.normal(size=zone.shape)
    near = np.roll(np.eye(UNITS), 1, axis=1) / 2 + np.roll(np.eye(UNITS), -1, axis=1) / 2
    mean = zone + 0.5 * near @ zone + x + random.normal(size=(UNITS, 1)) + random.normal(size=len(YEARS))
    y = np.linalg.solve(np.eye(UNITS) - 0.4 * near, mean + random.normal(size=zone.shape))
    half = np.repeat(np.arange(UNITS)[:, None] % 2, len(YEARS), axis=1)
    return framed({"y": y, "zone": zone, "x": x, "half": half}, YEARS)


def model(estimator, standardize="row", **more):
    keys = {
        "study": "fields", "placebo": "space", "name": "t.a", "estimator": estimator, "policy": "zone",
        "policies": ["zone"], "formula": "y ~ zone + x | unit + year", "sample": None, "cluster": "unit",
        "missing": "drop", "ssc": "reghdfe", "strata": None, "draws": 30, "design": "cohorts",
        "se": "cluster", "correction": "lee_yu", "lags": None, "matrix": "ring", "leave_out": [f"u{UNITS - 1:03d}"],
    } | more  # fmt: skip
    return with_weights([keys], {"ring": weights(standardize)})[0]


def refitted(frame, one, start):
    drawn = frame.assign(zone=(frame["unit"].map(start) <= frame["year"]).astype(float))
    column = fit_column(drawn, {"ring": one["matrix"]}, {"ring": one["leave_out"]}, one | {"matrix": "ring"})
    return estimates(column).set_index("term").loc["zone"]


def starts_of(known, draw):
    units = known.effect.__self__.prepared.sample.units
    return dict(zip(units, known.courses[kinds_of(known, draw, 5), 0], strict=True))


@pytest.mark.parametrize(
    ("standardize", "more"),
    [
        ("row", {}),
        ("max_eigenvalue", {}),
        ("row", {"formula": "y ~ zone | unit", "correction": "none"}),
        ("row", {"se": "hessian"}),
        ("row", {"formula": "y ~ zone + x | year", "cluster": "half", "sample": "year >= 2011"}),
    ],
)
@pytest.mark.parametrize("estimator", ["slx", "sar", "sdm"])
def test_a_draw_is_the_column_fitted_anew(estimator, standardize, more):
    frame, one = panel(), model(estimator, standardize, **more)
    known = setting_of_model(frame, one)
    draws = placebo_effects(known, range(30), seed=5).set_index("draw")
    assert draws["estimate"].nunique() == 30
    for draw in (0, 11, 29):
        own = refitted(frame, one, starts_of(known, draw))
        np.testing.assert_allclose(
            [draws.loc[draw, key] for key in NUMBERS], [own[key] for key in NUMBERS], rtol=1e-8, atol=1e-12
        )


@pytest.mark.parametrize("lags", [["x"], ["zone"]])
def test_lags_that_the_column_names_are_those_of_its_draws(lags):
    frame, one = panel(), model("sdm", lags=lags)
    known = setting_of_model(frame, one)
    own = refitted(frame, one, starts_of(known, 3))
    draws = placebo_effects(known, range(4), seed=5).set_index("draw")
    np.testing.assert_allclose([draws.loc[3, key] for key in NUMBERS], [own[key] for key in NUMBERS], rtol=1e-8)


def test_a_summary_sets_the_column_against_its_draws(together):
    frame, one = panel(), model("sdm", strata="half")
    summary, effects = together([chunk_of_draws(frame, [one], f"{n}-of-2", 4) for n in (1, 2)], one)
    known = setting_of_model(frame, one)
    own = refitted(
        frame, one, dict(zip(known.effect.__self__.prepared.sample.units, known.moving.courses[:, 0], strict=True))
    )
    assert summary["observed"]["estimate"] == pytest.approx(own["estimate"], rel=1e-12)
    larger = (effects["statistic"].abs() >= abs(own["statistic"])).sum()
    assert summary["p_statistic"] == pytest.approx((1 + larger) / 31)
    assert (summary["n_obs"], summary["n_treated"], summary["n_clusters"]) == (133, 8, 19)


def test_a_draw_whose_policy_is_explained_has_no_coefficient():
    frame = panel()
    frame["zone"] = (frame["unit"].isin(["u000"]) & (frame["year"] >= 2012)).astype(float)
    frame["x"] = (frame["unit"].isin(["u004"]) & (frame["year"] >= 2012)).astype(float)
    known = setting_of_model(frame, model("slx"))
    draws = placebo_effects(known, range(known.draws), seed=5)
    assert (known.enumerated, draws["estimate"].isna().sum()) == (True, 1)


def test_what_moves_along_is_refused_by_name():
    with pytest.raises(StudyError, match="`lead` would move along with `zone`, which `sdm` cannot follow"):
        setting_of_model(panel().assign(lead=0.0), model("sdm", policies=["zone", "lead"]))


def test_a_specification_of_a_curve_is_the_column_and_its_draws_are_refits():
    frame, ring = panel(), weights()
    keys = {"cluster": "unit", "ssc": "reghdfe", "sample": None, "weights": None, "leave_out": {"ring": ["u019"]}}
    own = {"estimator": "sdm", "matrix": "ring", "se": "cluster", "correction": "lee_yu", "lags": None}
    vary = {"controls": {"none": None, "x": "x"}, "estimator": {"ols": {"estimator": "ols"}, "durbin": own}}
    formula = "y ~ zone + {controls} | unit + year"
    said, numbers = chunk_of_curve(frame, formula, vary, "zone", keys, 25, "1-of-1", 5, {"ring": ring})
    (at,) = [k for k, row in enumerate(said["rows"]) if (row["controls"], row["estimator"]) == ("x", "durbin")]
    one = model("sdm")
    start = frame[frame["zone"] == 1].groupby("unit")["year"].min()
    observed = refitted(frame, one, start)
    assert said["rows"][at]["estimate"] == pytest.approx(observed["estimate"], rel=1e-12)
    assert (said["rows"][at]["n_obs"], said["rows"][at]["refused"]) == (133, None)
    given = reassignments_of(frame, "zone", 25, 5)
    drawn = refitted(frame, one, dict(zip(given.units, given.starts[:, 7], strict=True)))
    assert numbers[0, :, at][[0, 8]] == pytest.approx([observed["estimate"], drawn["estimate"]], rel=1e-8)
    assert numbers[1, 8, at] == pytest.approx(drawn["statistic"], rel=1e-8)
