"""Tests between spatial models: published panels, slower formulas, and the rule that chooses."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import optimize
from scipy.special import chdtri
from spatial_panels import REFERENCE, dummies, planted
from test_panel_ml import EFFECTS, TERMS, arrays_of, fit

from core.errors import StudyError
from estimation.ml_errors import inverse
from estimation.panel_ml import Arrays
from estimation.resolvent import lag, resolvent_of
from estimation.weights import from_pairs
from spatial.random_effects import random_effects, with_means
from spatial.selection import CLUSTERED, LM, LR, TO_NONE, TO_SAR, TO_SEM, UNITS, WALD, choose, layout, selection
from spatial.specification_tests import ChiSquared, common_factor, hausman, lagrange_multipliers, mundlak, no_lags

COLUMN = {"name": "t.a", "estimator": "ols", "sample": None, "policy": None, "cluster": "unit", "weights": None}
FORMULA = f"lgsp ~ {' + '.join(TERMS)} | "


@pytest.mark.parametrize("kind", EFFECTS)
def test_munnell_panel(produc, states, munnell_panel, kind):
    """LM, LR and Wald tests of the reference, to its tolerance."""
    settings = COLUMN | {"formula": FORMULA + " + ".join(EFFECTS[kind])}
    table, _, _ = selection(munnell_panel, {"queen": states}, {"queen": []}, settings)
    found = table.set_index(["group", "test"])["statistic"]
    known, multipliers = produc[f"tests_{kind}"], produc[f"ols_{kind}"]["lm_lag_then_demean"]
    expected = {
        (LM, "lag"): multipliers["lmlag"],
        (LM, "error"): multipliers["lmerr"],
        (LM, "robust lag"): multipliers["rlmlag"],
        (LM, "robust error"): multipliers["rlmerr"],
        (LR, TO_SAR): known["LR_sdm_vs_sar"],
        (LR, TO_SEM): known["LR_sdm_vs_sem"],
        (WALD, TO_SAR): known["wald_observed"]["theta0"],
        (WALD, TO_SEM): known["wald_observed"]["common_factor"],
    }
    assert {key: found[key] for key in expected} == pytest.approx(expected, rel=1e-6)
    assert (table.set_index("test").loc[[TO_SAR, TO_SEM], "df"] == 4).all()


def test_random_effects_of_the_munnell_panel(produc, states, munnell_panel):
    """R splm 1.6-5: rho, slopes 1e-5, logL 1e-6; Hausman and Mundlak of the reference, whose search by values leaves
    1e-5 of them. The difference of variances is not positive semi-definite, so Hausman has no number."""
    arrays, resolvent = arrays_of(munnell_panel, states, "lgsp", TERMS, "sar", ("unit",)), resolvent_of(states)
    found, known = random_effects(arrays, resolvent), produc["sar_re"]
    assert found.estimates == pytest.approx([*known["beta"][1:], known["rho"]], rel=1e-5)
    assert found.share**0.5 == pytest.approx(known["phi"], rel=1e-5)
    assert found.log_likelihood == pytest.approx(known["logL"], rel=1e-9)
    fixed = fit(states, arrays)
    difference = inverse(fixed.information)[:-1, :-1] - found.covariance
    apart = fixed.estimates - found.estimates
    expected = produc["hausman_fe_unit_vs_re"]
    assert apart @ np.linalg.solve(difference, apart) == pytest.approx(expected["stat"], rel=1e-4)
    assert np.linalg.eigvalsh(difference)[0] == pytest.approx(expected["min_eigenvalue_of_V_difference"], rel=1e-4)
    test = hausman(fixed, found)
    assert (test.statistic, test.p_value, test.df) == (None, None, 5)
    assert test.note.startswith(
        "not computable: variance difference not positive semi-definite, smallest eigenvalue −0"
    )
    means = random_effects(with_means(arrays), resolvent)
    assert mundlak(means).statistic == pytest.approx(produc["mundlak"]["wald"], rel=1e-5)
    assert mundlak(means).df == 4
    assert 2 * (means.log_likelihood - found.log_likelihood) == pytest.approx(produc["mundlak"]["LR"], rel=1e-6)


@pytest.fixture(scope="module")
def castle():
    """48 states over 11 years, and their borders."""
    panel = pd.read_csv(REFERENCE / "castle48.csv").rename(columns={"st": "unit"})
    pairs = pd.read_csv(REFERENCE / "castle48_pairs.csv")
    both = [[*pairs[a], *pairs[b]] for a, b in (("unit", "neighbour"), ("neighbour", "unit"))]
    return panel, from_pairs(*both, np.ones(2 * len(pairs)), "queen", "row")


def test_lm_tests_of_castle_in_r(castle):
    """spdep lm.LMtests on the regression with dummies; 1e-8 of the reference."""
    known = json.loads((REFERENCE / "castle_spatialreg.json").read_text(encoding="utf-8"))["expected"]["row_two"]["lm"]
    panel, weights = castle
    arrays = arrays_of(panel, weights, "l_homicide", ("post", "unemployrt", "poverty"), "sar", ("unit", "year"))
    found = lagrange_multipliers(arrays, fit(weights, arrays, "ols"), resolvent_of(weights))
    assert [test.statistic for test in found.values()] == pytest.approx(
        [known[name] for name in ("LMlag", "LMerr", "RLMlag", "RLMerr")], rel=1e-8
    )


@pytest.mark.parametrize("effects", [("unit",), ("unit", "year")])
def test_random_effects_equal_the_normal_density_with_its_whole_covariance(effects):
    """The likelihood by a covariance of N T rows and dummies of years, maximised by values."""
    weights, arrays = planted(11, 8, 4, "row", effects)
    found = random_effects(arrays, resolvent_of(weights))
    matrix, (units, periods) = weights.matrix.toarray(), arrays.outcome.shape
    fixed = tuple(effect for effect in effects if effect == "year")
    design = np.hstack([arrays.regressors.reshape(units * periods, -1), dummies(fixed, units, periods)])
    same = np.kron(np.eye(units), np.ones((periods, periods)))

    def value(rho, share):
        """At the best slopes and sigma2."""
        covariance = np.eye(units * periods) + (1 / share - 1) / periods * same
        root = np.linalg.cholesky(covariance)
        outcome = ((np.eye(units) - rho * matrix) @ arrays.outcome).ravel()
        x, y = np.linalg.solve(root, design), np.linalg.solve(root, outcome)
        residual = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
        density = -len(y) / 2 * (np.log(2 * np.pi * np.square(residual).mean()) + 1)
        return density - np.log(np.diag(root)).sum() + periods * np.linalg.slogdet(np.eye(units) - rho * matrix)[1]

    assert found.log_likelihood == pytest.approx(value(found.estimates[-1], found.share), rel=1e-10)
    start = [found.estimates[-1], np.log(found.share)]
    best = optimize.minimize(lambda at: -value(at[0], np.exp(at[1])), start, method="Nelder-Mead",
                             options={"xatol": 1e-9, "fatol": 1e-12})  # fmt: skip
    assert -best.fun <= found.log_likelihood + 1e-9
    assert [found.estimates[-1], np.log(found.share)] == pytest.approx(list(best.x), abs=1e-4)


def test_units_without_a_variance_of_their_own_have_a_share_of_one():
    """All means of units are zero, which is less than chance would leave."""
    weights, arrays = planted(2, 10, 6, "row", ("unit",))
    y, x = (values - values.mean(axis=1, keepdims=True) for values in (arrays.outcome, arrays.regressors))
    found = random_effects(Arrays(y, x, arrays.terms, ("unit",)), resolvent_of(weights))
    none = fit(weights, Arrays(y, x, arrays.terms, ()))
    assert found.share == 1
    assert found.log_likelihood == pytest.approx(none.log_likelihood, rel=1e-10)
    assert found.estimates == pytest.approx(none.estimates, rel=1e-8)
    assert found.covariance == pytest.approx(inverse(none.information)[:-1, :-1], rel=1e-8)


def test_wald_tests_are_those_of_a_numerical_jacobian():
    weights, arrays = planted(5, 12, 6, "row", lags=True)
    sdm = fit(weights, arrays, "sdm")
    covariance = inverse(sdm.information)[:-1, :-1]

    def factor(point):
        return point[2:4] + point[4] * point[:2]

    steps = 1e-6 * np.eye(5)
    jacobian = np.array([factor(sdm.estimates + step) - factor(sdm.estimates - step) for step in steps]).T / 2e-6
    value = factor(sdm.estimates)
    expected = value @ np.linalg.solve(jacobian @ covariance @ jacobian.T, value)
    assert common_factor(sdm, covariance).statistic == pytest.approx(expected, rel=1e-8)
    lags = sdm.estimates[2:4] @ np.linalg.solve(covariance[2:4, 2:4], sdm.estimates[2:4])
    assert no_lags(sdm, covariance).statistic == pytest.approx(lags, rel=1e-10)
    assert no_lags(sdm, np.outer(sdm.estimates, sdm.estimates)).note == (
        "not computable: more restrictions than the clusters allow"
    )


def invented(lag=0.001, error=0.001, robust=(0.5, 0.5), sar=0.001, sem=0.001, none=0.001):
    """Tests with these p-values; None for one that cannot be computed."""

    def test(p, df=1):
        return ChiSquared(None if p is None else float(chdtri(df, p)), df)

    found = {(LM, "lag"): test(lag), (LM, "error"): test(error)}
    found |= {(LM, "robust lag"): test(robust[0]), (LM, "robust error"): test(robust[1])}
    found |= {(LR, TO_SAR): test(sar), (LR, TO_SEM): test(sem), (LR, TO_NONE): test(none, 2)}
    return found | {(WALD, TO_SAR): test(0.4), (WALD, TO_SEM): test(0.4)}


@pytest.mark.parametrize(
    ("own", "model", "why"),
    [
        ({}, "sdm", "SAR is rejected (p = 0.001) and SEM is rejected (p = 0.001)"),
        ({"sar": 0.3, "robust": (0.01, 0.4)}, "sar", "SAR is kept (p = 0.300) and SEM is rejected (p = 0.001), and the "
         "robust LM tests point to SAR (robust lag p = 0.010, robust error p = 0.400)"),
        ({"sem": 0.3, "robust": (0.04, 0.01)}, "sem", "point to SEM"),
        ({"sar": 0.3, "sem": 0.3, "robust": (0.001, 0.01)}, "sar", "point to SAR"),
        ({"sar": 0.3, "robust": (0.3, 0.01)}, "sdm", "but the robust LM tests point to SEM (robust lag p = 0.300, "
         "robust error p = 0.010): then SDM"),
        ({"sem": 0.3}, "sdm", "but the robust LM tests point to neither"),
        ({"sem": None, "robust": (0.3, 0.01)}, "sem", "SEM is kept (p = 0.400)"),  # by Wald
        ({"lag": 0.2, "error": 0.3, "none": 0.4}, "none", "the LM tests (p = 0.200, p = 0.300) and SDM (p = 0.400)"),
        ({"lag": 0.2, "error": 0.3, "none": 0.04}, "sdm", "SAR is rejected"),
    ],
)  # fmt: skip
def test_the_rule_chooses_and_says_why(own, model, why):
    choice = choose(invented(**own))
    assert choice.model == model
    assert why in choice.why


@pytest.mark.parametrize(
    ("formula", "model", "why", "hausman"),
    [
        ("poverty ~ unemployrt | unit", "sdm", "SAR is kept (p = 0.056) and SEM is rejected (p = 0.002), but "
         "the robust LM tests point to SEM (robust lag p = 0.010, robust error p < 0.001): then SDM", "not computable"),
        ("post ~ unemployrt | unit + year", "sdm", "point to neither (robust lag p = 0.318, robust error p = 0.411): "
         "then SDM", "keeps"),
        ("l_homicide ~ post | unit + year", "none", "find nothing", "not computable"),
    ],
)  # fmt: skip
def test_the_rule_on_the_panel_of_castle(castle, formula, model, why, hausman):
    """Among them two that end in `else SDM`, and a Hausman test that has a number."""
    panel, weights = castle
    table, choices, _ = selection(panel, {"queen": weights}, {"queen": []}, COLUMN | {"formula": formula})
    assert choices["queen"].model == model
    assert choices["queen"].why.endswith(why)
    assert table.set_index("test").loc["Hausman", "verdict"] == hausman


def test_the_grid_says_what_cannot_be_computed(states, munnell_panel):
    unit = COLUMN | {"formula": FORMULA + "unit"}
    table, choices, warnings = selection(munnell_panel, {"queen": states}, {"queen": []}, unit)
    row = table.set_index(["group", "test"]).loc[(UNITS, "Hausman")]
    assert row["verdict"] == "not computable" and pd.isna(row["statistic"]) and pd.isna(row["p_value"])
    said = layout(table, choices, warnings)
    assert any(note.startswith("Hausman, queen: not computable: variance difference") for note in said["notes"])
    assert said["notes"][0].startswith("queen: SDM is chosen; SAR is rejected")
    assert said["notes"][0].endswith("Clustered by unit, Wald rejects SAR (p < 0.001) and rejects SEM (p = 0.016).")
    assert said["tests"]["queen"]["model"] == "sdm"
    assert set(table["group"]) == {LM, LR, WALD, CLUSTERED, UNITS}
    assert table.set_index("test").loc["Effects of units", "note"].startswith("with 48 degrees of freedom")
    part = unit | {"estimator": "sdm", "lags": ["unemp"]}
    table, _, _ = selection(munnell_panel, {"queen": states}, {"queen": []}, part)
    own = table.set_index(["group", "test"])
    assert own.loc[(LR, TO_SEM), "note"] == (
        "not computable: SEM is no special case of an SDM in which some terms have no lag"
    )
    assert own.loc[(LR, TO_SAR), "df"] == 1


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"formula": "lgsp ~ unemp | unit[year]"}, r"the effects `unit\[year\]` are not offered in spatial models"),
        ({"formula": "lgsp ~ unemp | unit", "weights": "lpc"}, "spatial models have no `weights`"),
    ],
)
def test_columns_that_spatial_models_cannot_repeat_are_refused(states, munnell_panel, own, message):
    with pytest.raises(StudyError, match=message):
        selection(munnell_panel, {"queen": states}, {"queen": []}, COLUMN | own)


def test_with_means_adds_the_mean_of_each_term_by_unit(states, munnell_panel):
    arrays = arrays_of(munnell_panel, states, "lgsp", TERMS, "sar", ("unit",))
    more = with_means(arrays)
    assert more.terms[4:] == tuple(f"mean of {term}" for term in TERMS)
    assert more.regressors[3, :, 5] == pytest.approx(np.full(17, arrays.regressors[3, :, 1].mean()))
    assert lag(states.matrix, more.regressors).shape == more.regressors.shape
