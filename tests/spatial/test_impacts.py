"""Impacts: published panel, the inverse taken for once, and simulated against delta inference."""

from dataclasses import replace

import numpy as np
import pytest

from core.errors import StudyError
from core.files import read_json, write_json
from core.formulas import parse_formula
from core.seeds import stream
from spatial.columns import FittedColumn, description
from spatial.impacts import EFFECTS, Parameters, effects, effects_of_columns, impacts, impacts_of, parameters_of
from spatial.panel_ml import SpatialLag, spatial_lag
from spatial.weights import from_pairs

KINDS = {"unit": ("unit",), "time": ("year",), "two": ("unit", "year")}
TERMS = ("lpcap", "lpc", "lemp", "unemp")


@pytest.fixture(scope="module", params=["row", "none"])
def ring(request):
    """A weighted ring with chords, in which row sums differ, and an invented fit on it."""
    pairs = [(i, (i + step) % 9, 0.2 + 0.1 * i) for i in range(9) for step in (1, 3)]
    row, column, raw = zip(*pairs, strict=True)
    weights = from_pairs([*row, *column], [*column, *row], 0.3 * np.array([*raw, *raw]), "ring", request.param)
    factor = np.array([[0.05, 0, 0, 0], [0.02, 0.1, 0, 0], [0.01, -0.03, 0.06, 0], [0, 0, 0, 0.1]])
    covariance = (factor @ factor.T)[:3, :3]
    return weights, Parameters(("a", "b"), np.array([1.0, -0.4]), 0.3, covariance, weights.spectrum.interval)


def fact_of(weights, fit, name="spillovers"):
    """The entry of a fit with these parameters in the JSON file of its table."""
    whole = np.pad(fit.covariance, (0, 1))
    whole[-1, -1] = 1.0
    lag = SpatialLag(fit.terms, fit.beta, fit.rho, 1.0, whole, 0.0, fit.interval)
    settings = {"name": name, "estimator": "sar", "matrix": weights.name, "formula": "y ~ a + b", "sample": None}
    return description(FittedColumn(settings, parse_formula("y ~ a + b"), weights, lag, (4, 9), ["thin"]))


@pytest.mark.parametrize("kind", KINDS)
def test_munnell_panel(produc, states, munnell_panel, kind):
    """Tolerances of the reference: point 1e-7, delta SE 1e-5, simulated mean 5 se/√R, simulated SE 2 % (R = 100000)."""
    wide = {name: munnell_panel.pivot(index="year", columns="unit", values=name) for name in ("lgsp", *TERMS)}
    x = np.stack([wide[name].to_numpy() for name in TERMS], axis=-1)
    fit = spatial_lag(wide["lgsp"].to_numpy(), x, states.matrix, states.spectrum, KINDS[kind], TERMS)
    known = Parameters(fit.terms, fit.beta, fit.rho, fit.covariance[:-1, :-1], fit.interval)
    table = impacts(known, states.spectrum, 100000, stream(1, "impacts", kind))
    expected = produc[f"sar_{kind}"]["impacts"]
    for place, effect in enumerate(EFFECTS):
        part, four = table[table["effect"] == effect], slice(4 * place, 4 * place + 4)
        mean, error = (np.array(expected[f"sim_{name}_observed_200000"][four]) for name in ("mean", "se"))
        assert part["term"].tolist() == list(TERMS)
        assert part["estimate"].to_numpy() == pytest.approx(expected[effect], rel=1e-7)
        assert part["std_error"].to_numpy() == pytest.approx(expected["se_delta_observed"][four], rel=1e-5)
        assert np.all(np.abs(part["simulated_mean"] - mean) < 5 * error / np.sqrt(100000))
        assert part["simulated_se"].to_numpy() == pytest.approx(error, rel=0.02)


def test_effects_equal_those_of_the_inverse(ring):
    weights, fit = ring
    inverse = np.linalg.inv(np.eye(9) - fit.rho * weights.matrix.toarray())
    direct, indirect, total = effects(fit.beta, fit.rho, weights.spectrum)
    assert direct == pytest.approx(fit.beta * np.trace(inverse) / 9, rel=1e-12)
    assert total == pytest.approx(fit.beta * inverse.sum() / 9, rel=1e-12)
    assert direct + indirect == pytest.approx(total, rel=1e-14)
    short_cut = fit.beta / (1 - fit.rho)
    assert weights.row_standardised == (total == pytest.approx(short_cut, rel=1e-10))


