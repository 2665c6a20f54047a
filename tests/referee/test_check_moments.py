"""Summary statistics that no such variables have."""

import random
import statistics

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_tables import descriptives, raised, regressions

from referee.check_moments import (
    deviation_in_range,
    deviation_of_counts,
    deviation_of_policy,
    deviation_of_shares,
    deviation_positive,
    mean_in_range,
    mean_of_counts,
    quantile_order,
)
from referee.consistency import FAMILIES, checks_of
from referee.moments import grim, grimmer

NAMES = ["n", "mean", "sd", "min", "max"]
ALL = checks_of("Moments")


def faults(variable, *cells, **words):
    table = descriptives(NAMES, {variable: list(cells)}, **words)
    return [find for find in ALL if raised(find, table)]


@pytest.mark.parametrize(
    ("variable", "cells", "found"),
    [
        ("Pilot zone", ("2,574", "0.0287", "0.1671", "0", "1"), []),  # 74 of 2,574
        ("Pilot zone", ("2,574", "0.0298", "0.1700", "0", "1"), [mean_of_counts]),  # 76.7
        ("Pilot zone", ("2,574", "0.0287", "0.1761", "0", "1"), [deviation_of_shares]),
        ("AI", ("2,574", "0.029", "0.176", "0", "1"), [deviation_in_range]),
        ("Coast", ("5,838", "0.0650", "0.2461", "0", "1"), [mean_of_counts, deviation_of_shares]),
        ("Demonstration city", ("5,838", "0.0650", "0.2561", "0", "1"), [mean_of_counts, deviation_of_shares]),
        ("Treated (dummy)", ("40", "0.31", "0.47", "0", "1"), [mean_of_counts]),
        ("是否试点", ("40", "0.325", "0.474", "0", "1"), []),
        ("Policy intensity", ("2,574", "0.0298", "0.0800", "0", "1"), []),
        ("Share of services", ("2,574", "0.4298", "0.0800", "0", "1"), []),
        ("Coastal", ("100", "0.375", "0.487", "0", "1"), [mean_of_counts]),  # spreads as zeros and ones do
        ("Number of patents", ("30", "3.47", "2.1", "0", "9"), []),
        ("Number of patents", ("30", "3.45", "2.1", "0", "9"), [mean_of_counts]),
        ("Number of children", ("10", "2.0", "1.05", "1", "4"), []),
        ("Number of children", ("10", "2.0", "1.12", "1", "4"), [deviation_of_counts]),
        ("Score", ("100", "0.5278", "0.2842", "0.0328", "1.3308"), []),
        ("Score", ("100", "1.5278", "0.2842", "0.0328", "1.3308"), [mean_in_range]),
        ("Score", ("100", "0.5278", "0.2842", "1.3308", "0.0328"), [mean_in_range]),
        ("Score", ("100", "0.5278", "0.6842", "0.0328", "1.3308"), [deviation_in_range]),
        ("Score", ("10", "0.5000", "0.0100", "0.0000", "1.0000"), [deviation_in_range]),
        ("Score", ("100", "0.5278", "-0.2842", "0.0328", "1.3308"), [deviation_positive, deviation_in_range]),
        ("Score", ("100", "0.5", "0", "0.1", "0.9"), []),
        ("Score", ("100", "0.5", "0.000", "0.1", "0.9"), [deviation_in_range]),
    ],
)
def test_a_row(variable, cells, found):
    assert set(faults(variable, *cells)) == set(found)


def test_a_weighted_mean_of_other_numbers_weights_no_summary():
    table = descriptives(NAMES, {"Pilot zone": ["2,574", "0.0298", "0.2700", "0", "1"]})
    assert raised(deviation_of_shares, table, text="The weighted mean of all comparisons is 0.031.")
    assert not raised(deviation_of_shares, table, text="Table 1 has weighted means.")


def test_weighted_means_and_tables_without_n_are_judged_by_what_is_sure():
    assert not faults("Pilot zone", "2,574", "0.0298", "0.1700", "0", "1", notes=["Means are weighted by population."])
    assert not faults("Pilot zone", "2,574", "0.0298", "0.1700", "0", "1", caption="Summary statistics (weighted)")
    assert not faults("Number of firms", "412", "2.4171", "1.3041", "1", "9", notes=["Sampling weights are used."])
    assert not faults("Pilot zone", "", "0.0298", "0.1700", "0", "1")
    assert faults("Pilot zone", "", "0.0298", "0.2700", "0", "1") == [deviation_of_shares]
    assert not faults("Score", "", "0.50", "0.35", "0.00", "1.00")
    assert faults("Score", "", "0.50", "0.65", "0.00", "1.00") == [deviation_in_range]


