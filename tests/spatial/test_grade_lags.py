"""Lags between grades: a reference, explicit dummies, the one-lag model, derivatives by differences, faults."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, sparse

from core.errors import StudyError
from spatial.grade_lags import Concentrated, Grades, climbed, corrected, grade_lags, lags_of
from spatial.panel_ml import spatial_lag, within
from spatial.weights import align, from_pairs

TWO_WAY = ("unit", "year")
TERMS = ("x1", "x2", "x3", "x4")
CASES = ("nine_lags", "one_grade_single_city")
STEP = 1e-5  # of differences, whose error is about its square


def planted(seed, units, periods, grades=2, standardize="row"):
    """Weights, grades of which each has two units or more, and a two-way panel with k = 2 and planted lags."""
    rng = np.random.default_rng(seed)
    raw = np.triu(rng.uniform(0.3, 2, (units, units)), 1)
    labels = np.array([f"u{i:02d}" for i in range(units)])
    row, column = np.indices(raw.shape).reshape(2, -1)
    weights = from_pairs(labels[row], labels[column], (raw + raw.T).ravel() / units, "w", standardize)
    codes = rng.permutation(np.arange(units) % grades)
    lags, _ = lags_of(weights.matrix, Grades(tuple("abc"[:grades]), codes))
    rho = rng.uniform(-0.2, 0.5, len(lags.pairs))
    x = rng.normal(size=(periods, units, 2))
    mean = x @ [1.0, -0.5] + rng.normal(size=units) + rng.normal(size=(periods, 1))
    return weights.matrix, lags.grades, (mean + rng.normal(size=mean.shape)) @ lags.multiplier(rho).T, x


@pytest.fixture(scope="module")
def fits(nine_lags):
    """The fit of each case of the reference."""
    return {case: grade_lags(*nine_lags.data(case), TWO_WAY, TERMS) for case in CASES}


def by_pairs(fit, expected, values):
    """The lags among `values`, in the order of the pairs of the reference."""
    return values[[fit.terms.index(f"rho.{pair[0]}.{pair[1]}") for pair in expected["pairs"]]]


@pytest.mark.parametrize("case", CASES)
def test_reference(nine_lags, fits, case):
    """Tolerances of the reference."""
    fit, expected = fits[case], nine_lags.expected[case]
    assert list(fit.empty) == [f"rho.{pair[0]}.{pair[1]}" for pair in expected["dropped"]]
    assert fit.log_likelihood == pytest.approx(expected["logL"], abs=1e-6)
    assert fit.radius == pytest.approx(expected["spectral_radius_of_sum"], abs=1e-5)
    assert fit.estimates[-1] == pytest.approx(expected["s2"], abs=1e-5)
    assert fit.estimates[:4] == pytest.approx(expected["beta"], abs=1e-5)
    loose = 1e-4 if expected["dropped"] else 1e-5
    assert by_pairs(fit, expected, fit.estimates) == pytest.approx(expected["phi"], abs=loose)
    errors = np.sqrt(np.diag(fit.covariance))
    assert errors[:4] == pytest.approx(expected["se_beta_observed"], rel=1e-4)
    assert by_pairs(fit, expected, errors) == pytest.approx(expected["se_phi_observed"], rel=1e-4)


@pytest.mark.parametrize("case", CASES)
def test_reference_of_the_correction(nine_lags, fits, case):
    fit, expected = fits[case], nine_lags.expected[case]["lee_yu"]
    estimates, factor = corrected(fit, TWO_WAY, 15)
    assert factor == 15 / 14
    assert estimates[:4] == pytest.approx(expected["beta"], abs=1e-5)
    assert by_pairs(fit, nine_lags.expected[case], estimates) == pytest.approx(expected["phi"], abs=1e-4)
    assert estimates[-1] == pytest.approx(expected["s2"], abs=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_reference_of_value_and_gradient_away_from_the_maximum(nine_lags, case):
    outcome, x, weights, grades = nine_lags.data(case)
    lags, _ = lags_of(weights, grades)
    names = [f"{grades.names[sender]}{grades.names[receiver]}" for sender, receiver in lags.pairs]
    problem = concentrated(outcome, x, lags, TWO_WAY)
    at, expected = np.full(len(names), 0.1), nine_lags.expected[case]
    assert problem.value(at) == pytest.approx(expected["at_all_phi_0_1"]["logL"], abs=1e-6)
    gradient = dict(zip(names, problem.slopes(at)[0], strict=True))
    assert [gradient[pair] for pair in expected["pairs"]] == pytest.approx(
        expected["at_all_phi_0_1"]["gradient_of_logL"], rel=1e-8
    )


def concentrated(outcome, x, lags, effects):
    """The likelihood with its moments by least squares on demeaned columns, pair by pair."""
    columns = [outcome, *(outcome @ lags.part(pair).T for pair in lags.pairs)]
    demeaned = np.column_stack([within(column, effects).ravel() for column in columns])
    design = within(x, effects).reshape(outcome.size, -1)
    rest = demeaned - design @ np.linalg.lstsq(design, demeaned, rcond=None)[0]
    return Concentrated(lags, rest.T @ rest, len(outcome))


@pytest.mark.parametrize("effects", [(), ("unit",), ("year",), TWO_WAY])
@pytest.mark.parametrize("standardize", ["row", "none"])
def test_one_grade_is_the_model_of_one_lag(effects, standardize):
    weights, _, outcome, x = planted(3, 9, 6, standardize=standardize)
    labels = np.array([f"u{i:02d}" for i in range(9)])
    row, column = weights.nonzero()
    known = from_pairs(labels[row], labels[column], weights.data, "w", "none")
    eigenvalues = np.linalg.eigvals(weights.toarray()).real
    spectrum = type(known.spectrum)(np.sort(eigenvalues), np.ones(9))
    one = spatial_lag(outcome, x, weights, spectrum, effects, ("a", "b"))
    found = grade_lags(outcome, x, weights, Grades(("all",), np.zeros(9, dtype=int)), effects, ("a", "b"))
    assert found.terms == ("a", "b", "rho.all.all")
    assert found.estimates == pytest.approx([*one.beta, one.rho, one.sigma2], rel=1e-8)
    assert found.covariance == pytest.approx(one.covariance, rel=1e-6, abs=1e-10)
    assert found.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-10)


@pytest.mark.parametrize(("kind", "effects"), [("unit", ("unit",)), ("time", ("year",)), ("two", TWO_WAY)])
def test_clustered_and_corrected_munnell_panel(produc, states, munnell_panel, kind, effects):
    """One grade, so that the reference of the one-lag model holds, for its own order of units."""
    weights = align(states, np.array(produc["units"], dtype=object)).matrix
    wide = {
        name: munnell_panel.pivot(index="year", columns="unit", values=name)[produc["units"]].to_numpy()
        for name in ("lgsp", "lpcap", "lpc", "lemp", "unemp")
    }
    outcome, *x = wide.values()
    grades = Grades(("all",), np.zeros(48, dtype=int))
    fit = grade_lags(outcome, np.stack(x, axis=-1), weights, grades, effects, tuple(wide)[1:])
    expected = produc[f"sar_{kind}"]
    clustered = fit.covariance @ fit.scores.T @ fit.scores @ fit.covariance
    assert np.sqrt(np.diag(clustered)) == pytest.approx(expected["se_cluster_unit"], rel=1e-5)
    if kind != "time":  # of which the reference has no correction
        estimates, _ = corrected(fit, effects, 17)
        numbers = expected["lee_yu"]["observed"]
        assert estimates == pytest.approx([*numbers["beta"], numbers["rho"], numbers["s2"]], rel=1e-6)


@pytest.mark.parametrize("effects", [(), TWO_WAY])
@pytest.mark.parametrize("grades", [2, 3])
def test_derivatives_are_those_of_differences(effects, grades):
    weights, graded, outcome, x = planted(5, 10, 4, grades)
    lags, _ = lags_of(weights, graded)
    problem = concentrated(outcome, x, lags, effects)
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
    weights, grades, outcome, x = planted(seed, units, 6)
    found = grade_lags(outcome, x, weights, grades, effects, ("a", "b"))
    unit = np.tile(np.eye(units), (6, 1)) if "unit" in effects else np.ones((outcome.size, 1))
    year = np.repeat(np.eye(6), units, axis=0) if "year" in effects else np.empty((outcome.size, 0))
    design = np.column_stack([x.reshape(-1, 2), unit, year])
    dense = weights.toarray()

    def minus_likelihood(rho, slopes=False):
        inside = np.eye(units)
        for term, value in zip(found.terms[2:], rho, strict=True):
            sender, receiver = (grades.names.index(name) for name in term.split(".")[1:])
            inside = inside - value * np.diag(1.0 * (grades.codes == receiver)) @ dense @ np.diag(
                1.0 * (grades.codes == sender)
            )
        y = (outcome @ inside.T).ravel()
        fitted = np.linalg.lstsq(design, y, rcond=None)[0]
        residual = y - design @ fitted
        value = outcome.size / 2 * (np.log(2 * np.pi * residual @ residual / outcome.size) + 1)
        return fitted[:2] if slopes else value - 6 * np.linalg.slogdet(inside)[1]

    rho = found.estimates[2:-1]
    assert found.log_likelihood == pytest.approx(-minus_likelihood(rho), rel=1e-9)
    assert found.estimates[:2] == pytest.approx(minus_likelihood(rho, slopes=True), abs=1e-8)
    searched = optimize.minimize(minus_likelihood, rho + 0.02, method="Nelder-Mead", options={"maxiter": 400})
    assert found.log_likelihood >= -searched.fun - 1e-8


def test_the_sender_is_the_column_and_the_receiver_the_row(nine_lags):
    _, _, weights, grades = nine_lags.data("nine_lags")
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
    weights, grades, outcome, x = planted(8, 7, 4)
    fit = grade_lags(outcome, x, weights, grades, TWO_WAY, ("a", "b"))
    assert fit.scores.sum(axis=0) == pytest.approx(0, abs=1e-8)
    lags, _ = lags_of(weights, grades)
    rho, sigma2 = fit.estimates[2:-1], fit.estimates[-1]
    error = within(outcome @ (np.eye(7) - lags.together(rho)).T - x @ fit.estimates[:2], TWO_WAY)
    for at, pair in enumerate(lags.pairs):
        response = lags.part(pair) @ lags.multiplier(rho)
        signal = within(outcome @ lags.part(pair).T, TWO_WAY) - error @ response.T
        for i in range(7):
            total = -4 * response[i, i]
            for t in range(4):
                q = response[i, i] * error[t, i]
                q += sum((response[i, j] + response[j, i]) * error[t, j] for j in range(i))
                total += (signal[t, i] + q) * error[t, i] / sigma2
            assert fit.scores[i, 2 + at] == pytest.approx(total, abs=1e-9)


def test_labels_of_units_and_the_scale_of_weights_do_not_matter():
    weights, grades, outcome, x = planted(2, 9, 5)
    fit = grade_lags(outcome, x, weights, grades, TWO_WAY, ("a", "b"))
    order = np.random.default_rng(0).permutation(9)
    mixed = Grades(grades.names, grades.codes[order])
    other = grade_lags(outcome[:, order], x[:, order], weights[order][:, order], mixed, TWO_WAY, ("a", "b"))
    assert other.estimates == pytest.approx(fit.estimates, abs=1e-10)
    scaled = grade_lags(outcome, x, 0.5 * weights, grades, TWO_WAY, ("a", "b"))
    assert scaled.estimates[2:-1] == pytest.approx(2 * fit.estimates[2:-1], abs=1e-8)
    assert scaled.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-8)


def test_a_search_from_many_starts_ends_at_one_maximum(nine_lags, fits):
    outcome, x, weights, grades = nine_lags.data("nine_lags")
    lags, _ = lags_of(weights, grades)
    problem = concentrated(outcome, x, lags, TWO_WAY)
    rng = np.random.default_rng(1)
    ends = [climbed(problem, rng.uniform(-0.8, 0.8, 9)) for _ in range(5)]
    assert np.array(ends) == pytest.approx(np.tile(fits["nine_lags"].estimates[4:-1], (5, 1)), abs=1e-7)
    assert fits["nine_lags"].others == ()


def test_faults():
    weights, grades, outcome, x = planted(4, 8, 5)
    nothing = sparse.csr_array((8, 8))
    with pytest.raises(StudyError, match="are all zero: there is no lag to estimate"):
        grade_lags(outcome, x, nothing, grades, TWO_WAY, ("a", "b"))
    with pytest.raises(StudyError, match="`b` is collinear with `a` once the effects are absorbed"):
        grade_lags(outcome, x[..., [0, 0]], weights, grades, TWO_WAY, ("a", "b"))
    lags, _ = lags_of(weights, grades)
    exactly = (x @ [1.0, 2.0]) @ lags.multiplier(np.zeros(len(lags.pairs))).T
    with pytest.raises(StudyError, match="explain the outcome perfectly"):
        grade_lags(exactly, x, weights, grades, TWO_WAY, ("a", "b"))
    with pytest.raises(StudyError, match="missing or infinite, first in period 1, unit 3"):
        grade_lags(np.where(np.arange(8) == 2, np.nan, outcome), x, weights, grades, TWO_WAY, ("a", "b"))


def test_a_lag_that_effects_explain_is_refused_by_name():
    """All units receive the same from one grade: year effects leave of its two lags that of one grade's mean."""
    _, grades, outcome, x = planted(6, 8, 5)
    same = sparse.csr_array(np.where(grades.codes[None, :] == 0, 1 / 4, 0.0) * np.ones((8, 1)))
    with pytest.raises(StudyError, match=r"`rho\.a\.b` is collinear with `rho\.a\.a` once the effects are absorbed"):
        grade_lags(outcome, x, same, grades, TWO_WAY, ("a", "b"))
