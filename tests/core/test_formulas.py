"""Formulas say what they say, and nothing else is read into them."""

import pytest

from core.errors import StudyError
from core.formulas import Formula, parse_formula


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("y ~ d | unit + year", Formula("y", ("d",), ("unit", "year"))),
        ("score~policy+fin|year+unit", Formula("score", ("policy", "fin"), ("unit", "year"))),
        (" y ~ a + b_2 ", Formula("y", ("a", "b_2"))),
    ],
)
def test_parts_of_a_formula(text, formula):
    assert parse_formula(text) == formula


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("y", "one ~"),
        ("y ~ a | unit | year", "at most one |"),
        ("log(y) ~ a", "outcome `log\\(y\\)`"),
        ("y ~ a * b", "`a \\* b` is not the name"),
        ("y ~ a + ", "`` is not the name"),
        ("y ~ a + a", "a stands twice"),
        ("y ~ a | unit + city", "`city` unknown; allowed: `unit`, `year`"),
        ("y ~ __import__('os')", "is not the name"),
    ],
)
def test_what_is_not_a_formula_is_refused_with_its_text(text, said):
    with pytest.raises(StudyError, match=said):
        parse_formula(text)
