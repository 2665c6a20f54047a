"""Formulas say what they say, and nothing else is read into them."""

import pytest

from core.errors import StudyError
from core.formulas import Effect, Formula, Term, combination_of, expanded, parse_formula, terms_of, without_lags

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
        ("y ~ a | unit | d ~ z | e ~ z", "at most one |"),
        ("y ~ a | unit | d ~ z ~ v", "with one ~"),
        ("y ~ a | unit | d + e ~ z", "one variable is endogenous"),
        ("y ~ a | unit | log(d) ~ z", "one variable is endogenous"),
        ("y ~ a | unit | d ~ 1", "no instrument stands"),
        ("y ~ a + d | unit | d ~ z", "d stands twice"),
        ("y + z ~ a", "outcome `y+z`"),
        ("y ~ a / b", "`a/b` is not the name"),
        ("y ~ a b", "`a b` is not the name"),
        ("y ~ lag(a, 1, 2)", "`lag` takes 1 to 2 argument"),
        ("y ~ a + log(b) + log( b )", "log(b) stands twice"),
        ("y ~ b:i(year)", "`b:i(year)` is not `i(variable)`"),
        ("y ~ i(year, a, ref=b)", "`i(year,a,ref=b)` is not `i(variable)`"),
        ("y ~ i(year, a, b)", "is not `i(variable)`"),
        ("y ~ i(year, a) + i(year, a, ref=2015)", "are the same but for the reference"),
        ("y ~ l(a, 0)", "second argument of `l` is a number of years from 1 to 200"),
        ("y ~ log(f(a, -1))", "second argument of `f` is a number of years from 1 to 200"),
        ("y ~ l(a, b)", "second argument of `l` is a number of years from 1 to 200"),
        ("y ~ a | unit + unit", "unit stands twice"),
        ("y ~ a | unit * year", "effect `unit*year` is not a variable"),
        ("y ~ a | 1", "effect `1` is not a variable"),
        ("y ~ a + ", "`` is not the name"),
        ("y ~ a + a", "a stands twice"),
        ("y ~ __import__('os')", "unknown function `__import__`"),
        ("y ~ 1 | unit", "no term is left"),
        ("y ~ ..controls", "`..controls` is not the name"),
        ("1 ~ a", "outcome `1`"),
        ("y ~ a + l(b, 201)", "the second argument of `l` is a number of years from 1 to 200"),
    ],
)
def test_what_is_not_a_formula_is_refused_with_its_text(text, said):
    with pytest.raises(StudyError) as error:
        parse_formula(text)
    assert said in str(error.value)
    assert text in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" + ".join(f"a{n}" for n in range(401)), "has 401 terms; at most 400"),
        ("*".join("abcdefg"), "crosses 7 factors; at most 6"),
        ("*".join(["a"] * 60), "crosses 60 factors; at most 6"),
        ("a" * 20_001, "at most 20,000"),
    ],
)
def test_a_formula_has_bounds(text, said):
    for read in (lambda: parse_formula(f"y ~ {text}"), lambda: terms_of(text, text)):
        with pytest.raises(StudyError, match=said) as error:
            read()
        assert len(str(error.value)) < 200


def test_terms_are_what_fixest_writes():
    formula = parse_formula("log(y) ~ a*b + l(x, 2) + i(year, d(z), ref = 2015) + i(region, ref='far east') + a | unit")
    assert formula.outcome == "log(y)"
    assert formula.terms == (
        Term("a", ("a",)),
        Term("b", ("b",)),
        Term("a:b", ("a", "b")),
        Term("l(x,2)", ("l(x,2)",)),
        Term("i(year,d(z),ref=2015)", ("d(z)",), "year", 2015),
        Term("i(region,ref='far east')", (), "region", "far east"),
    )
    assert formula.variables == ("y", "a", "b", "x", "z", "year", "region", "unit")


def test_effects_are_variables_combinations_and_slopes():
    formula = parse_formula("y ~ d | region ^ year + unit [ year ] + year + unit")
    assert formula.effects == ("unit", "year", "region^year", "unit[year]")
    assert formula.absorbed == (
        Effect("unit", ("unit",)),
        Effect("year", ("year",)),
        Effect("region^year", ("region", "year")),
        Effect("unit[year]", ("unit",), "year"),
    )
    assert formula.variables == ("y", "d", "unit", "year", "region")


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("a", ("a",)),
        ("a + b_2", ("a", "b_2")),
        ("ai::-3+ai:level + W:ai", ("ai::-3", "ai:level", "W:ai")),
        ("rho.large.medium", ("rho.large.medium",)),
        ("log(a) + l(x, 2) + a*b", ("log(a)", "l(x,2)", "a", "b", "a:b")),
        ("year::2016:log(x) + i(year, x, ref=2015)", ("year::2016:log(x)", "i(year,x,ref=2015)")),
    ],
)
def test_lists_of_terms(text, terms):
    assert terms_of(text, text) == terms


@pytest.mark.parametrize("text", ["a +", "a b", "1", "", "a, b", "a / b"])
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
        ("y ~ a", {"a": "x" * 1500, "b": "..a + " * 9, "c": "..b + " * 9}, "`macros.c`: macros unfold to"),
    ],
)
def test_macros_that_are_not_defined_above_are_refused(text, macros, said):
    with pytest.raises(StudyError) as error:
        expanded(text, macros)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("a + a:b", {"a": 1, "a:b": 1}),
        ("-a - log(b-1)", {"a": -1, "log(b-1)": -1}),
        ("a::-3 - a::-2+a::0", {"a::-3": 1, "a::-2": -1, "a::0": 1}),
    ],
)
def test_sums_of_terms_have_signs(text, signs):
    assert combination_of(text) == signs


@pytest.mark.parametrize("text", ["", "a +", "a + a", "a - - b", "2 a", "a*b", "a - a"])
def test_what_is_no_sum_of_terms_is_refused(text):
    with pytest.raises(StudyError):
        combination_of(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("y ~ x + z | unit + year", "y ~ x + z | unit + year"),
        ("y ~ x + W:x + W:q:z + W:log(v)", "y ~ x + q:z + log(v)"),
        ("y ~ W:x | unit", "y ~ x | unit"),
    ],
)
def test_lags_need_what_they_are_lags_of(text, plain):
    assert without_lags(text) == plain
