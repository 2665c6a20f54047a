"""Lags between grades: a reference, explicit dummies, the one-lag model, derivatives by differences, faults."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, sparse

from core.errors import StudyError
from estimation.ml_errors import corrected, inverse, sandwich, unit_scores
from estimation.panel_ml import Arrays, spatial_lag
from estimation.resolvent import resolvent_of
from estimation.weights import align, from_pairs
from estimation.within import within
from spatial.grade_lags import Concentrated, Grades, climbed, grade_lags, lags_of

TWO_WAY = ("unit", "year")
CASES = ("nine_lags", "one_grade_single_city")
STEP = 1e-5  # of differences, whose error is about its square


def planted(seed, units, periods, grades=2, standardize="row", effects=TWO_WAY):
    """Two-way panel with k = 2 and planted lags, weights, and grades of which each has two units or more."""
    rng = np.random.default_rng(seed)
    raw = np.triu(rng.uniform(0.3, 2, (units, units)), 1)
    labels = np.array([f"u{i:02d}" for i in range(units)])
    row, column = np.indices(raw.shape).reshape(2, -1)
    weights = from_pairs(labels[row], labels[column], (raw + raw.T).ravel() / units, "w", standardize)
    codes = rng.permutation(np.arange(units) % grades)
    lags, _ = lags_of(weights.matrix, Grades(tuple("abc"[:grades]), codes))
    rho = rng.uniform(-0.2, 0.5, len(lags.pairs))
    x = rng.normal(size=(units, periods, 2))
    mean = x @ [1.0, -0.5] + rng.normal(size=(units, 1)) + rng.normal(size=periods)
    outcome = lags.multiplier(rho) @ (mean + rng.normal(size=mean.shape))
    return Arrays(outcome, x, ("a", "b"), effects), weights, lags.grades


@pytest.fixture(scope="module")
def fits(nine_lags):
    """The fit of each case of the reference."""
    return {case: grade_lags(*nine_lags.data(case)) for case in CASES}


def by_pairs(fit, expected, values):
    """The lags among `values`, in the order of the pairs of the reference."""
    return values[[fit.terms.index(f"rho.{pair[0]}.{pair[1]}") for pair in expected["pairs"]]]


@pytest.mark.parametrize("case", CASES)
def test_reference(nine_lags, fits, case):
    """Tolerances of the reference."""
    fit, expected = fits[case], nine_lags.expected[case]
    assert list(fit.empty) == [f"rho.{pair[0]}.{pair[1]}" for pair in expected["dropped"]]
    assert fit.log_likelihood == pytest.approx(expected["logL"], abs=1e-6)
    assert fit.lags.radius(fit.estimates[4:]) == pytest.approx(expected["spectral_radius_of_sum"], abs=1e-5)
    assert fit.sigma2 == pytest.approx(expected["s2"], abs=1e-5)
    assert fit.estimates[:4] == pytest.approx(expected["beta"], abs=1e-5)
    loose = 1e-4 if expected["dropped"] else 1e-5
    assert by_pairs(fit, expected, fit.estimates) == pytest.approx(expected["phi"], abs=loose)
    errors = np.sqrt(np.diag(inverse(fit.information)))
    assert errors[:4] == pytest.approx(expected["se_beta_observed"], rel=1e-4)
    assert by_pairs(fit, expected, errors) == pytest.approx(expected["se_phi_observed"], rel=1e-4)


@pytest.mark.parametrize("case", CASES)
def test_reference_of_the_correction(nine_lags, fits, case):
    fit, expected = fits[case], nine_lags.expected[case]["lee_yu"]
    estimates, sigma2, factor = corrected(fit, TWO_WAY)
    assert factor == 15 / 14
    assert estimates[:4] == pytest.approx(expected["beta"], abs=1e-5)
    assert by_pairs(fit, nine_lags.expected[case], estimates) == pytest.approx(expected["phi"], abs=1e-4)
    assert sigma2 == pytest.approx(expected["s2"], abs=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_reference_of_value_and_gradient_away_from_the_maximum(nine_lags, case):
    arrays, weights, grades = nine_lags.data(case)
    lags, _ = lags_of(weights, grades)
    names = [f"{grades.names[sender]}{grades.names[receiver]}" for sender, receiver in lags.pairs]
    problem = concentrated(arrays, lags)
    at, expected = np.full(len(names), 0.1), nine_lags.expected[case]
    assert problem.value(at) == pytest.approx(expected["at_all_phi_0_1"]["logL"], abs=1e-6)
    gradient = dict(zip(names, problem.slopes(at)[0], strict=True))
    assert [gradient[pair] for pair in expected["pairs"]] == pytest.approx(
        expected["at_all_phi_0_1"]["gradient_of_logL"], rel=1e-8
    )


def concentrated(arrays, lags):
    """The likelihood with its moments by least squares on demeaned columns, pair by pair."""
    columns = [arrays.outcome, *(lags.part(pair) @ arrays.outcome for pair in lags.pairs)]
    demeaned = np.column_stack([within(column, arrays.effects).ravel() for column in columns])
    design = within(arrays.regressors, arrays.effects).reshape(arrays.outcome.size, -1)
    rest = demeaned - design @ np.linalg.lstsq(design, demeaned, rcond=None)[0]
    return Concentrated(lags, rest.T @ rest, arrays.outcome.shape[1])


@pytest.mark.parametrize("effects", [(), ("unit",), ("year",), TWO_WAY])
@pytest.mark.parametrize("standardize", ["row", "none"])
def test_one_grade_is_the_model_of_one_lag(effects, standardize):
    arrays, weights, _ = planted(3, 9, 6, standardize=standardize, effects=effects)
    resolvent = resolvent_of(weights)
    one = spatial_lag(arrays, resolvent)
    found = grade_lags(arrays, weights.matrix, Grades(("all",), np.zeros(9, dtype=int)))
    assert found.terms == ("a", "b", "rho.all.all")
    assert found.estimates == pytest.approx(one.estimates, rel=1e-8)
    assert found.information == pytest.approx(one.information, rel=1e-6, abs=1e-6)
    assert found.effect_score == pytest.approx(one.effect_score, rel=1e-8, abs=1e-10)
    assert found.scores == pytest.approx(unit_scores(one, resolvent), rel=1e-6, abs=1e-8)
    assert found.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-10)


@pytest.mark.parametrize(("kind", "effects"), [("unit", ("unit",)), ("time", ("year",)), ("two", TWO_WAY)])
def test_clustered_and_corrected_munnell_panel(produc, states, munnell_panel, kind, effects):
    """One grade, so that the reference of the one-lag model holds, for its own order of units."""
    weights = align(states, np.array(produc["units"], dtype=object)).matrix
    wide = {
        name: munnell_panel.pivot(index="unit", columns="year", values=name).loc[produc["units"]].to_numpy()
        for name in ("lgsp", "lpcap", "lpc", "lemp", "unemp")
    }
    outcome, *x = wide.values()
    arrays = Arrays(outcome, np.stack(x, axis=-1), tuple(wide)[1:], effects)
    fit = grade_lags(arrays, weights, Grades(("all",), np.zeros(48, dtype=int)))
    expected = produc[f"sar_{kind}"]
    by_unit = np.sqrt(np.diag(sandwich(fit, fit.scores, np.arange(48))))
    assert by_unit == pytest.approx(expected["se_cluster_unit"][:-1], rel=1e-5)
    if kind != "time":  # of which the reference has no correction
        estimates, sigma2, _ = corrected(fit, effects)
        numbers = expected["lee_yu"]["observed"]
        assert estimates == pytest.approx([*numbers["beta"], numbers["rho"]], rel=1e-6)
        assert sigma2 == pytest.approx(numbers["s2"], rel=1e-6)


@pytest.mark.parametrize("effects", [(), TWO_WAY])
@pytest.mark.parametrize("grades", [2, 3])
def test_derivatives_are_those_of_differences(effects, grades):
    arrays, weights, graded = planted(5, 10, 4, grades, effects=effects)
    lags, _ = lags_of(weights.matrix, graded)
    problem = concentrated(arrays, lags)
    at = np.random.default_rng(0).uniform(-0.2, 0.3, grades**2)
    gradient, hessian = problem.slopes(at)
    steps = STEP * np.eye(grades**2)
    by_differences = [(problem.value(at + step) - problem.value(at - step)) / (2 * STEP) for step in steps]
    assert gradient == pytest.approx(by_differences, rel=1e-6, abs=1e-6)
    bends = [(problem.slopes(at + step)[0] - problem.slopes(at - step)[0]) / (2 * STEP) for step in steps]
    assert hessian == pytest.approx(np.array(bends), rel=1e-6, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    units=st.integers(6, 12),
    effects=st.sampled_from([(), ("unit",), ("year",), TWO_WAY]),
)
def test_equals_maximum_likelihood_with_explicit_dummies(seed, units, effects):
    """A search by values over dummies and dense determinants, near the estimate and from it, finds nothing higher."""
    arrays, weights, grades = planted(seed, units, 6, effects=effects)
    outcome, dense = arrays.outcome, weights.matrix.toarray()
    found = grade_lags(arrays, weights.matrix, grades)
    unit = np.repeat(np.eye(units), 6, axis=0) if "unit" in effects else np.ones((outcome.size, 1))
    year = np.tile(np.eye(6), (units, 1)) if "year" in effects else np.empty((outcome.size, 0))
    design = np.column_stack([arrays.regressors.reshape(-1, 2), unit, year])

    def minus_likelihood(rho, slopes=False):
        inside = np.eye(units)
        for term, value in zip(found.terms[2:], rho, strict=True):
            sender, receiver = (grades.names.index(name) for name in term.split(".")[1:])
            inside = inside - value * np.diag(1.0 * (grades.codes == receiver)) @ dense @ np.diag(
                1.0 * (grades.codes == sender)
            )
        y = (inside @ outcome).ravel()
        fitted = np.linalg.lstsq(design, y, rcond=None)[0]
        residual = y - design @ fitted
        value = outcome.size / 2 * (np.log(2 * np.pi * residual @ residual / outcome.size) + 1)
        return fitted[:2] if slopes else value - 6 * np.linalg.slogdet(inside)[1]

    rho = found.estimates[2:]
    assert found.log_likelihood == pytest.approx(-minus_likelihood(rho), rel=1e-9)
    assert found.estimates[:2] == pytest.approx(minus_likelihood(rho, slopes=True), abs=1e-8)
    searched = optimize.minimize(minus_likelihood, rho + 0.02, method="Nelder-Mead", options={"maxiter": 400})
    assert found.log_likelihood >= -searched.fun - 1e-8


def test_the_sender_is_the_column_and_the_receiver_the_row(nine_lags):
    _, weights, grades = nine_lags.data("nine_lags")
    lags, _ = lags_of(weights, grades)
    parts = {tuple(grades.names[one] for one in pair): lags.part(pair) for pair in lags.pairs}
    row, column = (np.flatnonzero(grades.codes == grades.names.index(name)) for name in "ML")
    assert parts["L", "M"][np.ix_(row, column)] == pytest.approx(weights.toarray()[np.ix_(row, column)], abs=0)
    assert parts["L", "M"].sum() == pytest.approx(weights.toarray()[np.ix_(row, column)].sum())
    whole = sum(parts.values())
    assert np.array_equal(whole, weights.toarray())
    assert whole.sum(axis=1) == pytest.approx(1, abs=1e-12)


def test_scores_of_the_units_are_those_of_the_pairs_of_units():
    """Each product of two units' errors is given to the later one: a loop over units and periods."""
    arrays, weights, grades = planted(8, 7, 4)
    fit = grade_lags(arrays, weights.matrix, grades)
    assert fit.scores.sum(axis=0) == pytest.approx(0, abs=1e-8)
    rho, lags = fit.estimates[2:], fit.lags
    left = (np.eye(7) - lags.together(rho)) @ arrays.outcome - arrays.regressors @ fit.estimates[:2]
    error = within(left, TWO_WAY)
    for at, pair in enumerate(lags.pairs):
        response = lags.part(pair) @ lags.multiplier(rho)
        signal = within(lags.part(pair) @ arrays.outcome, TWO_WAY) - response @ error
        assert fit.drifts[..., at] == pytest.approx(signal, abs=1e-10)
        for i in range(7):
            total = -4 * response[i, i]
            for t in range(4):
                q = response[i, i] * error[i, t]
                q += sum((response[i, j] + response[j, i]) * error[j, t] for j in range(i))
                total += (signal[i, t] + q) * error[i, t] / fit.sigma2
            assert fit.scores[i, 2 + at] == pytest.approx(total, abs=1e-9)