def test_delta_errors_are_those_of_a_numerical_gradient(ring):
    weights, fit = ring
    point, step = np.append(fit.beta, fit.rho), 1e-6
    moved = point + step * np.vstack([np.eye(3), -np.eye(3)])
    ends = effects(moved[:, :2], moved[:, 2], weights.spectrum)
    gradient = (ends[:3] - ends[3:]) / (2 * step)
    error = np.sqrt(np.einsum("iek,ij,jek->ek", gradient, fit.covariance, gradient))
    table = impacts(fit, weights.spectrum, 100, stream(1, "impacts"))
    assert table["std_error"].to_numpy() == pytest.approx(error.T.ravel(), rel=1e-7)


def test_draws_outside_the_interval_are_rejected_and_counted(ring):
    weights, fit = ring
    wide = fit.covariance.copy()
    wide[2, 2] = (0.5 * (fit.interval[1] - fit.rho)) ** 2
    table = impacts(replace(fit, covariance=wide), weights.spectrum, 2000, stream(1, "impacts"))
    assert table["rejected"].nunique() == 1
    assert 0.01 < table["rejected"][0] / 2000 < 0.05  # 2.3 % beyond the upper bound, next to none below the lower
    assert np.isfinite(table["simulated_se"]).all()
    wide[2, 2] *= 10**4
    with pytest.raises(StudyError, match="of 2000 simulated"):
        impacts(replace(fit, covariance=wide), weights.spectrum, 2000, stream(1, "impacts"))


def test_draws_are_those_of_seed_table_and_column(ring):
    weights, fit = ring
    fact = fact_of(weights, fit)
    one, same, other = (impacts_of(address, fact, weights, [], 50, 1)[0] for address in ("t.a", "t.a", "t.b"))
    assert one.equals(same)
    assert not one.drop(columns="column").equals(other.drop(columns="column"))


def test_parameters_come_back_from_the_file(ring, tmp_path):
    """Twelve digits are written: the effects agree to 1e-11."""
    weights, fit = ring
    write_json(tmp_path / "t.json", fact_of(weights, fit))
    back = parameters_of(read_json(tmp_path / "t.json"))
    assert back.terms == fit.terms
    assert np.append(back.beta, back.rho) == pytest.approx(np.append(fit.beta, fit.rho), rel=1e-11)
    assert back.covariance == pytest.approx(fit.covariance, rel=1e-11)
    assert back.interval == pytest.approx(fit.interval, rel=1e-11)
    before, after = (impacts(one, weights.spectrum, 50, stream(1, "impacts")) for one in (fit, back))
    numbers = ["estimate", "std_error", "simulated_mean", "simulated_se", "conf_low", "conf_high"]
    assert after[numbers].to_numpy() == pytest.approx(before[numbers].to_numpy(), rel=1e-9)


def test_effects_of_columns_stand_in_the_order_of_their_addresses(ring):
    weights, fit = ring
    fits = {"t": [fact_of(weights, fit, "x"), fact_of(weights, fit, "y")], "s": [fact_of(weights, fit, "x")]}
    addresses = ["t.y", "s.x", "t.x"]
    table, warnings = effects_of_columns(addresses, fits, {"ring": weights}, [], 50, 1)
    assert table["column"].drop_duplicates().tolist() == addresses
    assert table["term"].drop_duplicates().tolist() == ["a", "b"]
    assert warnings == ["thin"]
    few, _ = effects_of_columns(addresses, fits, {"ring": weights}, ["b"], 50, 1)
    assert few["term"].unique().tolist() == ["b"]
    kept = table[table["term"] == "b"].reset_index(drop=True)
    assert few.equals(kept)


def test_many_rejected_draws_are_told(ring):
    weights, fit = ring
    wide = fit.covariance.copy()
    wide[2, 2] = (0.5 * (fit.interval[1] - fit.rho)) ** 2
    _, warnings = impacts_of("t.a", fact_of(weights, replace(fit, covariance=wide)), weights, [], 2000, 1)
    assert "t.a: " in warnings[-1] and "of 2000 simulated draws had rho outside" in warnings[-1]
