from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from naive_scores import two_stage

from core.errors import StudyError
from core.seeds import stream
from efficiency.bootstrap import (
    bootstrap_table,
    drawn_units,
    draws_of,
    facts_of,
    intervals,
    orders,
    replicate,
    replications,
    size_of,
)
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.score import score
from efficiency.tables import score_table


def data_of(values, specification, years=1):
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return indicators(frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years), specification)


@given(st.integers(1, 12), st.integers(20, 60))
def test_chunks_share_the_draws(chunks, total):
    parts = [draws_of(f"{number}-of-{chunks}", total) for number in range(1, chunks + 1)]
    assert [draw for part in parts for draw in part] == list(range(total))


@pytest.mark.parametrize("frontier", ["contemporaneous", "sequential", "global"])
def test_a_replication_draws_units_with_all_their_years_and_never_lowers_a_score(specify, cities, frontier):
    specification = specify(2, 1, 1, frontier=frontier)
    data = data_of(cities(60, 4), specification, years=3)
    own = score(data, specification).score
    first, again, other = (replicate(data, specification, 8, draw, 5) for draw in (3, 3, 4))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert np.all(first[own < 1] >= own[own < 1] - 1e-9)
    drawn = stream(5, "bootstrap", 3).choice(np.unique(data.unit), 8, False)
    kept = np.isin(data.unit, drawn)
    fewer = indicators(
        pd.DataFrame(data.values[kept], columns=list(specification.columns)).assign(
            unit=data.unit[kept], year=data.year[kept]
        ),
        specification,
    )
    assert first[kept] == pytest.approx(score(fewer, specification).score, rel=1e-9)


def test_one_input_one_output_in_closed_form(specify, cities):
    """Under CRS the score is the unit's productivity over the best of the others, inside and outside the frontier."""
    specification = specify(1, 1, 0)
    data = data_of(cities(30, 2), specification)
    ratio = data.values[:, 1] / data.values[:, 0]
    for draw in range(5):
        drawn = stream(1, "bootstrap", draw).choice(data.unit, 6, False)
        best = ratio[np.isin(data.unit, drawn)]
        expected = [value / best[best != value].max() for value in ratio]
        expected = np.where(ratio < best.max(), ratio / best.max(), expected)
        assert replicate(data, specification, 6, draw, 1) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_a_replication_is_what_single_programs_give(specify, cities, scale):
    specification = specify(2, 1, 1, scale)
    data = data_of(cities(14, 4, seed=3), specification)
    for draw in range(3):
        drawn = data.values[np.isin(data.unit, drawn_units(data, 5, draw, 2))]
        expected = [two_stage(unit, drawn, specification) for unit in data.values]
        assert replicate(data, specification, 5, draw, 2) == pytest.approx(expected, rel=1e-7, nan_ok=True)


def of_one(score, drawn, change, why="ok"):
    found = intervals(np.array([score]), drawn[None], change, np.array([why], dtype=object))
    return pd.DataFrame(found).iloc[0]


def test_intervals_by_hand():
    """41 replications 1 to 41 % above the score: the mean excess is 21 %, the ends are the second from each side."""
    row = of_one(0.5, 0.5 * (1 + np.arange(1, 42) / 100), change=0.5)
    assert row["corrected"] == pytest.approx(0.5 / (1 + 0.5 * 0.21))
    assert row["bias"] == pytest.approx(0.5 - row["corrected"])
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((0.5 / 1.20, 0.5 / 1.01))  # tails of one: 40 x 2.5 %
    assert (row["replications"], row["interval_status"]) == (41, "ok")


@pytest.mark.parametrize(
    ("infeasible", "blank"),
    [
        (0, []),
        (1, []),
        (4, ["conf_low"]),
        (6, ["bias", "corrected", "conf_low"]),
        (100, ["bias", "corrected", "conf_low", "conf_high"]),
    ],
)
def test_an_infeasible_replication_counts_as_infinite_and_is_said(infeasible, blank):
    drawn = np.linspace(0.6, 0.9, 100)
    drawn[:infeasible] = np.nan
    row = of_one(0.5, drawn, change=0.3)
    assert row.index[row.isna()].tolist() == blank
    assert row["replications"] == 100 - infeasible
    assert row["interval_status"] == ("infeasible_draws" if infeasible else "ok")


@pytest.mark.parametrize("why", ["super_stage", "infeasible", "missing", "policy_one"])
def test_a_blank_interval_says_why(why):
    row = of_one(1.2, np.full(20, 1.5), change=0.3, why=why)
    assert row.index[row.isna()].tolist() == ["bias", "corrected", "conf_low", "conf_high"]
    assert row["interval_status"] == why


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 9))
def test_intervals_are_ordered_positive_and_below_the_score(seed, change):
    random = np.random.default_rng(seed)
    own = random.uniform(0.1, 1, 7)
    table = intervals(own, own[:, None] * random.uniform(1, 3, (7, 40)), change, np.full(7, "ok", dtype=object))
    assert np.all((table["conf_low"] > 0) & (table["conf_low"] <= table["corrected"]))
    assert np.all((table["corrected"] <= table["conf_high"]) & (table["conf_high"] <= own))


