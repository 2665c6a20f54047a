"""Expressions compute what they say over columns, and reach nothing else."""

import ast

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StudyError
from core.evaluation import evaluate
from core.expressions import FUNCTIONS, PANEL_FUNCTIONS, names_in

COLUMNS = {"a": pd.Series([1.0, 2.0, 4.0]), "b": pd.Series([2.0, 0.5, -1.0]), "year": pd.Series([2000, 2001, 2002])}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("log(a) + 2 * b", [4.0, np.log(2) + 1, np.log(4) - 2]),
        ("-a ** 2 / 4", [-0.25, -1.0, -4.0]),
        ("max(a, b) - min(a, 1)", [1.0, 1.0, 3.0]),
        ("year >= 2001 and not a > 3", [False, True, False]),
        ("a == 1 or b < 0", [True, False, True]),
        ("1 / (a - 1)", [np.inf, 1.0, 1 / 3]),
    ],
)
def test_value_of_an_expression(text, value):
    assert evaluate(text, COLUMNS).tolist() == pytest.approx(value)


def test_names_do_not_include_functions():
    assert names_in("log(a / b) + exp(log1p(c))") == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lag(a)", "unknown function `lag`; did you mean `log`"),
        ("log(a, b)", "takes 1 argument"),
        ("gpd + a", "unknown variable `gpd`"),
        ("a.values", "`a.values` is not allowed"),
        ("a[0]", "is not allowed"),
        ("'text'", "is not allowed"),
        ("1 < a < 3", "is not allowed"),
        ("(lambda: a)()", "is not allowed"),
        ("__import__('os').system('true')", "is not allowed"),
        ("[x for x in a]", "is not allowed"),
        ("a @ b", "operator MatMult"),
        ("True", "not a number"),
        ("not a", "expression `not a`"),
        ("1 + 1", "uses no variable"),
        ("a +", "cannot be read"),
        ("-" * 500 + "a", "longer than"),
    ],
)
def test_everything_else_is_refused(text, said):
    with pytest.raises(StudyError, match=said):
        evaluate(text, COLUMNS)


@given(st.text(alphabet="ab12+-*/()., =<>_[]'\"\\logexp\x00", max_size=40))
def test_no_text_does_more_than_arithmetic(text):
    """Whatever is typed, the result is a column or a StudyError, and only the listed functions were called."""
    try:
        evaluate(text, COLUMNS)
    except StudyError:
        return
    called = {node.func.id for node in ast.walk(ast.parse(text.strip(), mode="eval")) if isinstance(node, ast.Call)}
    assert called <= set(FUNCTIONS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lag(a, 2, 3)", "`lag` takes 1 to 2 argument"),
        ("lga(a)", "unknown function `lga`; did you mean"),
        ("deflate(a, b)", "`deflate` needs the option `base`, as `base=2006`"),
        ("deflate(a, b, bse=2006)", "`deflate` has no option `bse`; did you mean `base`"),
        ("deflate(a, b, base=c)", "the option `base` must be a number"),
        ("deflate(a, b, base=True)", "the option `base` must be a number"),
        ("log(a, base=2)", "`log` has no option `base`; it has none"),
        ("capital_stock(a, **b)", "`capital_stock` has no option `None`"),
        ("lag(*a)", "is not allowed"),
    ],
)
def test_functions_of_a_series_have_a_form(text, said):
    assert names_in("deflate(a, lag(b, 2), base=2006) + chained(c, base=1)", PANEL_FUNCTIONS) == {"a", "b", "c"}
    with pytest.raises(StudyError) as error:
        names_in(text, PANEL_FUNCTIONS)
    assert said in str(error.value)


def test_options_reach_the_function():
    def deflate(values, index, base):
        return values / index * base

    assert evaluate("deflate(a, b, base=3) + 1", COLUMNS, {"deflate": deflate}).tolist() == [2.5, 13, -11]


def test_powers_of_powers_do_not_hang():
    assert np.isinf(evaluate("9 ** 9 ** 9 ** 9 + a", COLUMNS)).all()
