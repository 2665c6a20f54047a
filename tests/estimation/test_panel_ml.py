"""Spatial panels: published panels, explicit dummies, a second program, and the identities of a maximum."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import W
from scipy import optimize
from spatial_panels import REFERENCE, by_dummies, dummies, planted
from spreg import ML_LagFE

from core.errors import StudyError
from estimation.ml_errors import clustered, corrected, inverse, unit_scores
from estimation.panel_ml import Arrays
from estimation.resolvent import lag, resolvent_of
from estimation.spatial import fit_model
from estimation.weights import align, from_pairs

EFFECTS = {"unit": ("unit",), "time": ("year",), "two": ("unit", "year")}
TERMS = ("lpcap", "lpc", "lemp", "unemp")
MODELS = ("slx", "sar", "sdm", "sem", "sdem")
KINDS = {"sar": "lag", "sdm": "lag", "sem": "error", "sdem": "error"}
ALL_EFFECTS = [(), ("unit",), ("year",), ("unit", "year")]


def arrays_of(panel, weights, outcome, terms, model, effects):
    """The arrays of a panel by unit and year, with lags where the model has them."""
    wide = {name: panel.pivot(index="unit", columns="year", values=name) for name in (outcome, *terms)}
    values = np.stack([wide[name].loc[list(weights.units)].to_numpy() for name in terms], axis=-1)
    names = tuple(terms)
    if model in ("slx", "sdm", "sdem"):
        values = np.concatenate([values, lag(weights.matrix, values)], axis=-1)
        names += tuple(f"W:{term}" for term in terms)
    return Arrays(wide[outcome].loc[list(weights.units)].to_numpy(), values, names, effects)


def fit(weights, arrays, model="sar"):
    return fit_model(model, arrays, resolvent_of(weights))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("kind", EFFECTS)
def test_munnell_panel(produc, states, munnell_panel, kind, model):
    """Reference computed with explicit dummies; SAR with `unit` also by R splm 1.6-5. Tolerances of the reference."""
    expected, states = produc[f"{model}_{kind}"], align(states, np.array(produc["units"]))
    found = fit(states, arrays_of(munnell_panel, states, "lgsp", TERMS, model, EFFECTS[kind]), model)
    k = len(expected["beta"])
    assert found.estimates[:k] == pytest.approx(expected["beta"], rel=1e-7, abs=1e-8)
    assert found.log_likelihood == pytest.approx(expected["logL"], rel=1e-7)
    assert found.sigma2 == pytest.approx(expected["s2"], rel=1e-7)
    error = np.sqrt(np.diag(inverse(found.information)))
    if "rho" in expected:
        assert found.parameter == pytest.approx(expected["rho"], rel=1e-7, abs=1e-8)
        assert error == pytest.approx(expected["se_observed"], rel=1e-5)
        by_unit = np.sqrt(np.diag(clustered(found, np.arange(48), resolvent_of(states))))
        assert by_unit == pytest.approx(expected["se_cluster_unit"][: k + 1], rel=1e-5)
    if "lam" in expected:
        assert found.parameter == pytest.approx(expected["lam"], abs=1e-6)
        assert error[k] == pytest.approx(expected["se_lam_observed"], rel=1e-5)
    if corrections := expected.get("lee_yu"):
        known = corrections.get("observed", corrections)
        estimates, sigma2, _ = corrected(found, EFFECTS[kind])
        assert [*estimates, sigma2] == pytest.approx([*known["beta"], known["rho"], known["s2"]], rel=1e-7)


@pytest.mark.parametrize("model", ["sar", "sdm", "sem", "sdem"])
@pytest.mark.parametrize(("kind", "effects"), [("row_two", ("unit", "year")), ("max_eigenvalue_unit", ("unit",))])
def test_castle_in_r(kind, effects, model):
    """R spatialreg 1.2-6 on 48 states with dummies, rows standardised or not. Tolerances of the reference, but for
    the parameter: spatialreg's search by values stops up to 4e-7 away from the maximum."""
    known = json.loads((REFERENCE / "castle_spatialreg.json").read_text(encoding="utf-8"))["expected"][kind][model]
    panel = pd.read_csv(REFERENCE / "castle48.csv").rename(columns={"st": "unit"})
    pairs = pd.read_csv(REFERENCE / "castle48_pairs.csv")
    unit, neighbour = (pd.concat([pairs[a], pairs[b]]) for a, b in [("unit", "neighbour"), ("neighbour", "unit")])
    raw = np.ones(len(unit))
    weights = from_pairs(unit, neighbour, raw, "queen", "row")
    if kind.startswith("max"):
        weights = from_pairs(unit, neighbour, raw, "queen", "none")
        weights = from_pairs(unit, neighbour, raw / weights.spectrum.values.max(), "queen", "none")
    terms = ("post", "unemployrt", "poverty")
    found = fit(weights, arrays_of(panel, weights, "l_homicide", terms, model, effects), model)
    *slopes, parameter = found.estimates
    assert slopes == pytest.approx(list(known["b"].values()), rel=1e-6, abs=1e-7)
    assert parameter == pytest.approx(known["par"], abs=5e-7)
    assert found.log_likelihood == pytest.approx(known["logL"], rel=1e-9)
    assert found.sigma2 == pytest.approx(known["s2"], rel=1e-6)


