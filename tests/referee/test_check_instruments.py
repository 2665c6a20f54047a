"""Instruments, dynamic panels."""

from dataclasses import replace

import pytest
import written
from drafts import fired, regressions, table

from papers.document import Text
from referee.check_instruments import (
    ar2_rejected,
    ar_unusual,
    critical_value,
    critical_value_label,
    first_stage_t,
    gmm_instruments,
    iv_sample,
    weak_instrument,
    weak_instrument_unsaid,
)

STRONG = Text("text", "The F statistic rules out a weak instrument.", "section 5")
STOCK_YOGO = {"first_stage_f": "29", "critical_value": "16.38"}
CLUSTERED = "Kleibergen-Paap F; errors are clustered."
VALID = Text("text", "There is no second-order serial correlation.", "section 5")


def text(sentence):
    return Text("text", sentence, "section 5")


def iv(note="", **statistics):
    n = {"=n_obs": "2,574"}
    columns = {"1": {"AI": "0.0638** (0.0255)", **n}, "2": {"AI": "0.0628** (0.0261)", **n, **_keyed(statistics)}}
    printed = regressions("Table 5", columns)
    return replace(printed, table=table("Table 5", notes=(note,) if note else ()))


def gmm(**statistics):
    return regressions("Table 6", {"1": {"L.score": "0.4100*** (0.0900)", **_keyed(statistics)}})


def _keyed(statistics):
    return {f"={name}": said for name, said in statistics.items()}


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("The first-stage F is 6.38, above the threshold of 10.", True),
        ("The first-stage F is 6.38, which does not exceed 10.", False),
        ("第一阶段F统计量为6.38，高于10。", True),
        ("第一阶段F统计量为16.38，高于10。", False),
    ],
)
def test_an_f_that_is_said_to_exceed_ten(said, wrong):
    assert bool(list(weak_instrument(written.draft(said)))) == wrong


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (weak_instrument, [iv(first_stage_f="7.41"), STRONG], [iv(first_stage_f="27.41"), STRONG]),
        (weak_instrument, [iv(first_stage_f="14.2", critical_value="16.38"), STRONG], [iv(first_stage_f="7.41")]),
        (weak_instrument_unsaid, [iv(first_stage_f="7.41")], [iv(first_stage_f="10.00")]),
        (critical_value, [iv(CLUSTERED, **STOCK_YOGO)], [iv(**STOCK_YOGO)]),
        (critical_value, [text("The Kleibergen-Paap F exceeds 16.38.")], [text("The Cragg-Donald F exceeds 16.38.")]),
        (critical_value_label, [text("It exceeds 8.96, that of 10 %.")], [text("It exceeds 16.38, that of 10 %.")]),
        (iv_sample, [iv(first_stage_f="29", n_obs="3,718")], [iv(first_stage_f="29", n_obs="2,288")]),
        (gmm_instruments, [gmm(instruments="301", n_units="278")], [gmm(instruments="101", n_units="278")]),
        (gmm_instruments, [gmm(hansen_p="1.000")], [gmm(hansen_p="0.999")]),
        (ar2_rejected, [gmm(ar2_p="0.021"), VALID], [gmm(ar2_p="0.210"), VALID]),
        (ar_unusual, [gmm(ar1_p="0.310")], [gmm(ar1_p="0.002", ar2_p="0.310")]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_designs(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


TWO_STAGES = """ | First stage | Second stage
 | Pilot | Efficiency
Distance | 0.254*** |
 | (0.041) |
Pilot | | 0.083**
 | | (0.036)
Kleibergen-Paap F | {} |
Observations | 3,360 | 3,360"""


@pytest.mark.parametrize(("f", "finds"), [("38.38", False), ("34.10", False), ("83.38", True), ("3.838", True)])
def test_f_is_the_squared_t_of_one_instrument(f, finds):
    assert bool(list(first_stage_t(written.draft(written.table("Table 7", TWO_STAGES.format(f)))))) == finds


def test_f_of_several_instruments_is_no_square():
    lines = TWO_STAGES.format("83.38").replace("Pilot | |", "Slope | 0.112** |\n | (0.050) |\nPilot | |")
    assert not list(first_stage_t(written.draft(written.table("Table 7", lines))))
