"""Combinations of choices, and the column of each."""

import pytest

from core.specifications import combinations_of, one_by_one, slots_of, specification

VARY = {"y": {"a": "y1", "b": "log(y2)"}, "c": {"none": None, "x": "x1 + x2"}, "cluster": {"no": None, "u": "unit"}}


@pytest.mark.parametrize(
    ("names", "column"),
    [
        ({"y": "a", "c": "none", "cluster": "no"}, {"formula": "y1 ~ d + 1 | y1", "cluster": "none"}),
        ({"y": "b", "c": "x", "cluster": "u"}, {"formula": "log(y2) ~ d + x1 + x2 | log(y2)", "cluster": "unit"}),
    ],
)
def test_slots_are_filled_and_keys_set(names, column):
    assert specification("{y} ~ d + {c} | {y}", VARY, names) == column


def test_all_combinations_and_those_that_differ_in_one_choice():
    assert slots_of("{y} ~ d + {c} | {y}") == ("y", "c")
    every = [tuple(names.values()) for names in combinations_of(VARY)]
    assert every[:3] == [("a", "none", "no"), ("a", "none", "u"), ("a", "x", "no")] and len(set(every)) == 8
    assert [tuple(names.values()) for names in one_by_one(VARY)] == [
        ("a", "none", "no"), ("b", "none", "no"), ("a", "x", "no"), ("a", "none", "u"),
    ]  # fmt: skip


def test_values_may_hold_braces_that_are_no_slots():
    assert specification("y ~ {c}", {"c": {"x": "f{c}"}}, {"c": "x"}) == {"formula": "y ~ f{c}"}
