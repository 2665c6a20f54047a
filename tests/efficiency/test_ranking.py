"""Rankings, against pandas."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.ranking import ENDS, ranking_layout, ranking_of, told


@pytest.fixture
def frame():
    random = np.random.default_rng(2)
    frame = pd.DataFrame(
        [(f"u{unit:02}", year) for unit in range(12) for year in (2000, 2001)], columns=["unit", "year"]
    )
    return frame.assign(score=random.integers(1, 8, 24) / 8)


def test_ranks_are_those_of_pandas_and_ties_share_them(frame):
    found = pd.DataFrame(ranking_of(frame.to_dict("records"), "score", [2001], 12))
    own = frame[frame["year"] == 2001].set_index("unit")["score"]
    for end, order in zip(ENDS, (False, True), strict=True):
        rows = found[found["end"] == end]
        assert rows["value"].tolist() == own.sort_values(ascending=order).tolist()
        assert rows.set_index("unit")["rank"].sort_index().tolist() == own.rank(method="min", ascending=False).tolist()
        assert rows["place"].tolist() == list(range(1, 13))
    assert found["unit"].tolist()[:12] == found["unit"].tolist()[:11:-1]


def test_without_years_units_stand_in_the_order_of_their_means(frame):
    rows = ranking_of([*frame.to_dict("records"), {"unit": "u99", "year": 2000, "score": None}], "score", None, 3)
    means = frame.groupby("unit")["score"].mean()
    assert [row["value"] for row in rows] == pytest.approx([*means.nlargest(3), *means.nsmallest(3)])
    assert {row["year"] for row in rows} == {"all years"}


def test_names_and_intervals_stand_beside_the_scores_of_their_unit_and_year(frame):
    ends = {("u03", 2001): {"conf_low": 0.1, "conf_high": 0.6}}
    rows = told(ranking_of(frame.to_dict("records"), "score", [2000, 2001], 12), {"u03": "Rome", "u04": None}, ends)
    found = {(row["unit"], row["year"]): (row["conf_low"], row["conf_high"]) for row in rows}
    assert found.pop(("u03", 2001)) == (0.1, 0.6) and set(found.values()) == {(None, None)}
    assert {row["name"] for row in rows if row["name"] != row["unit"]} == {"Rome"}
    assert [cell["column"] for cell in ranking_layout(True, True)["cells"]] == [
        "name",
        "value",
        "conf_low",
        "conf_high",
    ]


def test_a_year_without_values_is_refused(frame):
    with pytest.raises(StudyError, match="`score` has no value in 2002; take it out of `years`"):
        ranking_of(frame.to_dict("records"), "score", [2000, 2002], 3)
