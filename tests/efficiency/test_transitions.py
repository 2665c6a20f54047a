"""Transitions against pandas, ergodic distributions against eigenvectors."""

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.transitions import ERGODIC, ergodic_of, transitions_layout, transitions_of

CUTS = {"cuts": [1.0, 2.0], "names": ["low", "mid", "high"]}


def rows_of(paths):
    """Rows of units, each with its values by year; None is a missing value."""
    return [
        {"unit": f"u{unit}", "year": 2000 + year, "score": value}
        for unit, path in enumerate(paths)
        for year, value in enumerate(path)
    ]


def test_counts_are_those_of_pandas_and_a_gap_is_not_bridged():
    random = np.random.default_rng(4)
    frame = pd.DataFrame(rows_of(random.lognormal(size=(40, 6)).tolist()))
    frame.loc[random.random(len(frame)) < 0.1, "score"] = np.nan
    frame["class"] = pd.qcut(frame["score"], 4, labels=False)
    after = frame.assign(year=frame["year"] - 1)[["unit", "year", "class"]]
    both = frame.merge(after, on=["unit", "year"], suffixes=("", "_next")).dropna()
    expected = pd.crosstab(both["class"], both["class_next"]).to_numpy()
    rows, why = transitions_of(frame.astype(object).where(frame.notna(), None).to_dict("records"), "score", 4)
    assert why == ""
    assert [row["count"] for row in rows[:16]] == expected.ravel().tolist()
    assert [row["probability"] for row in rows[:16]] == pytest.approx(
        (expected / expected.sum(axis=1, keepdims=True)).ravel()
    )
    assert {row["group"] for row in rows[16:]} == {ERGODIC}
    assert f"{expected.sum()} pairs" in transitions_layout(rows, True, why, False)["notes"][0]


@pytest.mark.parametrize("size", [2, 3, 6, 10])
def test_the_ergodic_distribution_is_the_left_eigenvector(size):
    matrix = np.random.default_rng(size).dirichlet(np.full(size, 0.3), size)
    values, vectors = np.linalg.eig(matrix.T)
    vector = np.real(vectors[:, np.argmin(np.abs(values - 1))])
    assert ergodic_of(matrix.tolist()) == pytest.approx(vector / vector.sum(), rel=1e-8, abs=1e-12)


def test_a_class_that_is_left_for_good_has_no_weight():
    rows, why = transitions_of(rows_of([[0.5, 1.5, 2.5, 1.5, 2.5, 2.5]]), "score", CUTS)
    assert why == "" and [row["probability"] for row in rows[-3:]] == pytest.approx([0, 1 / 3, 2 / 3])


@pytest.mark.parametrize(
    ("paths", "why"),
    [
        ([[0.5, 0.5], [2.5, 2.5], [1.5, 2.5]], "some classes never lead to the others"),
        ([[0.5, 0.5, 2.5], [0.5, 1.5, 0.5]], "no unit of the class high has a next year"),
    ],
)
def test_without_a_single_long_run_the_table_says_why(paths, why):
    rows, said = transitions_of(rows_of(paths), "score", CUTS)
    assert said == why and {row["probability"] for row in rows[-3:]} == {None}
    assert why in transitions_layout(rows, False, said, False)["warnings"][0]


@pytest.mark.parametrize(
    ("paths", "classes", "words"),
    [
        ([[1.0, 1.0]], 4, "its quantiles make one class; give `classes` as `cuts`"),
        ([[1.0, None]], 4, "its quantiles make one class; give `classes` as `cuts`"),
        ([[2.0] * 8 + [1.0]], 2, "its quantiles make one class; give `classes` as `cuts`"),
        ([[1.0, None, 3.0]], CUTS, "no unit has values of `score` in two consecutive years"),
    ],
)
def test_what_has_no_transitions_is_refused(paths, classes, words):
    with pytest.raises(StudyError, match=words):
        transitions_of(rows_of(paths), "score", classes)
