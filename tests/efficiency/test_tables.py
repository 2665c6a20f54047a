"""The tidy tables of the scores of five units, of which the first has no data."""

import numpy as np
import pandas as pd
import pytest

from efficiency.data import indicators
from efficiency.score import Audit, score
from efficiency.tables import peer_table, run_facts, score_table, slack_table


@pytest.fixture(scope="module")
def scored(specify, cities):
    specification = specify(1, 1, 1)
    frame = pd.DataFrame(cities(5, 3), columns=list(specification.columns)).assign(unit=list("abcde"), year=2000)
    frame.loc[0, "y0"] = np.nan
    data = indicators(frame, specification)
    return data, score(data, specification), specification


def test_a_missing_unit_year_is_blank_and_flags_are_joined(scored):
    data, scores, _ = scored
    marks = {"one": np.array([False, True, True, False, False]), "two": np.array([False, True, False, False, False])}
    table = pd.DataFrame(score_table(data, scores, marks))
    assert table["flags"].tolist() == ["", "one;two", "one", "", ""]
    blank = ["score", "stage", "sbm", "super", "n_peers", "reference_size", "residual"]
    assert table.loc[0, blank].isna().all() and table.loc[0, "status"] == "missing"
    assert table.loc[1:, ["score", "n_peers", "reference_size"]].notna().all(axis=None)


def test_targets_are_values_moved_by_slacks_and_peers_dominate(scored):
    data, scores, specification = scored
    slacks, peers = slack_table(data, scores, specification), peer_table(data, scores)
    assert slacks["indicator"].tolist() == [*specification.columns] * 4
    towards = np.where(scores.stage[1:] == "super", 1, -1)[:, None] * specification.sigma
    moved = data.values[1:] + towards * slacks["slack"].reshape(4, 3)
    assert slacks["target"].reshape(4, 3) == pytest.approx(moved, rel=1e-12)
    assert set(peers["unit"]) == set("bcde") and "a" not in set(peers["peer_unit"])


def test_the_facts_count_what_the_table_shows(scored):
    data, scores, specification = scored
    facts = run_facts(data, scores, {"one": np.arange(5) > 2}, specification, Audit(4, 1, 1e-12))
    assert facts["counts"] | {"one": 2, "ok": 4, "missing": 1, "infeasible": 0} == facts["counts"]
    assert facts["audit"] == {"units": 4, "undecided": 1, "largest_difference": 1e-12}
    assert facts["sizes"] == {"n": 4, "m": 1, "s1": 1, "s2": 1}
