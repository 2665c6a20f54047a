import re
from pathlib import Path

import pytest

from efficiency.convergence import (
    COVERAGE,
    COVERAGE_OF_MEANS,
    doubts_of_intervals,
    doubts_of_means,
    factor,
    is_slow,
    rate,
)

TABLE = Path(__file__).parents[1] / "benchmarks" / "coverage.md"


@pytest.mark.parametrize(
    ("sizes", "scale", "k", "slow"),
    [
        ((2, 1, 1), "crs", 2 / 4, False),
        ((2, 1, 1), "vrs", 2 / 5, False),
        ((3, 1, 1), "crs", 2 / 5, False),
        ((3, 1, 1), "vrs", 2 / 6, True),
        ((4, 3, 3), "crs", 2 / 10, True),
    ],
)
def test_a_bias_of_the_rate_is_found_from_a_smaller_frontier(specify, sizes, scale, k, slow):
    """A score of .6 + .9 n^-k: what a quarter and a half of 200 units add says that 200 add .9 x 200^-k."""
    specification = specify(*sizes, scale)
    assert rate(specification) == pytest.approx(k)

    def score(units):
        return 0.6 + 0.9 * units**-k

    for ratio in (4, 2):
        bias = factor(specification, ratio) * (score(200 / ratio) - score(200))
        assert score(200) - bias == pytest.approx(0.6)
    assert is_slow(specification) == slow
    for doubts in (doubts_of_intervals, doubts_of_means):
        assert len(doubts(specification, 60)) == slow
        assert doubts(specification, 59)[-1].startswith("The frontier is of 59 units; with fewer than 60")


def shares(rows, column):
    """The smallest and the largest share in a column of the table, in whole percent."""
    values = [round(100 * float(row[column].split()[0])) for row in rows]
    return f"{min(values)} to {max(values)} %"


def test_what_results_say_of_their_coverage_is_what_was_measured():
    parts = TABLE.read_text(encoding="utf-8").split("\n## ")[1:]
    intervals, means = ([line.split(" | ") for line in re.findall(r"^\| (\d.*) \|$", part, re.M)] for part in parts)
    few, many = ([row for row in intervals if (int(row[0]) > 4) == slow] for slow in (False, True))
    assert f"in {shares(few, 6)} with 2 and 4 indicators and in {shares(many, 6)} with 10" in COVERAGE
    assert f"order-m scores in {shares(intervals, 10)}" in COVERAGE
    assert f"{shares(means, 8)} of such intervals" in COVERAGE_OF_MEANS
    assert f"of small groups {shares(means, 10)}" in COVERAGE_OF_MEANS
