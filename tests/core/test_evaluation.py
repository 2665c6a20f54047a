"""Expressions compute what they say over columns, and reach nothing else."""

import ast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StudyError
from core.evaluation import FUNCTIONS, evaluate, keeps
from core.expressions import FUNCTIONS as NAMES

COLUMNS = {
    "a": pd.Series([1.0, 2.0, 4.0], name="a"),
    "b": pd.Series([2.0, 0.5, -1.0], name="b"),
    "year": pd.Series([2000, 2001, 2002], name="year"),
    "treated": pd.Series([0, 1, 1], name="treated"),
    "unit": pd.Series(["AK", "007", "NA"], name="unit"),
    "reach": pd.Series(["up", None, "down"], name="reach"),
}
ARRAYS = {name: column.to_numpy() for name, column in COLUMNS.items()}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("log(a) + 2 * b", [4.0, np.log(2) + 1, np.log(4) - 2]),
        ("-a ** 2 / 4", [-0.25, -1.0, -4.0]),
        ("max(a, b) - min(a, 1)", [1.0, 1.0, 3.0]),
        ("year >= 2001 and not a > 3", [0, 1, 0]),
        ("a == 1 or b < 0", [1, 0, 1]),
        ("(a > 1) + (a > 2)", [0, 1, 2]),
        ("-(a > 1)", [0, -1, -1]),
        ("(a > 1) / (b < 3)", [0, 1, 1]),
        ("log(1 + (a > 1))", [0, np.log(2), np.log(2)]),
        ("not treated", [1, 0, 0]),
        ("treated and b > 0", [0, 1, 0]),
        ("not (treated or a == 1)", [0, 0, 0]),
        ("1 / (a - 1)", [np.inf, 1.0, 1 / 3]),
        ("ihs(a) + sqrt(a) - abs(b)", np.arcsinh([1, 2, 4]) + np.sqrt([1, 2, 4]) - [2, 0.5, 1]),
    ],
)
def test_value_of_an_expression(text, value):
    assert evaluate(text, COLUMNS).tolist() == pytest.approx(list(value))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("unit == 'AK'", [True, False, False]),
        ("unit != 'AK' and year < 2002", [False, True, False]),
        ("unit in ['AK', '007']", [True, True, False]),
        ("unit not in ['AK', 'HI']", [False, True, True]),
        ("year in [2000, 2002]", [True, False, True]),
        ("b not in [-1, 2]", [False, True, False]),
        ("not (reach == 'up' or unit == 'NA')", [False, True, False]),
        ("reach != 'up'", [False, True, True]),
        ("treated", [False, True, True]),
        ("not treated", [True, False, False]),
        ("treated and year == 2001", [False, True, False]),
        ("reach == reach", [True, False, True]),
        ("reach in ['up', 'down']", [True, False, True]),
        ("reach not in ['up']", [False, True, True]),
    ],
)
def test_rows_that_a_condition_keeps(text, kept):
    assert keeps(text, COLUMNS).tolist() == kept
    assert keeps(text, COLUMNS).dtype == bool
    assert keeps(text, ARRAYS).tolist() == kept
    assert keeps(text, ARRAYS).dtype == bool


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit == 7", "`unit == 7` compares text with a number"),
        ("unit > 7", "`unit > 7` compares text with a number"),
        ("unit == year", "`unit == year` compares text with a number"),
        ("unit in [7, 8]", "`unit` is text and is compared with numbers, as 7"),
        ("year == '2000'", "`year` is a number and is compared with text, as '2000'"),
        ("year in ['2000', '2001']", "`year` is a number and is compared with text, as '2000'"),
        ("not year", "`year` is neither true nor false, nor everywhere 0 or 1"),
        ("treated and a", "`a` is neither true nor false"),
        ("year", "`year` is neither true nor false"),
        ("unit", "`unit` is neither true nor false"),
        ("provnce == 'x'", "unknown variable `provnce`"),
    ],
)
def test_conditions_of_another_kind_are_refused(text, said):
    for columns in (COLUMNS, ARRAYS):
        with pytest.raises(StudyError) as error:
            keeps(text, columns)
        assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gpd + a", "unknown variable `gpd`"),
        ("tretaed * a", "unknown variable `tretaed`; did you mean `treated`"),
        ("not a", "expression `not a`"),
        ("1 + 1", "uses no variable"),
        ("a.values", "is not allowed"),
        ("unit == 'AK'", "is not allowed"),
    ],
)
def test_what_has_no_value_is_refused(text, said):
    with pytest.raises(StudyError, match=said):
        evaluate(text, COLUMNS)


@pytest.mark.parametrize("text", ["gap > 1", "2 < gap", "gap != 1", "not gap", "gap and a > 0", "(gap > 1) + 1"])
def test_a_number_that_rests_on_a_missing_value_is_missing(text):
    columns = {**COLUMNS, "gap": pd.Series([0.0, np.nan, 1.0])}
    assert np.isnan(evaluate(text, columns)).tolist() == [False, True, False]


@pytest.mark.parametrize(("text", "kept"), [("gap > 1", [0, 0, 1]), ("not gap > 1", [1, 1, 0])])
def test_a_comparison_with_a_missing_value_is_not_true_in_a_condition(text, kept):
    assert keeps(text, {"gap": pd.Series([0.0, np.nan, 2.0])}).tolist() == kept
    assert keeps(text, {"gap": np.array([0.0, np.nan, 2.0])}).tolist() == kept


def test_what_is_neither_true_nor_false_is_refused_with_its_first_value():
    with pytest.raises(StudyError, match=r"`b` is neither true nor false, .*: its first other value is 2"):
        evaluate("a > 1 or b", COLUMNS)


def test_every_function_of_the_grammar_has_a_meaning():
    assert set(FUNCTIONS) == set(NAMES)


@given(st.text(alphabet="ab12+-*/()., =<>_[]'\"\\logexpnti\x00", max_size=40), st.booleans())
def test_no_text_does_more_than_arithmetic(text, condition):
    """Whatever is typed, the result is a column or a StudyError, and only the listed functions were called."""
    try:
        evaluate(text, COLUMNS, condition=condition)
    except StudyError:
        return
    called = {node.func.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Call)}
    assert called <= set(FUNCTIONS)


def test_options_reach_the_function():
    def deflate(values, index, base):
        return values / index * base

    assert evaluate("deflate(a, b, base=3) + 1", COLUMNS, {"deflate": deflate}).tolist() == [2.5, 13, -11]


def test_powers_of_powers_do_not_hang():
    assert np.isinf(evaluate("9 ** 9 ** 9 ** 9 + a", COLUMNS)).all()
