"""The decomposition of a two-way estimate: numbers by hand, its identity, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import COLUMN, castle_panel, fit_from, planted

from core.errors import StudyError
from did.bacon import EARLIER, LATER, NEVER, bacon, layout

BY_HAND = json.loads((Path(__file__).parent / "reference" / "castle_bacon_byhand.json").read_text())["expected"]
TYPES = {"Treated vs Never": NEVER, "Earlier vs Later": EARLIER, "Later vs Earlier": LATER}
PLAIN = COLUMN | {"name": "a", "formula": "y ~ d | unit + year", "policy": "d", "ssc": "reghdfe"}


def test_castle_by_hand():
    column = PLAIN | {"formula": "l_homicide ~ post + unemployrt | unit + year", "policy": "post"}
    rows, estimates = bacon(castle_panel(), column)
    pairs = {(row["type"], row["treated"], row["control"] or 0): row for row in rows if row["type"] != "Sum"}
    assert len(pairs) == len(BY_HAND["pairs"])
    for pair in BY_HAND["pairs"]:
        own = pairs[TYPES[pair["type"]], pair["treated"], pair["control"]]
        assert own["weight"] == pytest.approx(pair["weight"], rel=1e-10)
        assert own["estimate"] == pytest.approx(pair["estimate"], rel=1e-9)
    sums = {row["comparison"]: row for row in rows if row["type"] == "Sum"}
    for name, total in BY_HAND["types"].items():
        assert sums[TYPES[name]]["weight"] == pytest.approx(total["weight"], rel=1e-10)
        assert sums[TYPES[name]]["estimate"] == pytest.approx(total["avg"], rel=1e-9)
    assert estimates["without controls"] == pytest.approx(BY_HAND["twfe"], rel=1e-10)
    assert estimates["with controls"] != pytest.approx(BY_HAND["twfe"], rel=1e-3)
    assert any("with controls: " in note for note in layout(estimates)["notes"])


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), units=st.integers(6, 20), years=st.integers(4, 9))
def test_weights_add_up_to_one_and_the_mean_is_the_two_way_estimate(seed, units, years):
    panel = planted(seed, units, years)
    rows, estimates = bacon(panel, PLAIN)
    total = rows[-1]
    assert total["weight"] == pytest.approx(1, abs=1e-12)
    direct = fit_from(panel, "y ~ d | unit + year", clusters=["unit"]).coefficients[0]
    np.testing.assert_allclose([total["estimate"], estimates["without controls"]], direct, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    ("more", "drop", "words"),
    [
        ({"weights": "w"}, 0, "least squares without weights"),
        ({"formula": "y ~ d | unit"}, 0, r"effects `unit \+ year`"),
        ({}, 1, "1 of 12 units lack years"),
    ],
)
def test_other_columns_are_refused_with_the_reason(more, drop, words):
    panel = planted(1)
    with pytest.raises(StudyError, match=words):
        bacon(panel.iloc[drop:], PLAIN | more)
