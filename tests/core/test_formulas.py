"""Formulas say what they say, and nothing else is read into them."""

import pytest

from core.errors import StudyError
from core.formulas import Formula, expanded, parse_formula, terms_of

MACROS = {"economy": "gdp + income", "controls": "..economy + edu", "none": "1"}


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("y ~ d | unit + year", Formula("y", ("d",), ("unit", "year"))),
        ("score~policy+fin|year+unit", Formula("score", ("policy", "fin"), ("unit", "year"))),
        (" y ~ a + b_2 ", Formula("y", ("a", "b_2"))),
        ("y ~ d + 1 | unit", Formula("y", ("d",), ("unit",))),
        ("y ~ 1 + d", Formula("y", ("d",))),
    ],
)
def test_parts_of_a_formula(text, formula):
    assert parse_formula(text) == formula
    assert parse_formula(text).names == (formula.outcome, *formula.regressors)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("y", "one ~"),
        ("y ~ a | unit | year", "at most one |"),
        ("log(y) ~ a", "outcome `log(y)`"),
        ("y ~ a * b", "`a * b` is not the name"),
        ("y ~ a + ", "`` is not the name"),
        ("y ~ a + a", "a stands twice"),
        ("y ~ a | unit + city", "`city` unknown; allowed: `unit`, `year`"),
        ("y ~ __import__('os')", "is not the name"),
        ("y ~ 1 | unit", "no term is left"),
        ("y ~ ..controls", "`..controls` is not the name"),
        ("1 ~ a", "outcome `1`"),
    ],
)
def test_what_is_not_a_formula_is_refused_with_its_text(text, said):
    with pytest.raises(StudyError) as error:
        parse_formula(text)
    assert said in str(error.value)
    assert text in str(error.value)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", ("a",)),
        ("a + b_2", ("a", "b_2")),
        ("ai::-3+ai:level + W:ai", ("ai::-3", "ai:level", "W:ai")),
        ("rho.large.medium", ("rho.large.medium",)),
    ],
)
def test_lists_of_terms(text, terms):
    assert terms_of(text, text) == terms


@pytest.mark.parametrize("text", ["a +", "a b", "1", "a * b", "", "a, b"])
def test_what_is_not_a_list_of_terms_is_refused(text):
    with pytest.raises(StudyError, match="not the name of a variable or term; they are joined by"):
        terms_of(text, text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("y ~ d + ..economy | unit", "y ~ d + gdp + income | unit"),
        ("y ~ ..controls", "y ~ gdp + income + edu"),
        ("y ~ d + ..none", "y ~ d + 1"),
        ("y ~ d", "y ~ d"),
    ],
)
def test_macros_are_replaced_nested_ones_too(text, whole):
    assert expanded(text, MACROS) == whole


@pytest.mark.parametrize(
    ("text", "macros", "said"),
    [
        ("y ~ ..control", MACROS, "`y ~ ..control`: there is no macro `..control`; did you mean `controls`?"),
        ("y ~ ..zzz", MACROS, "allowed: `controls`, `economy`, `none`"),
        ("y ~ ..a", {}, "there is no macro `..a`; no macro stands before it"),
        ("y ~ a", {"a": "..a"}, "`macros.a`: there is no macro `..a`; no macro stands before it"),
        ("y ~ a", {"b": "x", "a": "..c", "c": "x"}, "`macros.a`: there is no macro `..c`"),
    ],
)
def test_macros_that_are_not_defined_above_are_refused(text, macros, said):
    with pytest.raises(StudyError) as error:
        expanded(text, macros)
    assert said in str(error.value)
