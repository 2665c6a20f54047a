"""The wild cluster bootstrap, against its reference (reference/castle_wcr_enumerated.json) and against refitting."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from castle_cases import fitted
from samples import castle_panel, fit_from, planted

from estimation.wild import _vectors, wild_bootstrap

EXPECTED = json.loads((Path(__file__).parent / "reference" / "castle_wcr_enumerated.json").read_text())["expected"]


def test_ten_clusters_enumerated():
    test = wild_bootstrap(fitted(castle_panel(), "cluster_group10", "reghdfe"), "post", np.random.default_rng(1))
    assert (test.weights, test.draws, test.enumerated) == ("rademacher", EXPECTED["signs"], True)
    assert test.p_value == EXPECTED["p"] == 0.283203125
    assert test.statistic == pytest.approx(EXPECTED["t_CR0"], rel=1e-9)


def by_refitting(panel, term, others, effects, cluster, weights, vectors):
    """Share of |t*| >= |t| with every effect as a dummy, each drawn outcome fitted anew; t without factor."""
    dummies = pd.get_dummies(panel[effects].astype(str)).to_numpy(dtype=float)
    root = np.ones(len(panel)) if weights is None else np.sqrt(panel[weights].to_numpy())
    null = root[:, None] * np.column_stack([panel[others].to_numpy(dtype=float), dummies])
    full = np.column_stack([root * panel[term], null])
    clusters = pd.factorize(panel[cluster], sort=True)[0]
    bread, outcome = np.linalg.pinv(full.T @ full), root * panel["y"].to_numpy()

    def statistic(drawn):
        coefficients = bread @ (full.T @ drawn)
        scores = full * (drawn - full @ coefficients)[:, None]
        summed = np.array([scores[clusters == cluster].sum(axis=0) for cluster in range(clusters.max() + 1)])
        return coefficients[0] / np.sqrt((bread @ summed.T @ summed @ bread)[0, 0])

    under = null @ (np.linalg.pinv(null) @ outcome)
    drawn = np.array([statistic(under + vector[clusters] * (outcome - under)) for vector in vectors])
    observed = statistic(outcome)
    return observed, int((np.abs(drawn) >= abs(observed) * (1 - 1e-10)).sum())


@pytest.mark.parametrize(
    ("effects", "cluster", "weights", "draws"),
    [
        (["unit", "year"], "unit", None, 300),
        (["unit", "year"], "unit", "w", 300),
        (["unit", "year"], "year", "w", 8_000),
        (["region"], "unit", None, 300),
    ],
)
def test_every_draw_is_that_of_refitting(effects, cluster, weights, draws):
    """Clusters by year are five, so that all of Webb's points are enumerated; they do not nest the units."""
    panel = planted(8, n_units=14, n_years=5, share=0.8)
    fit = fit_from(panel, f"y ~ d + x1 | {' + '.join(effects)}", clusters=[cluster], weights=weights)
    test = wild_bootstrap(fit, "d", np.random.default_rng(4), draws)
    name, vectors, enumerated = _vectors(fit.sample.clusters[0].count, np.random.default_rng(4), draws)
    panel = panel.sort_values(["unit", "year"])
    observed, extreme = by_refitting(panel, "d", ["x1"], effects, cluster, weights, vectors)
    assert test.statistic == pytest.approx(observed, rel=1e-9)
    assert (test.weights, test.draws, test.enumerated) == (name, len(vectors), enumerated)
    assert test.p_value == (extreme / len(vectors) if enumerated else (1 + extreme) / (1 + draws))
    assert enumerated == (cluster == "year")


@pytest.mark.parametrize(
    ("clusters", "draws", "name", "number", "enumerated"),
    [
        (5, 9_999, "webb", 6**5, True),
        (6, 9_999, "webb", 9_999, False),
        (9, 9_999, "webb", 9_999, False),
        (10, 9_999, "rademacher", 2**10, True),
        (13, 9_999, "rademacher", 2**13, True),
        (14, 9_999, "rademacher", 9_999, False),
    ],
)
def test_weights_and_their_number(clusters, draws, name, number, enumerated):
    found, vectors, every = _vectors(clusters, np.random.default_rng(0), draws)
    assert (found, len(vectors), every) == (name, number, enumerated)
    assert len(np.unique(vectors, axis=0)) == number or not enumerated
    moments = vectors.mean(), (vectors**2).mean()
    assert moments == pytest.approx((0, 1), abs=1e-12 if enumerated else 0.02)  # of 9,999 draws of a cluster


@pytest.mark.slow
def test_the_p_value_is_uniform_under_the_null():
    """Of 200 panels of 10 units 5 % have a p-value of at most .05, give or take three standard errors of a share."""
    below = []
    for seed in range(200):
        panel = planted(seed, n_units=10, n_years=5)
        panel = panel.assign(y=panel["y"] - 0.5 * panel["d"])
        fit = fit_from(panel, "y ~ d + x1 + x2 | unit + year", clusters=["unit"])
        below.append(wild_bootstrap(fit, "d", np.random.default_rng(0)).p_value <= 0.05)
    assert abs(np.mean(below) - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 200)
