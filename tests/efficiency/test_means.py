import math

import pytest

from core.errors import StudyError
from efficiency.means import geometric_mean, mean_changes, pairs_without


def pair(year, index, measure="gml", status="ok"):
    changes = dict.fromkeys(("index", "efficiency_change", "technical_change"), index)
    return {"year_from": year, "year_to": year + 1, "measure": measure, "status": status} | changes


ROWS = [pair(2001, 8.0), pair(2000, 2.0), pair(2000, 0.5), pair(2000, None, status="infeasible"), pair(2000, 9.0, "ml")]


def test_means_by_hand():
    """2 and 1/2 cancel; with 8 the three have the mean 2."""
    table = mean_changes(ROWS, "gml")
    assert [(row["period"], row["n"]) for row in table] == [("2000-2001", 2), ("2001-2002", 1), ("all years", 3)]
    assert [row["index"] for row in table] == pytest.approx([1, 8, 2])
    assert pairs_without(ROWS, "gml") == 1 and pairs_without(ROWS, "ml") == 0


def test_a_period_without_any_index_is_blank():
    first, *_ = mean_changes([pair(1999, None, status="undefined"), *ROWS], "gml")
    assert first == {"period": "1999-2000", "index": None, "efficiency_change": None, "technical_change": None, "n": 0}


def test_the_mean_of_reciprocals_is_the_reciprocal():
    values = [0.3, 1.7, 2.9]
    assert geometric_mean([1 / value for value in values]) == pytest.approx(1 / geometric_mean(values))
    assert geometric_mean([math.e] * 3) == pytest.approx(math.e)


@pytest.mark.parametrize(("rows", "known"), [(ROWS, "only gml, ml;"), ([], "only none;")])
def test_a_measure_that_is_not_computed_is_refused_with_those_that_are(rows, known):
    with pytest.raises(StudyError, match=f"no productivity index `malmquist` is computed, {known}"):
        mean_changes(rows, "malmquist")
