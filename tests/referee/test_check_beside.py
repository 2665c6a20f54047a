"""Intervals, t and p that a sentence says beside an estimate."""

import pytest
import written
from drafts import fired, regressions

from papers.document import Text
from referee.check_beside import f_said, interval_said, p_said, t_said

FALLS = "The coefficient of the pilot falls to 0.042 (s.e. 0.013)."


@pytest.mark.parametrize(
    ("check", "right", "number", "wrong"),
    [
        (interval_said, f"{FALLS} The 95% confidence interval is [0.017, 0.067].", "0.067", "0.076"),
        (interval_said, f"{FALLS} The 95% confidence interval is [0.017, 0.067].", "[0.017, 0.067]", "[0.037, 0.047]"),
        (interval_said, "The estimate is 0.37, with a 95% confidence interval from 0.13 to 0.61.", "0.13", "0.31"),
        (interval_said, "The coefficient is -0.12 (95% CI: -0.20, -0.04).", "-0.20", "-0.30"),
        (f_said, "Both leads are zero: F(2, 85) = 0.36, p = 0.70.", "F(2", "F(3"),
        (f_said, "三个前置项联合检验的F(3, 317) = 0.31，p = 0.82。", "0.82", "0.28"),
        (
            interval_said,
            "It is 0.071 (s.e. 0.024); the 95 percent confidence interval, plus or minus 1.96 standard errors, reaches "
            "from 0.024 to 0.118.",
            "0.118",
            "0.181",
        ),
        (interval_said, "实施后第3期的系数升至0.045（95%置信区间为[0.015, 0.075]）。", "0.015", "0.051"),
        (t_said, "The coefficient is 0.042 (standard error 0.013, t = 3.23).", "3.23", "2.33"),
        (t_said, "系数为0.042（标准误为0.013，t值为3.23）。", "0.013", "0.031"),
        (p_said, "The difference is not significant (t = 1.25, p = 0.21).", "0.21", "0.021"),
        (p_said, "两组系数之差的t值为2.58，p值为0.010。", "2.58", "1.58"),
    ],
)
def test_a_wrong_number_beside_an_estimate_is_found(check, right, number, wrong):
    assert list(check(written.draft(right))) == []
    assert number in right
    assert len(list(check(written.draft(right.replace(number, wrong, 1))))) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "The estimate is 0.37, with a bootstrap 95% confidence interval from 0.21 to 0.61.",
        "The indirect effect is 0.047; its simulated 95% confidence interval is [0.001, 0.080].",
        "The coefficient is 0.37, with a 95% Anderson-Rubin confidence interval of [0.2, 0.9].",
        "The coefficient is an odds ratio of 1.42 (95% CI: 1.10, 1.83).",
        "The difference is significant (t = 1.80, one-sided p = 0.036).",
        "Moran's I is 0.21 (z = 1.25, p = 0.01).",
        "With the wild bootstrap, t = 2.40 and p = 0.09.",
    ],
)
def test_other_intervals_and_tests_are_left_alone(sentence):
    draft = written.draft(sentence)
    assert [one for check in (interval_said, t_said, p_said) for one in check(draft)] == []


@pytest.mark.parametrize(("t", "finds"), [("3.2", False), ("3.20", False), ("2.3", True), ("2.88", False)])
def test_a_t_of_a_text_that_is_a_slip_of_that_of_the_table(t, finds):
    printed = regressions("Table 1", {"1": {"zone": "0.080 t3.20"}})
    said = Text("text", f"Productivity rose by 8.3 per cent (coefficient 0.080, t = {t}).", "section 4, paragraph 1")
    assert bool(fired(t_said, printed, said)) == finds
