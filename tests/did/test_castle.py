"""The castle-doctrine panel against R and Stata: reference/castle_R.json, where the sources are named."""

import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from causaldata import castle

from core.formulas import parse_formula
from did.event_study import default_window, event_dummies, leads, term_name
from estimation.cohorts import cohort_sizes, first_treated
from estimation.frames import estimation_frame, matrix, units, years
from estimation.least_squares import fit_formula, least_squares, small_sample, wald

REFERENCE = json.loads((Path(__file__).parent / "reference" / "castle_R.json").read_text())
EXPECTED = REFERENCE["expected"]
TIGHT = 1e-10  # relative, against numbers printed to 13 digits
RULES = {"CR0": "CR0", "CR1": "CR1", "CR1S": "regress"}


@pytest.fixture(scope="module")
def panel():
    """The packaged data, float32 and int8, taken through their decimal text."""
    text = castle.load_pandas().data.to_csv(index=False)
    frame = pd.read_csv(io.StringIO(text)).rename(columns={"sid": "unit"})
    return frame.assign(unit=frame["unit"].map("{:02d}".format))


def estimation(panel, text):
    formula = parse_formula(text)
    return estimation_frame(panel, formula), formula


@pytest.mark.parametrize("name", RULES)
def test_baseline(panel, name):
    fit = fit_formula(*estimation(panel, "l_homicide ~ post | unit + year"), RULES[name])
    assert fit.coefficients[0] == pytest.approx(EXPECTED["post_unw"]["b"], rel=TIGHT)
    assert fit.std_errors[0] == pytest.approx(EXPECTED["post_unw"][name], rel=TIGHT)


@pytest.mark.parametrize("rule", ["reghdfe", "linearmodels"])
def test_baseline_in_the_rules_without_a_printed_error(panel, rule):
    key = {"reghdfe": "reghdfe", "linearmodels": "linearmodels_twoway_default"}[rule]
    expected = EXPECTED["post_unw"]["CR0"] * np.sqrt(REFERENCE["multipliers_on_CR0_variance"][key])
    fit = fit_formula(*estimation(panel, "l_homicide ~ post | unit + year"), rule)
    assert fit.std_errors[0] == pytest.approx(expected, rel=TIGHT)
    if rule == "reghdfe":
        assert fit.std_errors[0] == pytest.approx(REFERENCE["derived"]["post_reghdfe_se"], rel=TIGHT)


@pytest.mark.parametrize("name", ["CR0", "CR1S"])
def test_ten_controls(panel, name):
    expected = EXPECTED["treat_ctrl"]
    text = f"l_homicide ~ {' + '.join(['post', *expected['controls']])} | unit + year"
    fit = fit_formula(*estimation(panel, text), RULES[name])
    np.testing.assert_allclose(fit.coefficients, list(expected["b"].values()), rtol=TIGHT)
    np.testing.assert_allclose(fit.std_errors, list(expected[name].values()), rtol=TIGHT)
    assert fit.r2 == pytest.approx(expected["r2"], rel=TIGHT)


@pytest.mark.parametrize("name", ["CR0", "CR1S"])
def test_event_study_and_its_pretrend(panel, name):
    expected = EXPECTED["event"]
    frame, _ = estimation(panel, "l_homicide ~ post | unit + year")
    start = first_treated(matrix(frame, "post"), years(frame), units(frame), "post")
    assert cohort_sizes(start) == {2006: 1, 2007: 13, 2008: 4, 2009: 2, 2010: 1}
    event = event_dummies(start, years(frame), (-5, 4))
    names = ("l_homicide", *(term_name("post", key) for key in event.keys))
    fit = least_squares(matrix(frame, "l_homicide"), event.dummies, names, ("unit", "year"), RULES[name])
    np.testing.assert_allclose(fit.coefficients, expected["b"], rtol=TIGHT)
    np.testing.assert_allclose(fit.std_errors, expected[name], rtol=TIGHT)
    if name == "CR1S":
        test = wald(fit, tuple(term_name("post", key) for key in leads(event.keys)))
        assert test.statistic == pytest.approx(expected["pretrend_F"], rel=TIGHT)
        assert test.p_value == pytest.approx(expected["pretrend_p_F4_49"], rel=TIGHT)
        assert (test.df1, test.df2) == (4, 49)
    assert default_window(start, years(frame)) == (-8, 3)


def test_the_stored_multipliers(panel):
    for rule, key in [("CR1", "CR1"), ("reghdfe", "reghdfe"), ("regress", "regress")]:
        factor = REFERENCE["multipliers_on_CR0_variance"][key]
        assert small_sample(rule, ("unit", "year"), 50, 11, 1).factor == pytest.approx(factor, rel=1e-12)
