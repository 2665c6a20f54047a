"""Means by year: whose, and with what interval."""

import math
from statistics import fmean, stdev

import pytest

from core.errors import StudyError
from report.observed import observed
from report.trend import groups_of, lines_of


def lines(study, of="score", by=None, policy=False, total=False, **labels):
    scores = study.tables["efficiency/scores.csv"] if of == "score" else study.tables["panel/panel.csv"]
    return lines_of(observed(scores, of), groups_of(study.tables["panel/panel.csv"], by, policy, labels), total)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({}, ["all units"]),
        ({"by": "policy", "policy": True}, ["adopting units", "other units"]),
        ({"by": "policy", "policy": True, "total": True}, ["adopting units", "other units", "all units"]),
        ({"by": "policy"}, ["policy 0", "policy 1"]),
        ({"by": "region", "inland": "Inland"}, ["coast", "Inland"]),
        ({"total": True}, ["all units"]),
    ],
)
def test_groups_make_the_lines(study, arguments, names):
    assert [line.name for line in lines(study, **arguments)] == names


def test_means_have_95_percent_intervals(study):
    (line,) = lines(study, of="gdp")
    values = [row["gdp"] for row in study.tables["panel/panel.csv"] if row["year"] == 2001]
    mean = line.means[1]
    half = 1.96 * stdev(values) / math.sqrt(6)
    assert (mean.year, mean.units, mean.mean) == (2001, 6, pytest.approx(fmean(values)))
    assert (mean.low, mean.high) == pytest.approx((mean.mean - half, mean.mean + half))


def test_units_without_a_value_are_not_counted(study):
    for row in study.tables["efficiency/scores.csv"]:
        row["score"] = None if row["unit"] == "f" else row["score"]
    adopting, others = lines(study, by="policy", policy=True)
    assert (adopting.units, others.units) == (3, 2)


def test_a_single_unit_has_no_interval(study):
    for row in study.tables["panel/panel.csv"]:
        row["region"] = "alone" if row["unit"] == "a" else None
    (line,) = lines(study, by="region")
    assert all(math.isnan(mean.low) for mean in line.means)


def test_a_variable_of_too_many_values_is_refused(study):
    with pytest.raises(StudyError, match="`gdp` has 24 distinct values, and a trend shows at most 6"):
        lines(study, by="gdp")
