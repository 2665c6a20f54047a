"""Decompositions of a two-way estimate."""

import pytest
from drafts import fired, numbered, regressions, table
from written import draft
from written import table as written

from printed.printed_tables import Bacon
from referee.check_decomposition import bacon_estimate, bacon_sum, bacon_text, bacon_weights

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


DECOMPOSED = written(
    "Table 6",
    "Comparison | Weight | Estimate\nTreated against never treated | 0.985 | 0.031\n"
    "Earlier against later treated | 0.009 | 0.110\nLater against earlier treated | 0.006 | 0.042\n"
    "All comparisons | 1.000 | 0.032",
    notes=(),
)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("In Table 6 comparisons with never treated cities carry a weight of {}.", "0.895"),
        ("Table 6 shows that the weighted average of all comparisons is {}.", "0.023"),
        ("由表6可知，以从未处理组为对照的权重为{}。", "0.958"),
        ("由表6可知，全部比较的加权平均为{}。", "0.302"),
        ("In Table 6 they carry 0.985 of the weight in the estimate of {}.", "0.302"),
    ],
)
def test_a_sentence_on_a_decomposition_has_its_numbers(said, wrong):
    right = "0.985" if wrong in ("0.895", "0.958") else "0.032"
    assert [one.check for one in bacon_text(draft(DECOMPOSED, said.format(wrong)))] == ["bacon_text"]
    assert list(bacon_text(draft(DECOMPOSED, said.format(right)))) == []


@pytest.mark.parametrize(
    "said",
    [
        "In Table 6 the comparisons among treated cities have a weight of 0.015 together.",
        "In Table 6 they have a weight of 1.5%.",
        "In Table 6 the weighted average of the comparisons among treated cities is 0.083.",
        "The weighted average of Table 6 is 0.032, and the estimate of Table 5 is 0.0638.",
        "Table 6 averages 0.032 and the difference to the estimate with controls is 0.006.",
    ],
)
def test_sums_and_averages_of_some_comparisons_are_those_of_a_decomposition(said):
    assert list(bacon_text(draft(DECOMPOSED, said))) == []
