"""Means and medians by year: whose, and with what band."""

import math
from statistics import fmean, stdev

import pytest

from core.errors import StudyError
from report.observed import observed
from report.trend import groups_of, lines_of


def lines(study, of="score", by=None, policy=False, total=False, statistic="mean", **labels):
    scores = study.tables["efficiency/scores.csv"] if of == "score" else study.tables["panel/panel.csv"]
    groups = groups_of(study.tables["panel/panel.csv"], by, policy, labels)
    return lines_of(observed(scores, of), groups, total, statistic)


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({}, ["all units"]),
        ({"by": "policy", "policy": True}, ["adopting units", "other units"]),
        ({"by": "policy", "policy": True, "total": True}, ["adopting units", "other units", "all units"]),
        ({"by": "policy"}, ["policy = 0", "policy = 1"]),
        ({"by": "region", "inland": "Inland"}, ["coast", "Inland"]),
        ({"total": True}, ["all units"]),
    ],
)
def test_groups_make_the_lines(study, arguments, names):
    assert [line.name for line in lines(study, **arguments)] == names


def test_means_have_95_percent_intervals(study):
    (line,) = lines(study, of="gdp")
    values = [row["gdp"] for row in study.tables["panel/panel.csv"] if row["year"] == 2001]
    mean = line.points[1]
    half = 1.96 * stdev(values) / math.sqrt(6)
    assert (mean.year, mean.units, mean.middle) == (2001, 6, pytest.approx(fmean(values)))
    assert (mean.low, mean.high) == pytest.approx((mean.middle - half, mean.middle + half))


def test_units_without_a_value_are_not_counted(study):
    for row in study.tables["efficiency/scores.csv"]:
        row["score"] = None if row["unit"] == "f" else row["score"]
    adopting, others = lines(study, by="policy", policy=True)
    assert (adopting.units, others.units) == (3, 2)


def test_medians_have_the_middle_half_of_the_units_around_them(study):
    """In 2001 the six units have 1.0, 1.1, ... 1.5; an outlier moves neither the median nor its band."""
    study.tables["panel/panel.csv"][-3]["gdp"] = 1e6
    (line,) = lines(study, of="gdp", statistic="median")
    point = line.points[1]
    assert (point.year, point.units) == (2001, 6)
    assert (point.low, point.middle, point.high) == pytest.approx((1.125, 1.25, 1.375))


@pytest.mark.parametrize("statistic", ["mean", "median"])
def test_a_single_unit_has_no_band(study, statistic):
    for row in study.tables["panel/panel.csv"]:
        row["region"] = "alone" if row["unit"] == "a" else None
    (line,) = lines(study, by="region", statistic=statistic)
    assert all(math.isnan(point.low) and not math.isnan(point.middle) for point in line.points)


def test_a_variable_of_too_many_values_is_refused(study):
    with pytest.raises(StudyError, match="`gdp` has 24 distinct values, and a trend shows at most 6"):
        lines(study, by="gdp")
