"""Means by group and year, against pandas."""

import numpy as np
import pandas as pd
import pytest

from core.classes import classes_of
from core.errors import StudyError
from efficiency.groups import ALL, MEANS, grouped, means_layout, means_of

STATISTICS = {"n": "count", "mean": "mean", "sd": "std", "min": "min", "p50": "median", "max": "max"}


@pytest.fixture
def frame():
    """30 units over four years, some values and regions missing."""
    random = np.random.default_rng(5)
    frame = pd.DataFrame([(f"u{unit}", year) for unit in range(30) for year in range(2000, 2004)])
    frame = frame.set_axis(["unit", "year"], axis=1).assign(
        score=random.lognormal(size=120), gdp=random.normal(size=120)
    )
    frame["region"] = random.choice(["east", "west", None], 120)
    return frame.mask(random.random(frame.shape) < 0.1).assign(unit=frame["unit"], year=frame["year"])


@pytest.fixture
def rows(frame):
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def same(rows, expected):
    """Whether the statistics of `rows` are those of the frame `expected`, in its order."""
    found = pd.DataFrame(rows)[list(STATISTICS)].astype(float)
    pd.testing.assert_frame_equal(found, expected[list(STATISTICS)].astype(float).reset_index(drop=True), rtol=1e-12)


def test_groups_are_those_of_pandas(frame, rows):
    means = means_of(rows, ["score", "gdp"], "region", None)
    assert list(means[0]) == MEANS
    assert [(row["variable"], row["group"]) for row in means[:3]] == [
        ("score", "east"), ("score", "west"), ("score", ALL),
    ]  # fmt: skip
    for name, own in (("score", means[:3]), ("gdp", means[3:])):
        expected = frame.groupby("region")[name].agg(**STATISTICS)
        same(own, pd.concat([expected, frame[[name]].agg(list(STATISTICS.values())).T.set_axis(STATISTICS, axis=1)]))


def test_years_stand_beside_each_other_unless_they_are_the_groups(frame, rows):
    beside = means_of(rows, ["score"], "region", [2000, 2003])
    assert [(row["group"], row["year"]) for row in beside[1:4]] == [("east", 2003), ("west", 2000), ("west", 2003)]
    same(beside[:4], frame[frame["year"].isin([2000, 2003])].groupby(["region", "year"])["score"].agg(**STATISTICS))
    beneath = means_of(rows, ["score"], "year", [2000, 2003])
    assert [(row["group"], row["year"]) for row in beneath] == [("2000", None), ("2003", None), (ALL, None)]
    assert means_layout("year", ["n"], beneath, 0)["across"] is None
    assert means_layout("region", ["n"], beside, 7)["across"] == "year"


def test_classes_are_those_of_the_variable_itself(frame, rows):
    means = means_of(
        rows, ["score", "gdp"], classes_of([], {"cuts": [0.5, 1.0], "names": ["low", "mid", "high"]}), None
    )
    for name, own in (("score", means[:4]), ("gdp", means[4:])):
        expected = np.histogram(frame[name].dropna(), [-np.inf, 0.5, 1, np.inf])[0].tolist()
        assert [row["n"] for row in own] == [*expected, frame[name].count()]
    assert [row["group"] for row in means[:4]] == ["low", "mid", "high", ALL]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda rows: means_of(rows, ["region"], "year", None), "variable `region` is text, as 'east'|'west'"),
        (lambda rows: grouped(rows, "gdp"), "has .* values, such as .*; there is room for 100"),
        (lambda rows: grouped(rows, "regoin"), "variable `regoin` is not in the panel; did you mean `region`"),
    ],
)
def test_what_makes_no_table_is_refused(rows, call, words):
    rows = rows + [row | {"gdp": number} for number, row in enumerate(rows)]
    with pytest.raises(StudyError, match=words):
        call(rows)