@pytest.mark.parametrize("years", [False, True])
def test_agrees_with_spreg(states, munnell_panel, years):
    """spreg knows unit effects only; with year dummies among the regressors it has both. 1e-6: its optimiser."""
    arrays = arrays_of(munnell_panel, states, "lgsp", TERMS, "sar", ("unit", "year") if years else ("unit",))
    size, periods = arrays.outcome.shape
    cuts = states.matrix.indptr[1:-1]
    columns, values = (np.split(part, cuts) for part in (states.matrix.indices, states.matrix.data))
    weights = W({i: list(row) for i, row in enumerate(columns)}, {i: list(row) for i, row in enumerate(values)})
    year = np.repeat(np.eye(periods), size, axis=0)[:, 1:] if years else np.empty((arrays.outcome.size, 0))
    design = np.column_stack([arrays.regressors.swapaxes(0, 1).reshape(arrays.outcome.size, -1), year])
    other = ML_LagFE(arrays.outcome.T.reshape(-1, 1), design, weights, epsilon=1e-12, spat_impacts=None)
    found = fit(states, arrays)
    assert found.parameter == pytest.approx(float(other.rho), rel=1e-6)
    assert found.estimates[:4] == pytest.approx(other.betas.ravel()[:4], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    units=st.integers(5, 12),
    periods=st.integers(4, 6),
    standardize=st.sampled_from(["row", "none"]),
    effects=st.sampled_from(ALL_EFFECTS),
    kind=st.sampled_from(["lag", "error"]),
    lags=st.booleans(),
)
def test_equals_maximum_likelihood_with_explicit_dummies(seed, units, periods, standardize, effects, kind, lags):
    """To 8 digits; a search by values of the slow likelihood finds nothing higher."""
    weights, arrays = planted(seed, units, periods, standardize, effects, lags, kind)
    found = fit(weights, arrays, "sar" if kind == "lag" else "sem")
    value, slopes, residual = by_dummies(arrays, weights.matrix, kind, found.parameter)
    assert found.log_likelihood == pytest.approx(value, rel=1e-9)
    assert found.estimates[:-1] == pytest.approx(slopes, rel=1e-8, abs=1e-8)
    assert found.residual.ravel() == pytest.approx(residual, abs=1e-8)
    by_search = optimize.minimize_scalar(
        lambda rho: -by_dummies(arrays, weights.matrix, kind, rho)[0],
        bounds=(found.parameter - 0.05, found.parameter + 0.05),
        method="bounded",
        options={"xatol": 1e-12},
    )
    assert found.parameter == pytest.approx(by_search.x, abs=1e-6)  # of a search by values
    low, high = weights.spectrum.interval
    everywhere = np.linspace(low, high, 40)[1:-1]
    assert found.log_likelihood >= max(by_dummies(arrays, weights.matrix, kind, rho)[0] for rho in everywhere) - 1e-8


def dummy_likelihood(point, arrays, matrix, kind):
    """Log-likelihood over (slopes, ρ or λ, sigma2), with dummies concentrated out."""
    *slopes, rho, sigma2 = point
    rest = Arrays(arrays.outcome - arrays.regressors @ slopes, np.empty((*arrays.outcome.shape, 0)), (), arrays.effects)
    if kind == "lag":  # (I - ρW) y - X b is that of an outcome with another mean
        whole = np.linalg.solve(np.eye(len(arrays.outcome)) - rho * matrix.toarray(), arrays.regressors @ slopes)
        rest = Arrays(arrays.outcome - whole, rest.regressors, (), arrays.effects)
    value, _, residual = by_dummies(rest, matrix, kind, rho)
    own = residual @ residual
    size = residual.size
    return value + size / 2 * (np.log(own / size) + 1 - np.log(sigma2)) - own / (2 * sigma2)


