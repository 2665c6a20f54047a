"""Numbers of things in words."""

import pytest

from core.words import dropped_words


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        ({}, ""),
        ({"missing": {"fin": 1}}, "1 row without fin"),
        ({"missing": {"fin": 1700, "x": 2}, "singletons": 3}, "1,700 rows without fin, 2 rows without x, 3 singletons"),
    ],
)
def test_what_left_a_sample(dropped, said):
    assert dropped_words(dropped) == said
