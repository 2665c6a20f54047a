"""Effects between grades: the reference, an inverse by series, differences, and the limits of what is stable."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.seeds import stream
from estimation.ml_errors import inverse
from spatial.grade_impacts import (
    averages,
    dies_out,
    effect_names,
    grade_impacts,
    grade_spread,
    multiplier_slopes,
    multipliers,
)
from spatial.grade_lags import Grades, Lags, grade_lags

TERMS = ["x1", "x2", "x3", "x4"]
STEP = 1e-6


@pytest.fixture(scope="module")
def found(nine_lags):
    """Effects of the fits of the reference, by the Hessian, and their lags."""
    made = {}
    for case in ("nine_lags", "one_grade_single_city"):
        fit = grade_lags(*nine_lags.data(case))
        covariance = inverse(fit.information)[:-1, :-1]
        effects = grade_impacts(TERMS, fit.estimates, covariance, fit.lags, 400, stream(1, "impacts"))
        made[case] = fit.lags, pd.DataFrame(effects), fit
    return made


@pytest.mark.parametrize("case", ["nine_lags", "one_grade_single_city"])
def test_reference(nine_lags, found, case):
    """Tolerance of the reference; `se_delta_observed` has direct, then indirect, then total of the four terms."""
    expected, rows = nine_lags.expected[case]["impacts"], found[case][1].set_index(["effect", "term"])
    for effect in ("direct", "indirect", "total"):
        assert rows.loc[effect, "estimate"].to_numpy() == pytest.approx(expected[effect], rel=1e-5)
    errors = np.concatenate([rows.loc[effect, "std_error"].to_numpy() for effect in ("direct", "indirect", "total")])
    assert errors == pytest.approx(expected["se_delta_observed"], rel=1e-4)


def test_simulated_effects_surround_those_of_the_delta_method(found):
    rows = found["nine_lags"][1]
    assert rows["simulated_se"].to_numpy() == pytest.approx(rows["std_error"].to_numpy(), rel=0.25)
    assert (np.abs(rows["simulated_mean"] - rows["estimate"]) < rows["std_error"]).all()
    assert (rows["conf_low"] < rows["simulated_mean"]).all() and (rows["simulated_mean"] < rows["conf_high"]).all()
    assert set(rows["rejected"]) == {0}


def test_effects_are_those_of_the_series_of_powers(found):
    lags, rows, fit = found["nine_lags"]
    together = sum(value * lags.part(pair) for value, pair in zip(fit.estimates[4:], lags.pairs, strict=True))
    series = sum(np.linalg.matrix_power(together, power) for power in range(60))
    own = rows[rows["term"] == "x2"].set_index("effect")["estimate"]
    beta = fit.estimates[1]
    assert own["direct"] == pytest.approx(beta * np.trace(series) / 108, rel=1e-10)
    assert own["total"] == pytest.approx(beta * series.sum() / 108, rel=1e-10)
    assert own["direct"] + own["indirect"] == pytest.approx(own["total"], rel=1e-12)
    names, codes = lags.grades.names, lags.grades.codes
    for a, sender in enumerate(names):
        for b, receiver in enumerate(names):
            block = series[codes == b][:, codes == a]
            assert own[f"{sender}.{receiver}"] == pytest.approx(beta * block.sum(axis=1).mean(), rel=1e-10)
    shares = [(codes == b).mean() * own[f"{a}.{name}"] for b, name in enumerate(names) for a in names]
    assert sum(shares) == pytest.approx(own["total"], rel=1e-12)


def test_effects_by_unit_have_the_averages_of_all(found):
    lags, rows, fit = found["nine_lags"]
    spread, beta = grade_spread(lags, fit.estimates), fit.estimates[1]
    own = rows[rows["term"] == "x2"].set_index("effect")["estimate"]
    averages = {name: beta * (1 + values.mean()) for name, values in spread.items()}
    assert averages == pytest.approx({"own": own["direct"], "received": own["total"], "sent": own["total"]}, rel=1e-12)


def test_slopes_are_those_of_differences(found):
    lags, _, fit = found["one_grade_single_city"]
    rho = fit.estimates[4:]
    steps = STEP * np.eye(len(rho))
    differences = [(multipliers(lags, rho + step) - multipliers(lags, rho - step)) / (2 * STEP) for step in steps]
    assert multiplier_slopes(lags, rho) == pytest.approx(np.column_stack(differences), rel=1e-7, abs=1e-8)


def test_a_grade_without_units_has_no_effects():
    weights = np.array([[0, 1.0], [1, 0]])
    lags = Lags(weights, Grades(("a", "b", "c"), np.array([0, 2])), np.array([[0, 2], [2, 0]]))
    assert effect_names(lags) == ["direct", "indirect", "total", "a.a", "a.c", "c.a", "c.c"]
    effects = np.array([[1.0, 2], [4, 8]])
    assert averages(lags, effects).tolist() == [4.5, 3, 7.5, 1, 4, 2, 8]


@pytest.mark.parametrize(("size", "stable"), [(0.5, True), (0.99, True), (1.0, False), (-1.2, False)])
def test_whether_lags_die_out(size, stable):
    """One grade, then two whose lags between them have the product of a stable loop: the bound by grades is exact."""
    ring = np.roll(np.eye(4), 1, axis=1)
    one = Lags(ring, Grades(("a",), np.zeros(4, dtype=int)), np.array([[0, 0]]))
    assert dies_out(one, np.array([size])) == stable
    two = Lags(ring, Grades(("a", "b"), np.array([0, 1, 0, 1])), np.array([[0, 1], [1, 0]]))
    assert dies_out(two, np.array([4 * size, size / 4])) == stable


def test_lags_that_die_out_beyond_the_bound_by_row_sums():
    """Signs that cancel: rows sum to 1.2 in absolute value, the radius is 0.85."""
    weights = np.array([[0, 0.6, 0.6], [0.6, 0, 0.6], [0.6, 0.6, 0]])
    lags = Lags(weights, Grades(("a", "b"), np.array([0, 0, 1])), np.array([[0, 0], [0, 1], [1, 0]]))
    rho = np.array([1.0, 1.0, -1.0])
    radius = np.abs(np.linalg.eigvals(lags.together(rho))).max()
    assert radius < 1
    assert dies_out(lags, rho)


def test_mostly_explosive_draws_are_refused(found):
    lags, _, fit = found["nine_lags"]
    estimates = np.append(fit.estimates[:4], np.full(9, 1.4))
    with pytest.raises(StudyError, match="of 50 simulated draws do not die out"):
        grade_impacts(TERMS, estimates, inverse(fit.information)[:-1, :-1], lags, 50, stream(1, "impacts"))
