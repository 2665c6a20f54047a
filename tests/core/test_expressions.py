"""Expressions are read into names, numbers and the listed functions; whatever else is typed is refused."""

import re

import pytest

from core.errors import StudyError
from core.expressions import PANEL_FUNCTIONS, names_in


def test_names_do_not_include_functions():
    assert names_in("log(a / b) + exp(log1p(c))") == {"a", "b", "c"}
    assert names_in("reach == 'upstream' and unit not in ['AK', 'HI']", condition=True) == {"reach", "unit"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lag(a)", "unknown function `lag`; did you mean `log`"),
        ("log(a, b)", "takes 1 argument"),
        ("a.values", "`a.values` is not allowed"),
        ("a[0]", "is not allowed"),
        ("'text'", "is not allowed"),
        ("1 < a < 3", "is not allowed"),
        ("(lambda: a)()", "is not allowed"),
        ("__import__('os').system('true')", "is not allowed"),
        ("[x for x in a]", "is not allowed"),
        ("a @ b", "operator MatMult"),
        ("True", "not a number"),
        ("a + 1j", "not a number"),
        ("a +", "cannot be read"),
        ("-" * 500 + "a", "longer than"),
        ("reach == 'upstream'", "`'upstream'` is not allowed"),
        ("unit in ['AK', 'HI']", "operator In"),
        ("unit not in ['AK']", "operator NotIn"),
    ],
)
def test_everything_else_is_refused(text, said):
    with pytest.raises(StudyError) as error:
        names_in(text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit in []", "`unit in []` needs a list of texts or numbers"),
        ("unit in [a]", "`unit in [a]` needs a list of texts or numbers"),
        ("unit in [True]", "needs a list of texts or numbers"),
        ("unit in [None, 'AK']", "needs a list of texts or numbers"),
        ("unit in ['AK', 2]", "`unit in ['AK', 2]` mixes texts and numbers"),
        ("unit in 'AK'", "operator In"),
        ("'AK' in unit", "operator In"),
        ("'AK' == unit", "is not allowed"),
        ("reach > 'a'", "`'a'` is not allowed"),
        ("reach == 'a' + 'b'", "`'a'` is not allowed"),
        ("log(a) == 'b'", "comparisons of a variable with text or with a list"),
        ("unit.str.len() == 2", "is not allowed"),
    ],
)
def test_conditions_compare_variables_with_text_and_do_nothing_else_with_it(text, said):
    with pytest.raises(StudyError) as error:
        names_in(text, condition=True)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lag(a, 2, 3)", "`lag` takes 1 to 2 argument"),
        (
            "lag(a, 1e9)",
            "the second argument of `lag` is a number of years from 1 to 200, as in `lag(x, 2)`, not `10000",
        ),
        ("lead(a, 201)", "the second argument of `lead` is a number of years from 1 to 200"),
        ("lag(a, 0)", "not `0`"),
        ("lag(a, -1)", "not `-1`"),
        ("lag(a, b)", "not `b`"),
        ("lga(a)", "unknown function `lga`; did you mean"),
        ("deflate(a, b)", "`deflate` needs the option `base`, as `base=2006`"),
        ("deflate(a, b, bse=2006)", "`deflate` has no option `bse`; did you mean `base`"),
        ("deflate(a, b, base=c)", "the option `base` must be a number"),
        ("capital_stock(a, base=2015, growth=-0.1)", "the option `growth` must be a number that is not negative"),
        ("deflate(a, b, base=True)", "the option `base` must be a number"),
        ("log(a, base=2)", "`log` has no option `base`; it has none"),
        ("capital_stock(a, **b)", "`capital_stock` has no option `None`"),
        ("lag(*a)", "is not allowed"),
        (
            "capital_stock(a, base=2006, depreciation=2)",
            "`depreciation` of `capital_stock` is 2; it must lie between 0",
        ),
        ("capital_stock(a, base=2006, depreciation=0)", "it must lie between 0 and 1"),
        ("capital_stock(a, base=2006, growth_years=2.5)", "is 2.5; it must be a whole number from 1 to 100"),
        ("chained(a, base=9999)", "the option `base` of `chained` is 9999; it must be a whole number from 1 to 3000"),
        ("mean_of(a, by=2)", "the option `by` must be the name of a variable"),
        ("at(a)", "`at` takes 2 argument(s), not 1"),
    ],
)
def test_functions_of_a_series_have_a_form(text, said):
    assert names_in("deflate(a, lag(b, 2), base=2006) + chained(c, base=2000)", PANEL_FUNCTIONS) == {"a", "b", "c"}
    with pytest.raises(StudyError) as error:
        names_in(text, PANEL_FUNCTIONS)
    assert said in str(error.value)


def test_a_group_is_a_variable_that_is_used():
    assert names_in("mean_of(a, by=b) > median_of(a)", PANEL_FUNCTIONS) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a + " + "9" * 390, "a number is larger than 1e+300"),
        ("a + 1e999", "a number is larger than 1e+300"),
        ("-" * 300 + "a", "is nested more than 150 levels deep"),
        ("(" * 250 + "a", "cannot be read"),
    ],
)
def test_what_no_computer_could_compute_is_refused(text, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        names_in(text)
