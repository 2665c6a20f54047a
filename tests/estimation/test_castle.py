"""The castle-doctrine panel with any clusters, weights and effects against R and fixest's rule: reference/*.json."""

import numpy as np
import pytest
from castle_cases import FIXEST, R, fitted
from samples import castle_panel, fit_from

from estimation.least_squares import tidy

TIGHT = 1e-9  # relative: the tolerance of both references
P_VALUES = 5e-9  # relative: an error of 4e-10 in the t of the second reference is up to six times that in its p
RULES = {"CR0": "CR0", "CR1": "CR1", "CR1S": "regress"}


@pytest.fixture(scope="module")
def panel():
    return castle_panel()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", [name for name in R if "b" in R[name]])
def test_coefficients_and_errors_of_R(panel, name, rule):
    fit, expected = fitted(panel, name, RULES[rule]), R[name]
    assert (len(fit.sample.outcome), fit.sample.clusters[0].count) == (expected["n"], expected["G"])
    np.testing.assert_allclose(fit.coefficients, [expected["b"][term] for term in fit.terms], rtol=TIGHT)
    np.testing.assert_allclose(fit.std_errors, [expected[rule][term] for term in fit.terms], rtol=TIGHT)


@pytest.mark.parametrize("name", FIXEST)
def test_coefficients_errors_and_p_values_by_the_rule_of_fixest(panel, name):
    fit, expected = fitted(panel, name, "reghdfe"), FIXEST[name]
    assert len(fit.sample.outcome) == expected["n"]
    for found, key, near in [
        (fit.coefficients, "b", TIGHT),
        (fit.std_errors, "se", TIGHT),
        (tidy(fit)["p_value"], "p", P_VALUES),
    ]:
        np.testing.assert_allclose(found, [expected[key][term] for term in fit.terms], rtol=near)


@pytest.mark.parametrize(
    ("name", "clusters"), [("one_way_sid", ["unit"]), ("one_way_yr", ["year"]), ("two_way", ["unit", "year"])]
)
def test_one_and_two_cluster_variables_of_R(panel, name, clusters):
    """HC1 is R's: each of the added variances has its own G/(G - 1), not that of the fewer clusters."""
    panel = panel.assign(cell=panel["unit"] + panel["year"].astype(str))
    text = "l_homicide ~ post | unit + year"
    assert fit_from(panel, text, "CR0", clusters=clusters).std_errors[0] == pytest.approx(R[name]["HC0"], rel=TIGHT)
    added, taken = (
        sum(fit_from(panel, text, "regress", clusters=[part]).std_errors[0] ** 2 for part in parts)
        for parts in (clusters, ["cell"] * (len(clusters) - 1))
    )
    variance = added - taken
    assert np.sqrt(variance) == pytest.approx(R[name]["HC1"], rel=TIGHT)
