"""Chunks of draws: those of one run, and only those, are gathered."""

import numpy as np
import pytest

from core.errors import StudyError
from placebo.chunks import ROW, agree, summary_of
from placebo.models import chunk_of_draws

SEED = 4
OTHERS = {
    "a control": lambda panel, model: (panel.assign(fin=panel["fin"] ** 3), [model()], SEED),
    "an outcome": lambda panel, model: (panel.assign(score=panel["score"] * 1.00001), [model()], SEED),
    "the draws": lambda panel, model: (panel, [model(draws=61)], SEED),
    "the seed": lambda panel, model: (panel, [model()], SEED + 1),
    "the columns": lambda panel, model: (panel, [model("baseline.other")], SEED),
}


@pytest.mark.parametrize("change", [lambda parts: parts[:1], lambda parts: [*parts, parts[0]]])
def test_missing_and_doubled_draws_are_refused(panel, model, together, change):
    parts = [chunk_of_draws(panel, [model()], f"{number}-of-2", SEED) for number in (1, 2)]
    with pytest.raises(StudyError, match="0 to 59 are expected: chunks of another run are mixed in"):
        together(change(parts), model())


@pytest.mark.parametrize("changed", OTHERS.values(), ids=OTHERS)
def test_a_chunk_of_another_run_is_refused(panel, model, together, changed):
    mine = chunk_of_draws(panel, [model()], "1-of-2", SEED)
    frame, models, seed = changed(panel, model)
    said = "placebo `space`, column `baseline.policy`: not the same in all 2 chunks: chunks of another run are mixed in"
    with pytest.raises(StudyError, match=said):
        together([mine, chunk_of_draws(frame, models, "2-of-2", seed)], model())


def test_facts_agree_but_for_the_last_digits_of_numbers_with_decimals():
    one = {"r2": 0.5, "clusters": [3, None], "observed": {"estimate": 1e-20}}
    assert agree(one, one | {"r2": 0.5 + 1e-9, "observed": {"estimate": 0.0}})
    for other in ({"r2": 0.50001}, {"r2": None}, {"clusters": [3]}, {"clusters": [4, None]}, {"df": 3}):
        assert not agree(one, one | other) and not agree(one | other, one), other


def test_an_observed_statistic_that_is_missing_is_not_known_to_be_larger_than_any():
    """As where a variance by two-way clusters is negative."""
    rows = np.zeros(41, ROW)
    rows["estimate"] = rows["statistic"] = np.arange(40, -1, -1)
    rows["statistic"][0] = np.nan
    said = summary_of({"enumerated": False}, rows[0], rows[1:])
    assert (said["p_coefficient"], said["p_statistic"]) == (1 / 41, 1)
