"""Chunks are as many as have a minute of work each."""

import pytest

from check.chunks import DRAW, MINUTE, REPLICATION, advised, chunks_of
from core.choices import MOST_CHUNKS

CHUNKS = {"placebo": 2, "bootstrap": 5}


@pytest.mark.parametrize(("minutes", "number"), [(0, 1), (0.9, 1), (1.9, 1), (2, 2), (40.5, 40), (1e6, MOST_CHUNKS)])
def test_a_chunk_has_at_least_a_minute_unless_there_is_one(minutes, number):
    assert advised(minutes * MINUTE) == number


def test_the_work_of_all_models_is_added():
    rows = int(MINUTE / DRAW / 1000)
    (line,) = chunks_of([(1000, rows), (2000, 2 * rows)], 0, 100, CHUNKS)
    assert line == "placebo: 3,000 draws, about 5 minutes of work: 5 chunks on a cluster; `placebo.chunks` is 2"


def test_replications_score_the_whole_panel():
    (line,) = chunks_of([], 200, int(3.1 * MINUTE / REPLICATION / 200), CHUNKS)
    assert line == "bootstrap: 200 draws, about 3 minutes of work: 3 chunks on a cluster; `bootstrap.chunks` is 5"
    assert chunks_of([], 0, 100, CHUNKS) == []