@pytest.mark.parametrize("kind", ["lag", "error"])
@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize("effects", ALL_EFFECTS)
def test_information_is_the_numerical_hessian(standardize, effects, kind):
    """Second differences of the slow likelihood: 1e-5 of a unit-free Hessian is their own error."""
    weights, arrays = planted(7, 9, 5, standardize, effects, kind=kind)
    found = fit(weights, arrays, "sar" if kind == "lag" else "sem")
    top = np.append(found.estimates, found.sigma2)
    step = 1e-3 * np.sqrt(np.diag(inverse(found.information)))
    size = len(top)

    def value(*moves):
        return dummy_likelihood(top + sum((sign * step[i] * np.eye(size)[i] for i, sign in moves), np.zeros(size)),
                                arrays, weights.matrix, kind)  # fmt: skip

    assert value() == pytest.approx(found.log_likelihood, rel=1e-12)
    gradient = np.array([(value((i, 1)) - value((i, -1))) / 2 for i in range(size)]) / 1e-3
    assert gradient == pytest.approx(np.zeros(size), abs=1e-5)
    hessian = [
        [(value((i, 1), (j, 1)) - value((i, 1), (j, -1)) - value((i, -1), (j, 1)) + value((i, -1), (j, -1))) / 4
         for j in range(size)] for i in range(size)
    ]  # fmt: skip
    scale = np.sqrt(np.diag(inverse(found.information)))
    assert -np.array(hessian) / 1e-6 == pytest.approx(found.information * np.outer(scale, scale), abs=1e-5)


@pytest.mark.parametrize("kind", ["lag", "error"])
@pytest.mark.parametrize("effects", ALL_EFFECTS)
def test_scores_of_units_add_up_to_zero_in_any_order(effects, kind):
    """The whole score is zero at the maximum, and its shares do not depend on how units are numbered but in ρ's."""
    weights, arrays = planted(3, 10, 5, "row", effects, kind=kind)
    found = fit(weights, arrays, "sar" if kind == "lag" else "sem")
    scores = unit_scores(found, resolvent_of(weights))
    error = np.sqrt(np.diag(inverse(found.information)))
    assert scores.sum(axis=0) * error == pytest.approx(np.zeros(4), abs=1e-9)
    order = np.random.default_rng(1).permutation(10)
    turned = align(weights, weights.units[order])
    other = fit(turned, Arrays(arrays.outcome[order], arrays.regressors[order], arrays.terms, effects),
                "sar" if kind == "lag" else "sem")  # fmt: skip
    assert other.estimates == pytest.approx(found.estimates, abs=1e-10)
    again = unit_scores(other, resolvent_of(turned))
    assert again[:, [0, 1, 3]] == pytest.approx(scores[order][:, [0, 1, 3]], rel=1e-7, abs=1e-7)


def test_clusters_of_one_are_units_and_one_cluster_has_no_variance():
    weights, arrays = planted(3, 10, 5, "row")
    found, resolvent = fit(weights, arrays), resolvent_of(weights)
    scores = unit_scores(found, resolvent)
    bread = inverse(found.information)
    by_unit = (bread @ scores.T @ scores @ bread)[:-1, :-1]
    assert clustered(found, np.arange(10), resolvent) == pytest.approx(by_unit, rel=1e-10)
    assert clustered(found, np.zeros(10), resolvent) == pytest.approx(np.zeros((3, 3)), abs=1e-12)


@pytest.mark.parametrize("factor", [0.1, 3.0])
@pytest.mark.parametrize("kind", ["lag", "error"])
def test_weights_times_c_give_rho_over_c(factor, kind):
    model = "sar" if kind == "lag" else "sem"
    one, other = (fit(*planted(3, 12, 6, "none", kind=kind, scale=scale), model) for scale in (1.0, factor))
    assert other.parameter * factor == pytest.approx(one.parameter, rel=1e-9)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)
    assert other.estimates[:-1] == pytest.approx(one.estimates[:-1], rel=1e-9)


@pytest.mark.parametrize("standardize", ["row", "none"])
def test_larger_models_have_larger_likelihoods(standardize):
    weights, arrays = planted(4, 12, 6, standardize, lags=True)
    short = Arrays(arrays.outcome, arrays.regressors[..., :2], arrays.terms[:2], arrays.effects)
    values = {name: fit(weights, arrays, name).log_likelihood for name in ("slx", "sdm", "sdem")}
    values |= {name: fit(weights, short, name).log_likelihood for name in ("ols", "sar", "sem")}
    assert values["sdm"] >= max(values["sar"], values["slx"]) >= values["ols"]
    assert values["sdem"] >= max(values["sem"], values["slx"])
    assert standardize == "none" or values["sdm"] >= values["sem"]  # a common factor, where W1 is constant


