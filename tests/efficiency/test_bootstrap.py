import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import StudyError
from core.seeds import stream
from efficiency.bootstrap import draws_of, intervals, replicate, shrinkage, size_of
from efficiency.data import indicators
from efficiency.score import score


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


def test_intervals_by_hand():
    """41 replications 1 to 41 % above the score: the mean excess is 21 %, the ends are the second from each side."""
    excess = np.arange(1, 42) / 100
    table = intervals(np.array([0.5]), 0.5 * (1 + excess[None]), shrink=0.5)
    row = table.iloc[0]
    assert row["corrected"] == pytest.approx(0.5 / (1 + 0.5 * 0.21))
    assert row["bias"] == pytest.approx(row["score"] - row["corrected"])
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((0.5 / 1.20, 0.5 / 1.01))  # tails of one: 40 x 2.5 %
    assert row["replications"] == 41


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
def test_an_infeasible_replication_counts_as_infinite(infeasible, blank):
    replications = np.tile(np.linspace(0.6, 0.9, 100), (1, 1))
    replications[0, :infeasible] = np.nan
    table = intervals(np.array([0.5]), replications, shrink=0.3)
    assert table.columns[table.isna().iloc[0]].tolist() == blank
    assert table["replications"].tolist() == [100 - infeasible]


def test_no_score_no_interval():
    table = intervals(np.array([np.nan]), np.full((1, 20), 0.5), shrink=0.3)
    assert table.drop(columns="replications").isna().all(axis=None) and table["replications"].tolist() == [0]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0.01, 1))
def test_intervals_are_ordered_positive_and_below_the_score(seed, shrink):
    random = np.random.default_rng(seed)
    own = random.uniform(0.1, 1, 7)
    table = intervals(own, own[:, None] * random.uniform(1, 3, (7, 40)), shrink)
    assert np.all((table["conf_low"] > 0) & (table["conf_low"] <= table["corrected"]))
    assert np.all((table["corrected"] <= table["conf_high"]) & (table["conf_high"] <= table["score"]))


@pytest.mark.parametrize(("scale", "rate"), [("crs", 2 / 4), ("vrs", 2 / 5)])
def test_rate_and_size(specify, cities, scale, rate):
    specification = specify(2, 1, 1, scale)
    data = data_of(cities(60, 4), specification, years=2)
    assert size_of(data, None) == 6  # the square root of 30 units, rounded up
    assert shrinkage(data, specification, 10) == pytest.approx((10 / 30) ** rate)
    with pytest.raises(StudyError, match="a bootstrap draw has 30 units, but only 30 units have data"):
        size_of(data, 30)


def test_intervals_cover_the_true_score_of_one_input_and_one_output():
    """True score .6, frontier of productivity 1: nominal 95 %, measured 93 to 97 % over 400 samples of 100 units."""
    covered = []
    for sample in range(400):
        random = np.random.default_rng([sample, 8])
        productivity = np.exp(-np.abs(random.normal(0, 0.4, 100)))
        drawn = random.permuted(np.tile(productivity, (200, 1)), axis=1)[:, :10].max(axis=1)
        row = intervals(np.array([0.6 / productivity.max()]), 0.6 / drawn[None], shrink=0.1).iloc[0]
        covered.append(row["conf_low"] <= 0.6 <= row["conf_high"])
    assert 0.92 < np.mean(covered) < 0.98
