"""Decompositions of a two-way estimate."""

import pytest
from drafts import fired, numbered, regressions, table

from manuscript.check_decomposition import bacon_estimate, bacon_sum, bacon_weights
from manuscript.printed_tables import Bacon

TWO_WAY = regressions("Table 5", {"1": {"AI": "0.0638** (0.0255)"}})


def bacon(weights=("0.7000", "0.2500", "0.0500"), estimates=("0.0400", "0.0300", "0.0320"), overall="0.0371"):
    names = ("Never treated", "Earlier against later", "Later against earlier")
    return Bacon(
        table("Table 6"),
        {name: numbered(said, at, 1, "weight") for at, (name, said) in enumerate(zip(names, weights, strict=True))},
        {name: numbered(said, at, 2, "estimate") for at, (name, said) in enumerate(zip(names, estimates, strict=True))},
        overall and numbered(overall, 9, 2, "estimate"),
    )


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (bacon_weights, [bacon(("0.7000", "0.2500", "0.0600"))], [bacon(("0.70", "0.25", "0.06"))]),
        (bacon_weights, [bacon(("0.7000", "0.3500", "-0.0500"))], [bacon()]),
        (bacon_sum, [bacon(overall="0.0638")], [bacon()]),
        (bacon_estimate, [bacon(), TWO_WAY], [bacon(estimates=("0.07", "0.05", "0.0459"), overall="0.0638"), TWO_WAY]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_decompositions(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []
