"""Tests with critical values in their row."""

import pytest
from written import draft, table

from referee.check_thresholds import critical_order, p_of_critical

THRESHOLDS = """Variable | Model | F | P value | 10% critical value | 5% critical value | 1% critical value
Industry | Single | 32.14 | 0.013 | 21.05 | 25.33 | 34.20
 | Double | 14.22 | 0.240 | 18.77 | 22.61 | 30.15"""
CHINESE = """门槛数 | F值 | P值 | 1%临界值 | 5%临界值 | 10%临界值
单一门槛 | 32.14 | 0.013 | 34.20 | 25.33 | 21.05
双重门槛 | 14.22 | 0.240 | 30.15 | 22.61 | 18.77"""


def of(check, lines):
    return list(check(draft(table("Table 6", lines, notes=()))))


@pytest.mark.parametrize("lines", [THRESHOLDS, CHINESE])
@pytest.mark.parametrize(
    ("check", "printed", "wrong"),
    [
        (critical_order, "25.33", "35.33"),
        (critical_order, "30.15", "20.15"),
        (p_of_critical, "0.013", "0.130"),
        (p_of_critical, "0.240", "0.024"),
        (p_of_critical, "14.22", "24.22"),
    ],
)
def test_a_misprint_is_found(check, lines, printed, wrong):
    assert len(of(check, lines.replace(printed, wrong))) == 1
    assert not of(check, lines)
