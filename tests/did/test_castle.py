"""The castle-doctrine panel against R and Stata: reference/castle_R.json, where the sources are named."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from samples import castle_panel, fit_from, sample_from

from estimation.cohorts import cohort_sizes, first_treated
from estimation.event_study import default_window, event_dummies, term_name
from estimation.least_squares import fit_sample, wald

REFERENCE = json.loads((Path(__file__).parent / "reference" / "castle_R.json").read_text())
EXPECTED = REFERENCE["expected"]
TIGHT = 1e-10  # relative, against numbers printed to 13 digits
RULES = {"CR0": "CR0", "CR1": "CR1", "CR1S": "regress"}
BASELINE = "l_homicide ~ post | unit + year"


@pytest.fixture(scope="module")
def panel():
    return castle_panel()


@pytest.mark.parametrize("name", RULES)
def test_baseline(panel, name):
    fit = fit_from(panel, BASELINE, RULES[name], clusters=["unit"])
    assert fit.coefficients[0] == pytest.approx(EXPECTED["post_unw"]["b"], rel=TIGHT)
    assert fit.std_errors[0] == pytest.approx(EXPECTED["post_unw"][name], rel=TIGHT)


@pytest.mark.parametrize("rule", ["reghdfe", "linearmodels"])
def test_baseline_in_the_rules_without_a_printed_error(panel, rule):
    key = {"reghdfe": "reghdfe", "linearmodels": "linearmodels_twoway_default"}[rule]
    expected = EXPECTED["post_unw"]["CR0"] * np.sqrt(REFERENCE["multipliers_on_CR0_variance"][key])
    fit = fit_from(panel, BASELINE, rule, clusters=["unit"])
    assert fit.std_errors[0] == pytest.approx(expected, rel=TIGHT)
    if rule == "reghdfe":
        assert fit.std_errors[0] == pytest.approx(REFERENCE["derived"]["post_reghdfe_se"], rel=TIGHT)


@pytest.mark.parametrize("name", ["CR0", "CR1S"])
def test_ten_controls(panel, name):
    expected = EXPECTED["treat_ctrl"]
    text = f"l_homicide ~ {' + '.join(['post', *expected['controls']])} | unit + year"
    fit = fit_from(panel, text, RULES[name], clusters=["unit"])
    np.testing.assert_allclose(fit.coefficients, list(expected["b"].values()), rtol=TIGHT)
    np.testing.assert_allclose(fit.std_errors, list(expected[name].values()), rtol=TIGHT)
    assert fit.r2 == pytest.approx(expected["r2"], rel=TIGHT)


@pytest.mark.parametrize("name", ["CR0", "CR1S"])
def test_event_study_and_its_pretrend(panel, name):
    expected = EXPECTED["event"]
    sample = sample_from(panel, BASELINE, clusters=["unit"])
    start = first_treated(sample, "post")
    assert cohort_sizes(start) == {2006: 1, 2007: 13, 2008: 4, 2009: 2, 2010: 1}
    event = event_dummies(start, sample, (-5, 4))
    terms = tuple(term_name("post", key) for key in event.keys)
    fit = fit_sample(replace(sample, terms=terms, columns=event.dummies), RULES[name])
    np.testing.assert_allclose(fit.coefficients, expected["b"], rtol=TIGHT)
    np.testing.assert_allclose(fit.std_errors, expected[name], rtol=TIGHT)
    if name == "CR1S":
        test = wald(fit, tuple(term_name("post", key) for key in event.leads))
        assert test.statistic == pytest.approx(expected["pretrend_F"], rel=TIGHT)
        assert test.p_value == pytest.approx(expected["pretrend_p_F4_49"], rel=TIGHT)
        assert (test.df1, test.df2) == (4, 49)
    assert default_window(start, sample) == (-8, 3)


def test_the_stored_multipliers(panel):
    for rule, key in [("CR1", "CR1"), ("reghdfe", "reghdfe"), ("regress", "regress")]:
        factor = REFERENCE["multipliers_on_CR0_variance"][key]
        assert fit_from(panel, BASELINE, rule, clusters=["unit"]).small_sample.factor == pytest.approx(
            factor, rel=1e-12
        )
