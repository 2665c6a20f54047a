"""The referee on a text: where a claim is, and what it is compared with."""

import pytest

from report.claims import Claim
from report.fitted import Fitted
from report.reading import Grid, Reading
from report.referee_text import classes_disjoint, roster_units, spatial_claims

EFFECTS = [("direct", "s.a"), ("direct", "s.b"), ("indirect", "s.b")]
IMPACTS = Grid("e", "impacts", [{"effect": effect, "column": column} for effect, column in EFFECTS], {})


def said(check, **read):
    return [(one.where, one.message.partition(". ")[0]) for one in check(Reading(**read))]


@pytest.mark.parametrize(
    ("where", "term", "number", "found"),
    [
        ("s", "sdm", 2, "1 column"),
        ("s", "sdm", 1, None),
        ("s", "sem", 1, "0 columns"),
        ("e", "indirect", 3, "1 column"),
        ("e", "direct", 3, "2 columns"),
        ("e", "direct", 2, None),
    ],
)
def test_columns_are_counted_by_estimator_or_by_effect(study, where, term, number, found):
    """Another table has two SDM, and another effect another column."""
    tables = (("s", "a", "sar"), ("s", "b", "sdm"), ("other", "c", "sdm"), ("other", "d", "sdm"))
    columns = [Fitted(table, study.fit(name, estimator=estimator), []) for table, name, estimator in tables]
    claim = Claim(where, "columns", term, str(number), "")
    words = f"The text speaks of {term} for {number} matrices; the results have {found}"
    found_here = said(spatial_claims, columns=columns, grids=[IMPACTS], claims=[claim])
    assert found_here == ([(where, words)] if found else [])


def test_a_unit_twice_a_county_among_cities_and_classes_that_do_not_sum():
    listed = [
        ("p. 1", "Wuhu", "city"),
        ("p. 2", "Wuhu", "city"),
        ("p. 3", "Deqing", "county"),
        ("p. 4", "Hefei", "city"),
    ]
    claims = [Claim(where, "unit", "zones", name, level) for where, name, level in listed]
    claims += [Claim("t", "size", term, number, "") for term, number in (("low", "40"), ("high", "7"), ("all", "108"))]
    assert said(roster_units, claims=claims) == [
        ("p. 1, p. 2", "Wuhu stands 2 times in the list"),
        ("p. 3", "Deqing is a county in a list of the level city"),
        ("t", "The classes low, high sum to 47, not to 108"),
    ]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("[0, 0.3)", "[0.3, ]", None),
        ("[0, 0.3]", "(0.3, ]", None),
        ("[0, 0.3]", "[0.3, ]", "two have the value 0.3"),
        ("[0, 0.4)", "[0.3, ]", "two have the value 0.3"),
        ("[0, 0.3)", "(0.3, ]", "none has the value 0.3"),
        ("[0, 0.2]", "[0.3, ]", "none has the values from 0.2 to 0.3"),
    ],
)
def test_edges_of_classes(low, high, words):
    claims = [Claim("t", "class", "high", high, ""), Claim("t", "class", "low", low, "")]
    assert said(classes_disjoint, claims=claims) == ([("t", f"Of the classes {words}")] if words else [])
