"""Means of outcomes beneath columns."""

import pytest
from written import draft, table

from referee.check_outcomes import outcome_mean

PANELS = """ | (1) | (2)
Panel A. Land efficiency | |
Pilot | 0.042*** | 0.038***
 | (0.013) | (0.012)
Mean of dep. var. | 0.561 | 0.561
N | 3,360 | 3,360
Panel B. Log output | |
Pilot | 0.063** | 0.071**
 | (0.030) | (0.031)
Mean of dep. var. | 4.213 | 4.213
N | 3,348 | 3,348"""
SUMMARY = """ | N | Mean | SD
Land efficiency | 3,360 | 0.561 | 0.187
Log output | 3,348 | 4.213 | 0.672"""


def found(panels, summary=SUMMARY):
    return list(outcome_mean(draft(table("Table 1", summary, notes=()), table("Table 2", panels))))


@pytest.mark.parametrize(
    ("panels", "summary"),
    [
        (PANELS.replace("0.561 | 0.561", "0.651 | 0.561"), SUMMARY),
        (PANELS, SUMMARY.replace("4.213", "4.231")),
        (PANELS.replace("4.213 | 4.213", "4.213 | 4.321"), "| N | Mean | SD\nRain | 9 | 2 | 1"),
    ],
)
def test_a_mean_of_the_same_outcome_and_rows_is_the_same(panels, summary):
    assert found(panels, summary)


@pytest.mark.parametrize(
    ("panels", "summary"),
    [
        (PANELS, SUMMARY),
        (PANELS.replace("Mean of dep. var. | 0.561", "Control mean | 0.511"), SUMMARY),
        (PANELS, SUMMARY.replace("3,348 | 4.213", "3,360 | 4.231")),
        (PANELS.replace("0.561 | 0.561", "0.56 | 0.56"), SUMMARY),
    ],
)
def test_means_of_other_rows_may_differ(panels, summary):
    assert not found(panels, summary)
