"""CR2 and its degrees of freedom, against R (reference/castle_cluster_R.json) and against the whole projection."""

import numpy as np
import pandas as pd
import pytest
from castle_cases import R, fitted
from samples import castle_panel, fit_from, planted

from core.errors import StudyError
from estimation import cr2 as module
from estimation.cr2 import cr2

TIGHT = 1e-9  # relative: the tolerance of the reference
CONTROLS = 3e-9  # relative: of controls, where R is off by up to 2e-9 from the same formula in 40 digits
DIGITS = {"post": 0.05340801968883661, "l_income": 0.3485949770940567, "l_police": 0.1063456196733075}  # of the latter
IN = [(name, term) for name in R if "CR2" in R[name] for term in R[name]["CR2"]]


@pytest.fixture(scope="module")
def panel():
    return castle_panel()


@pytest.mark.parametrize("name", list(dict.fromkeys(name for name, _ in IN)))
def test_errors_degrees_of_freedom_and_p_values_of_R(panel, name):
    fit, expected = fitted(panel, name, "CR0"), R[name]
    found = cr2(fit, list(fit.terms)).set_index("term")
    for term in fit.terms:
        near = TIGHT if term == "post" else CONTROLS
        assert found.loc[term, "se_cr2"] == pytest.approx(expected["CR2"][term], rel=near)
        assert found.loc[term, "df_cr2"] == pytest.approx(expected["CR2_df"][term], rel=near)
        assert found.loc[term, "p_cr2"] == pytest.approx(expected["CR2_p"][term], rel=near)


def test_errors_in_40_digits(panel):
    """`DIGITS` are those of dummies in exact arithmetic of 40 digits, of the unbalanced panel with controls."""
    found = cr2(fitted(panel, "unbalanced_controls", "CR0"), list(DIGITS))
    np.testing.assert_allclose(found["se_cr2"], list(DIGITS.values()), rtol=1e-12)


def test_three_treated_states(panel):
    (found,) = cr2(fitted(panel, "three_treated", "reghdfe"), ["post"]).to_dict("records")
    assert round(found["se_cr2"], 7) == 0.0643671
    assert round(found["df_cr2"], 4) == 2.4333


def by_the_whole_projection(panel, terms, effects, cluster, weights):
    """CR2 and df of `terms` with every effect as a dummy and the (N, N) projection written out."""
    dummies = pd.get_dummies(panel[effects].astype(str)).to_numpy(dtype=float)
    design = np.column_stack([panel[terms].to_numpy(dtype=float), dummies])
    weight = np.ones(len(panel)) if weights is None else panel[weights].to_numpy()
    bread = np.linalg.pinv(design.T @ (weight[:, None] * design))
    left = np.eye(len(panel)) - design @ bread @ (design.T * weight)
    residuals = left @ panel["y"].to_numpy()
    clusters = [np.flatnonzero(panel[cluster] == value) for value in pd.unique(panel[cluster])]
    found = []
    for at in range(len(terms)):
        scores, vectors = [], []
        for rows in clusters:
            values, own = np.linalg.eigh(left[rows] @ left[rows].T)
            root = own @ np.diag([value**-0.5 if value > 1e-12 else 0 for value in values]) @ own.T
            loaded = root @ (weight[rows, None] * design[rows] @ bread)[:, at]
            scores.append(loaded @ residuals[rows])
            vectors.append(left[rows].T @ loaded)
        products = np.array(vectors) @ np.array(vectors).T
        found.append((np.linalg.norm(scores), np.trace(products) ** 2 / np.square(products).sum()))
    return np.array(found)


@pytest.mark.parametrize("weights", [None, "w"])
@pytest.mark.parametrize(
    ("effects", "cluster"), [(["unit", "year"], "unit"), (["unit", "year"], "year"), (["region"], "unit")]
)
def test_any_effects_and_clusters_as_by_the_whole_projection(weights, effects, cluster):
    """Clusters by year do not nest the effects of units."""
    panel = planted(8, n_units=14, n_years=5, share=0.8)
    fit = fit_from(panel, f"y ~ d + x1 | {' + '.join(effects)}", clusters=[cluster], weights=weights)
    panel = panel.sort_values(["unit", "year"])
    expected = by_the_whole_projection(panel, ["d", "x1"], effects, cluster, weights)
    found = cr2(fit, ["d", "x1"])[["se_cr2", "df_cr2"]].to_numpy()
    np.testing.assert_allclose(found, expected, rtol=1e-8)  # of a pseudo-inverse of dummies


def test_the_small_sample_rule_and_the_scale_of_weights_change_nothing():
    panel = planted(3)
    panel = panel.assign(more=7 * panel["w"])
    one, two = (
        cr2(fit_from(panel, "y ~ d | unit + year", rule, clusters=["unit"], weights=weights), ["d"])
        for rule, weights in (("CR0", "w"), ("regress", "more"))
    )
    pd.testing.assert_frame_equal(one, two, rtol=1e-12)


def test_more_rows_and_clusters_than_memory_holds_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_CELLS", 500)
    with pytest.raises(StudyError, match=r"72 rows in 12 clusters are too many for CR2.*take `also: wild`"):
        cr2(fit_from(planted(3), "y ~ d | unit + year", clusters=["unit"]), ["d"])