def test_labels_of_units_and_the_scale_of_weights_do_not_matter():
    arrays, weights, grades = planted(2, 9, 5)
    fit = grade_lags(arrays, weights.matrix, grades)
    order = np.random.default_rng(0).permutation(9)
    mixed = Grades(grades.names, grades.codes[order])
    turned = replace(arrays, outcome=arrays.outcome[order], regressors=arrays.regressors[order])
    other = grade_lags(turned, weights.matrix[order][:, order], mixed)
    assert other.estimates == pytest.approx(fit.estimates, abs=1e-10)
    scaled = grade_lags(arrays, 0.5 * weights.matrix, grades)
    assert scaled.estimates[2:] == pytest.approx(2 * fit.estimates[2:], abs=1e-8)
    assert scaled.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-8)


def test_a_search_from_many_starts_ends_at_one_maximum(nine_lags, fits):
    problem = concentrated(nine_lags.data("nine_lags")[0], fits["nine_lags"].lags)
    rng = np.random.default_rng(1)
    ends = [climbed(problem, rng.uniform(-0.8, 0.8, 9)) for _ in range(5)]
    assert np.array(ends) == pytest.approx(np.tile(fits["nine_lags"].estimates[4:], (5, 1)), abs=1e-7)
    assert fits["nine_lags"].others == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda arrays: {"regressors": arrays.regressors[..., [0, 0]]}, "`b` is collinear with `a` once the effects"),
        (lambda arrays: {"outcome": arrays.regressors @ [1.0, 2.0]}, "reproduce the outcome perfectly"),
        (
            lambda arrays: {"outcome": np.where(np.arange(8)[:, None] == 2, np.nan, arrays.outcome)},
            "missing or infinite, first in period 1, unit 3",
        ),
    ],
)
def test_faults_of_the_panel(change, words):
    arrays, weights, grades = planted(4, 8, 5)
    with pytest.raises(StudyError, match=words):
        grade_lags(replace(arrays, **change(arrays)), weights.matrix, grades)


def test_faults_of_the_weights():
    """None at all; and one grade whose units all send the same to all units, so that its two lags are one."""
    arrays, _, grades = planted(6, 8, 5)
    with pytest.raises(StudyError, match="are all zero: there is no lag to estimate"):
        grade_lags(arrays, sparse.csr_array((8, 8)), grades)
    same = sparse.csr_array(np.where(grades.codes[None, :] == 0, 1 / 4, 0.0) * np.ones((8, 1)))
    with pytest.raises(StudyError, match=r"`rho\.a\.b` is collinear with `rho\.a\.a` once the effects are absorbed"):
        grade_lags(arrays, same, grades)
