"""Impacts: published panel, the inverse taken for once, and simulated against delta inference."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_panel_ml import EFFECTS as KINDS
from test_panel_ml import TERMS, arrays_of, fit

from core.errors import StudyError
from core.files import read_json, write_json
from core.seeds import stream
from estimation.ml_errors import inverse
from estimation.resolvent import resolvent_of
from estimation.weights import from_pairs
from spatial.impacts import (
    EFFECTS,
    Parameters,
    effects,
    effects_of_columns,
    impacts,
    many_rejected,
    parameters_of,
    unit_effects,
)

NAMES = {
    "sar": ("a", "b", "rho"),
    "sdm": ("a", "b", "W:a", "rho"),  # b without a lag
    "slx": ("a", "W:a", "W:b"),  # the lag of b alone
    "sem": ("a", "b", "lambda"),
}
VALUES = {"a": 1.0, "b": -0.4, "W:a": 0.3, "W:b": 0.2, "rho": 0.3, "lambda": 0.5}


@pytest.fixture(scope="module", params=["row", "none"])
def ring(request):
    """A weighted ring with chords, in which row sums differ."""
    pairs = [(i, (i + step) % 9, 0.2 + 0.1 * i) for i in range(9) for step in (1, 3)]
    row, column, raw = zip(*pairs, strict=True)
    return from_pairs([*row, *column], [*column, *row], 0.3 * np.array([*raw, *raw]), "ring", request.param)


def invented(weights, model="sar"):
    """Parameters of a fit with the weights."""
    names = NAMES[model]
    factor = 0.06 * np.tril(np.random.default_rng(2).normal(size=(len(names), len(names))))
    interval = weights.spectrum.interval if model in ("sar", "sdm", "sem") else None
    return Parameters(names, np.array([VALUES[name] for name in names]), factor @ factor.T, interval)


def fact_of(weights, fit, name="spillovers", **more):
    """The entry of a fit with these parameters in the JSON file of its table."""
    said = {"terms": fit.names, "estimates": fit.estimates, "covariance": fit.covariance, "interval": fit.interval}
    known = {"name": name, "matrix": weights.name, "units": list(weights.units), "parameters": said}
    return known | {"warnings": ["thin"], "n_clusters": 9, "cluster": "unit"} | more


@pytest.mark.parametrize("model", ["sar", "sdm"])
@pytest.mark.parametrize("kind", KINDS)
def test_munnell_panel(produc, states, munnell_panel, kind, model):
    """Tolerances of the reference: point 1e-7, delta SE 1e-5, simulated mean 5 se/√R, simulated SE 2 % (R = 100000)."""
    found = fit(states, arrays_of(munnell_panel, states, "lgsp", TERMS, model, KINDS[kind]), model)
    known = Parameters(found.terms, found.estimates, inverse(found.information)[:-1, :-1], found.interval)
    table = pd.DataFrame(impacts(known, resolvent_of(states), 100000, stream(1, "impacts", kind)))
    expected = produc[f"{model}_{kind}"]["impacts"]
    for place, effect in enumerate(EFFECTS):
        part, four = table[table["effect"] == effect], slice(4 * place, 4 * place + 4)
        mean, error = (np.array(expected[f"sim_{name}_observed_200000"][four]) for name in ("mean", "se"))
        assert part["term"].tolist() == list(TERMS)
        assert part["estimate"].to_numpy() == pytest.approx(expected[effect], rel=1e-7)
        assert part["std_error"].to_numpy() == pytest.approx(expected["se_delta_observed"][four], rel=1e-5)
        assert np.all(np.abs(part["simulated_mean"] - mean) < 5 * error / np.sqrt(100000))
        assert part["simulated_se"].to_numpy() == pytest.approx(error, rel=0.02)


def by_inverse(weights, fit):
    """(N, N) effects of each term, by the inverse."""
    w = weights.matrix.toarray()
    inside = np.linalg.inv(np.eye(9) - fit.estimates @ fit.rho * w)
    values = dict(zip(fit.names, fit.estimates, strict=True))
    return [inside @ (values.get(term, 0) * np.eye(9) + values.get(f"W:{term}", 0) * w) for term in fit.terms]


@pytest.mark.parametrize("model", NAMES)
def test_effects_equal_those_of_the_inverse(ring, model):
    fit = invented(ring, model)
    whole = by_inverse(ring, fit)
    direct, indirect, total = effects(fit, fit.estimates, resolvent_of(ring))
    assert direct == pytest.approx([np.trace(own) / 9 for own in whole], rel=1e-12)
    assert total == pytest.approx([own.sum() / 9 for own in whole], rel=1e-12)
    assert direct + indirect == pytest.approx(total, rel=1e-14)
    assert model != "sem" or indirect == pytest.approx([0, 0])


def test_the_short_cut_is_that_of_rows_that_sum_to_one(ring):
    fit = invented(ring, "sdm")
    total = effects(fit, fit.estimates, resolvent_of(ring))[2]
    short_cut = (fit.estimates @ fit.own + fit.estimates @ fit.lagged) / 0.7
    assert ring.row_standardised == (total == pytest.approx(short_cut, rel=1e-10))


@pytest.mark.parametrize("model", ["sdm", "slx"])
def test_effects_of_units_are_rows_and_columns_of_the_inverse(ring, model):
    fit = invented(ring, model)
    found, warnings = unit_effects(["t.x"], {"t": [fact_of(ring, fit, "x")]}, {"ring": ring}, [])
    table = pd.DataFrame(found)
    direct, _, total = effects(fit, fit.estimates, resolvent_of(ring))
    for place, (term, whole) in enumerate(zip(fit.terms, by_inverse(ring, fit), strict=True)):
        own = table[table["term"] == term]
        assert own["unit"].tolist() == list(ring.units)
        assert own["own"].to_numpy() == pytest.approx(np.diag(whole), rel=1e-11)
        assert own["received"].to_numpy() == pytest.approx(whole.sum(axis=1), rel=1e-11)
        assert own["sent"].to_numpy() == pytest.approx(whole.sum(axis=0), rel=1e-11)
        means = own[["own", "received", "sent"]].mean().to_numpy()
        assert means == pytest.approx([direct[place], total[place], total[place]], rel=1e-11)
    assert warnings == ["thin"]


@pytest.mark.parametrize("model", NAMES)
def test_delta_errors_are_those_of_a_numerical_gradient(ring, model):
    fit, step = invented(ring, model), 1e-6
    moved = fit.estimates + step * np.vstack([np.eye(len(fit.names)), -np.eye(len(fit.names))])
    ends = effects(fit, moved, resolvent_of(ring))
    gradient = (ends[: len(fit.names)] - ends[len(fit.names) :]) / (2 * step)
    error = np.sqrt(np.einsum("iek,ij,jek->ek", gradient, fit.covariance, gradient)).T.ravel()
    table = pd.DataFrame(impacts(fit, resolvent_of(ring), 100, stream(1, "impacts")))
    assert table["std_error"].fillna(0).to_numpy() == pytest.approx(error, rel=1e-7)
    assert table["p_value"].isna().tolist() == (error == 0).tolist()


def wide(fit, share):
    """The same fit with an error of ρ that is a share of the way to its upper bound."""
    covariance = fit.covariance.copy()
    place = fit.names.index("rho")
    covariance[place] = covariance[:, place] = 0
    covariance[place, place] = (share * (fit.interval[1] - 0.3)) ** 2
    return replace(fit, covariance=covariance)


def test_draws_outside_the_interval_are_rejected_and_counted(ring):
    fit = wide(invented(ring), 0.5)
    table = impacts(fit, resolvent_of(ring), 2000, stream(1, "impacts"))
    assert len(set(table["rejected"])) == 1
    assert 0.01 < table["rejected"][0] / 2000 < 0.05  # 2.3 % beyond the upper bound, next to none below the lower
    assert np.isfinite(table["simulated_se"]).all()
    with pytest.raises(StudyError, match="of 2000 simulated"):
        impacts(wide(fit, 50), resolvent_of(ring), 2000, stream(1, "impacts"))
    assert many_rejected("t.a", 21, 2000, "rho outside its interval") == [
        "t.a: 21 of 2000 simulated draws had rho outside its interval and were rejected"
    ]
    assert many_rejected("t.a", 20, 2000, "") == []


def test_draws_have_the_covariance_that_few_clusters_leave_singular(ring):
    """Of rank 1: every draw moves along one line."""
    fit = invented(ring)
    along = np.array([0.01, 0.02, 0.005])
    table = impacts(replace(fit, covariance=np.outer(along, along)), resolvent_of(ring), 4000, stream(1, "impacts"))
    assert table["simulated_se"] == pytest.approx(table["std_error"], rel=0.1)


def test_draws_are_those_of_seed_table_and_column(ring):
    fits = {"t": [fact_of(ring, invented(ring), name) for name in ("a", "b")]}
    one, same, other = (
        pd.DataFrame(effects_of_columns([at], fits, {"ring": ring}, [], 50, 1)[0]) for at in ("t.a", "t.a", "t.b")
    )
    assert one.equals(same)
    assert not one.drop(columns="column").equals(other.drop(columns="column"))


def test_parameters_come_back_from_the_file(ring, tmp_path):
    """Twelve digits are written: the effects agree to 1e-11."""
    fit = invented(ring, "sdm")
    write_json(tmp_path / "t.json", fact_of(ring, fit))
    back = parameters_of(read_json(tmp_path / "t.json"))
    assert back.names == fit.names
    assert back.estimates == pytest.approx(fit.estimates, rel=1e-11)
    assert back.covariance == pytest.approx(fit.covariance, rel=1e-11)
    assert back.interval == pytest.approx(fit.interval, rel=1e-11)
    before, after = (impacts(one, resolvent_of(ring), 50, stream(1, "impacts")) for one in (fit, back))
    for name in ("estimate", "std_error", "simulated_mean", "simulated_se", "conf_low", "conf_high"):
        assert after[name] == pytest.approx(before[name], rel=1e-9)


def test_effects_of_columns_stand_in_the_order_of_their_addresses(ring):
    fit = invented(ring)
    fits = {
        "t": [fact_of(ring, fit, "x"), fact_of(ring, fit, "y", n_clusters=None, cluster=None)],
        "s": [fact_of(ring, fit, "x")],
    }
    addresses = ["t.y", "s.x", "t.x"]
    found, errors, warnings = effects_of_columns(addresses, fits, {"ring": ring}, [], 50, 1)
    table = pd.DataFrame(found)
    assert table["column"].drop_duplicates().tolist() == addresses
    assert table["term"].drop_duplicates().tolist() == ["a", "b"]
    assert warnings == ["thin"]
    assert [text.split(":")[0] for text in errors] == ["y", "x, x"]  # rules are not mixed without a word
    few = pd.DataFrame(effects_of_columns(addresses, fits, {"ring": ring}, ["b"], 50, 1)[0])
    assert few["term"].unique().tolist() == ["b"]
    assert few.equals(table[table["term"] == "b"].reset_index(drop=True))
    with pytest.raises(StudyError, match="no column has effects of `W:b`; allowed: `a`, `b`"):
        effects_of_columns(addresses, fits, {"ring": ring}, ["W:b"], 50, 1)