@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize("kind", ["lag", "error"])
def test_the_score_that_years_leave_is_that_of_their_dummies(kind, standardize):
    """With P what takes the dummies of years out, filtered in an error model, E e'Ge/sigma2 − T tr G = tr(P G) − T tr G
    and E e'e/(2 sigma2²) − NT/(2 sigma2) = (tr P − NT)/(2 sigma2)."""
    weights, arrays = planted(6, 7, 4, standardize, ("year",), kind=kind)
    found, w = fit(weights, arrays, "sar" if kind == "lag" else "sem"), weights.matrix.toarray()
    filter_ = np.kron(np.eye(7) - found.parameter * w, np.eye(4))
    columns = dummies(("year",), 7, 4)
    columns = filter_ @ columns if kind == "error" else columns
    without = np.eye(28) - columns @ np.linalg.pinv(columns)
    g = np.kron(w, np.eye(4)) @ np.linalg.inv(filter_)
    expected = [np.trace(without @ g) - np.trace(g), (np.trace(without) - 28) / (2 * found.sigma2)]
    assert found.effect_score[-2:] == pytest.approx(-np.array(expected), rel=1e-9)
    assert not found.effect_score[:-2].any()


def test_the_correction_moves_rho_towards_the_truth():
    """Means over 60 panels of 30 units and 5 years with ρ = .4: the bias of year effects is more than halved."""
    found = []
    for seed in range(60):
        weights, arrays = planted(seed, 30, 5, "row", rho=0.4)
        one = fit(weights, arrays)
        found.append((one.parameter, corrected(one, arrays.effects)[0][-1]))
    plain, moved = np.mean(found, axis=0) - 0.4
    assert plain < -0.02
    assert abs(moved) < abs(plain) / 2


def test_weights_that_are_equal_say_nothing_beyond_the_effects_of_years():
    """W = (J − I)/(N − 1): lags of terms and of the outcome are −1/(N − 1) times these once years are absorbed."""
    random = np.random.default_rng(1)
    unit, neighbour = np.nonzero(1 - np.eye(8))
    weights = from_pairs(unit, neighbour, np.ones(56), "all", "row")
    x, y = random.normal(size=(8, 5, 1)), random.normal(size=(8, 5))
    both = Arrays(y, np.concatenate([x, lag(weights.matrix, x)], axis=-1), ("a", "W:a"), ("unit", "year"))
    said = r"^`W:a` is collinear with `a` once the effects are absorbed.\n  Take out of the formula or of `lags`.$"
    for model in ("slx", "sdm", "sdem"):
        with pytest.raises(StudyError, match=said):
            fit(weights, both, model)
    alone = Arrays(y, x, ("a",), ("unit", "year"))
    with pytest.raises(StudyError, match=r"lag of the outcome is a multiple .* of unit and years: rho cannot be told"):
        fit(weights, alone, "sar")
    assert fit(weights, Arrays(y, x, ("a",), ("unit",)), "sar").parameter < 1  # units alone leave it


def test_a_likelihood_that_grows_up_to_a_bound_is_refused():
    """The outcome is the eigenvector of the largest eigenvalue in every year: rho would make the process explode."""
    weights, arrays = planted(3, 10, 6, "none")
    _, vectors = np.linalg.eigh(weights.matrix.toarray())
    y = vectors[:, -1:] * np.random.default_rng(1).normal(size=6)
    y = y + 1e-9 * np.random.default_rng(2).normal(size=y.shape)
    explosive = Arrays(y, arrays.regressors, arrays.terms, ("unit",))
    with pytest.raises(StudyError, match=r"no maximum for .*: it grows up to a bound.\n  Take out"):
        fit(weights, explosive, "sar")


def test_refusals():
    weights, arrays = planted(1, 6, 4, "row")
    x = arrays.regressors
    constant = np.stack([x[..., 0], np.repeat(x[:, :1, 0], 4, axis=1)], axis=-1)
    double = np.stack([x[..., 0], 2 * x[..., 0]], axis=-1)
    for model in ("ols", "sar", "sem"):
        for design, said in [(constant, "absorbed by the unit and year effects"), (double, "collinear with `a`")]:
            with pytest.raises(StudyError, match=rf"^`b` is {said}"):
                fit(weights, Arrays(arrays.outcome, design, arrays.terms, arrays.effects), model)
        with pytest.raises(StudyError, match="perfectly"):
            fit(weights, Arrays(x @ [1.0, 2.0], x, arrays.terms, arrays.effects), model)
    gap = x.copy()
    gap[2, 1, 0] = np.nan
    with pytest.raises(StudyError, match="period 2, unit 3"):
        fit(weights, Arrays(arrays.outcome, gap, arrays.terms, arrays.effects))