@pytest.mark.parametrize(
    ("sd", "term", "text", "found"),
    [
        ("0.1671", "AI", "", True),
        ("0.1671", "ECO", "", False),
        ("0.1671", "ECO", "Pilot zones (AI) raise the score.", True),
        ("0.1671", "ECO", "政策试点（AI）提高了得分。", True),
        ("0.1671", "ECO", "The intensity of the policy (AI) is high.", False),
        ("0.1471", "AI", "", False),  # an index
    ],
)
def test_an_abbreviation_is_the_policy_by_the_regressions_or_by_the_text(sd, term, text, found):
    table = descriptives(NAMES, {"AI": ["2,574", "0.0290", sd, "0", "1"]})
    estimates = regressions([{"terms": {term: "0.1 (0.04)"}}])
    assert bool(raised(mean_of_counts, table, estimates, text=text)) == found


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([5, 12, 40, 500]), st.integers(1, 4), st.booleans())
def test_real_variables_raise_nothing(seed, n, digits, divided_by_n):
    """Counts, zeros and ones, shares and heavy tails, rounded."""
    draw = random.Random(seed)
    deviation = statistics.pstdev if divided_by_n else statistics.stdev
    made = {
        "Number of patents": [int(draw.expovariate(0.2)) for _ in range(n)],
        "Adopted (dummy)": [int(draw.random() < 0.3) for _ in range(n)],
        "Share of services": [draw.random() for _ in range(n)],
        "Output": [draw.lognormvariate(2, 2) for _ in range(n)],
    }
    rows = {}
    for name, values in made.items():
        ends = [f"{end:.{digits}f}" if isinstance(end, float) else str(end) for end in (min(values), max(values))]
        rows[name] = [str(n), *(f"{rule(values):.{digits}f}" for rule in (statistics.fmean, deviation)), *ends]
    table = descriptives(NAMES, rows)
    assert [(find.name, one) for family in FAMILIES for find in checks_of(family) for one in raised(find, table)] == []


def test_whole_numbers_by_all_that_there_are():
    """Means and deviations of all samples of five numbers from 0 to 3 pass, some of those between them do not."""
    from itertools import combinations_with_replacement

    printed = {
        (round(statistics.fmean(one), 2), round(statistics.stdev(one), 2))
        for one in combinations_with_replacement(range(4), 5)
    }
    passing = {
        (m / 100, s / 100)
        for m in range(301)
        for s in range(200)
        if grim((m / 100 - 0.005, m / 100 + 0.005), 5)
        and grimmer((m / 100 - 0.005, m / 100 + 0.005), (s / 100 - 0.005, s / 100 + 0.005), 5)
    }
    assert printed <= passing
    assert len(passing) < 16 * 40


def test_other_tables_have_no_moments():
    assert not [one for find in ALL for one in raised(find, regressions([{"terms": {"x": "0.5 (0.1)"}}]))]


QUARTILES = ["mean", "sd", "p25", "median", "p75"]


@pytest.mark.parametrize(
    ("variable", "cells", "found"),
    [
        ("Output", ("4.213", "0.672", "3.741", "4.190", "4.655"), []),
        ("Output", ("4.213", "0.672", "3.741", "3.190", "4.655"), [quantile_order]),
        ("Output", ("4.213", "0.672", "3.741", "4.690", "4.655"), [quantile_order]),
        ("Zone × post", ("0.125", "0.331", "0", "0", "0"), []),
        ("Zone × post", ("0.125", "0.231", "0", "0", "0"), [deviation_of_policy]),
        ("Zone intensity", ("0.125", "0.231", "0", "0", "0"), []),
    ],
)
def test_quartiles(variable, cells, found):
    table = descriptives(QUARTILES, {variable: list(cells)})
    assert [find for find in ALL if raised(find, table)] == found


@pytest.mark.parametrize(
    ("deviation", "high", "found"), [("0.398", "1", True), ("0.498", "1", False), ("0.398", "1.0", False)]
)
def test_the_policy_of_the_regressions_is_zero_or_one_where_its_ends_are_whole(deviation, high, found):
    summary = descriptives(["mean", "sd", "min", "max"], {"Rail": ["0.541", deviation, "0", high]})
    policy = regressions([{"terms": {"Rail": "0.031*** (0.009)"}}])
    assert bool(raised(deviation_of_policy, summary, policy)) == found