def test_the_size_is_a_quarter_of_the_units_by_default(specify, cities):
    data = data_of(cities(60, 4), specify(2, 1, 1), years=2)
    assert size_of(data, None) == 8  # of 30 units, rounded up
    with pytest.raises(StudyError, match="a bootstrap draw has 30 units, but only 30 units have data"):
        size_of(data, 30)


def test_intervals_cover_the_true_score_of_one_input_and_one_output():
    """True score .6, frontier of productivity 1: nominal 95 %; k is 1, so that a quarter of the units shifts by 1/3."""
    covered = []
    for sample in range(400):
        random = np.random.default_rng([sample, 8])
        productivity = np.exp(-np.abs(random.normal(0, 0.4, 100)))
        drawn = random.permuted(np.tile(productivity, (200, 1)), axis=1)[:, :25].max(axis=1)
        row = of_one(0.6 / productivity.max(), 0.6 / drawn, change=1 / 3)
        covered.append(row["conf_low"] <= 0.6 <= row["conf_high"])
    assert 0.90 < np.mean(covered) < 0.98


def drawn_sets(random, draws, units, size):
    """(draws, units) bool: `size` units of each draw, without replacement."""
    return np.argsort(random.random((draws, units)), axis=1).argsort(axis=1) < size


def test_the_variance_of_an_order_m_score_unit_by_unit():
    """The formula in loops, for two unit-years and 40 draws of 3 of 8 units."""
    random = np.random.default_rng(4)
    drawn, scores = drawn_sets(random, 40, 8, 3), random.uniform(0.5, 1.5, (2, 40))
    table = orders(scores, drawn, np.array([False, False]))
    for row, own in zip(pd.DataFrame(table).itertuples(), scores, strict=True):
        covariances = [np.cov(drawn[:, unit], own, bias=True)[0, 1] for unit in range(8)]
        variance = (8 / 5) ** 2 * sum(value**2 for value in covariances)
        variance += own.var() / 40 - 3 * 8 / 5 * own.var() / 40
        assert row.order_m == pytest.approx(own.mean())
        if variance > 0:
            assert row.order_m_std_error == pytest.approx(np.sqrt(variance)) and row.order_m_status == "ok"
            assert row.order_m_high - row.order_m_low == pytest.approx(2 * 1.96 * np.sqrt(variance), rel=1e-4)
        else:
            assert np.isnan(row.order_m_std_error) and row.order_m_status == "too_few_draws"


@pytest.mark.parametrize("draws", [100, 500])
def test_the_variance_of_an_order_m_score_is_that_over_samples(draws):
    """One input and one output, 60 units, draws of 15: the mean over all draws is a weighted sum of the sorted units.

    So its variance over samples is known, whatever the number of draws. The jackknife has a share of the second-order
    terms too, and is up to a quarter larger; without the correction for the noise of 100 draws it is twice as large.
    """
    random, weights = np.random.default_rng(1), [comb(59 - best, 14) / comb(60, 15) for best in range(46)]

    def scores_of(samples):
        return 0.7 / np.exp(-np.abs(random.normal(0, 0.4, (samples, 60))))

    many = np.sort(scores_of(20_000), axis=1)[:, :46]
    means = many @ weights
    expected = means.var() + (many**2 @ weights - means**2).mean() / draws
    variances = []
    for own in scores_of(300):
        drawn = drawn_sets(random, draws, 60, 15)
        row = orders(np.where(drawn, own, np.inf).min(axis=1)[None], drawn, np.array([False]))
        variances.append(row["order_m_std_error"][0] ** 2)
    assert 0.95 < np.nanmean(variances) / expected < 1.25


def test_one_infeasible_replication_leaves_an_order_m_score_blank():
    scores = np.full((3, 20), 0.7) + np.linspace(0, 0.1, 20)
    scores[0, 3] = scores[2] = np.nan
    table = orders(scores, drawn_sets(np.random.default_rng(0), 20, 6, 2), np.array([False, False, True]))
    assert table["order_m_status"].tolist()[::2] == ["infeasible_draws", "missing"]
    assert np.isnan(table["order_m"]).tolist() == [True, False, True]


def test_the_super_stage_has_order_m_scores_and_no_intervals(specify, cities):
    specification = specify(2, 1, 1)
    data = data_of(cities(30, 4), specification)
    found = score(data, specification)
    columns = replications(data, specification, 8, range(60), 5)
    draws = np.column_stack([columns[f"draw_{draw}"] for draw in range(60)])
    table = bootstrap_table(
        data, score_table(data, found, flags(data, found, specification)), draws, specification, 8, 5
    )
    above = found.stage == "super"
    assert 0 < above.sum() < 30
    assert np.array_equal(table["interval_status"] == "super_stage", above)
    assert np.array_equal(np.isnan(table["conf_low"]), above)
    assert table["order_m"] == pytest.approx(draws.mean(axis=1))
    said = facts_of(table, specification, 60, 8, 60, 5)
    assert said["intervals"] == {"super_stage": above.sum(), "ok": 30 - above.sum()}
    assert (said["size"], said["seed"], said["replications"], said["trusted"]) == (8, 5, 60, True)
    assert said["factor"] == pytest.approx(1 / ((60 / 8) ** 0.5 - 1))
    slow = facts_of(table, specify(4, 3, 3), 30, 8, 60, 5)
    assert not slow["trusted"] and "10 indicators" in slow["warnings"][0]
