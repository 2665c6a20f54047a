"""Base, window and leads of event studies in tables and in sentences."""

import pytest
import written
from drafts import fired, regressions

from papers.document import Text
from referee.check_event import (
    base_differs,
    base_treated,
    base_unsaid,
    leads_significant,
    window_beyond_data,
    window_differs,
    year_differs,
)
from referee.event_times import base_said, event_time


def study(*times, heading="Year {k}", stars=""):
    terms = {heading.format(k=k): f"0.0{abs(k) + 1}1{stars if k < 0 else ''} (0.0301)" for k in times}
    return regressions("Table 4", {"1": terms})


def text(sentence):
    return Text("text", sentence, "section 4")


def window(low):
    return text(f"The event study runs from {low} to 2 years.")


def on_base(words):
    return text(f"The base period of the event study is the {words}.")


DATA = text("The panel has 286 cities over 2015-2023.")
POLICY = text("The pilot zones were launched in 2019 and a second batch in 2021.")
STARRED = study(-3, -2, 0, 1, stars="**")
PARALLEL = text("The parallel trend assumption holds.")
USUAL = study(-3, -2, 0, 1, 2)


@pytest.mark.parametrize(
    ("check", "wrong", "right"),
    [
        (base_treated, [study(-3, -2, -1, 1, 2)], [USUAL]),
        (base_treated, [on_base("year of the policy")], [on_base("year before the policy")]),
        (base_treated, [text("动态效应以政策实施当年为基期。")], [text("动态效应以政策实施前一年为基期。")]),
        (base_differs, [USUAL, on_base("year of the policy")], [USUAL, on_base("period k = -1")]),
        (base_unsaid, [study(-2, -1, 0, 1)], [study(-2, -1, 0, 1), on_base("year before the policy, k = -1")]),
        (window_beyond_data, [DATA, POLICY, study(-8, -3, -2, 0, 1)], [DATA, POLICY, study(-6, -3, -2, 0, 4)]),
        (window_beyond_data, [DATA, POLICY, study(-3, -2, 0, 1, 5)], [DATA, study(-3, -2, 0, 1, 5)]),
        (
            window_beyond_data,
            [DATA, POLICY, study(-3, -2, 0, 1, 5)],
            [DATA, text("The policy is studied from 2015 through 2023."), study(-3, -2, 0, 1, 5)],
        ),
        (window_differs, [USUAL, text("The window is [-4, 2].")], [USUAL, text("The window is [-3, 2].")]),
        (window_differs, [USUAL, text("第-4期至第2期的系数")], [USUAL, text("第-3期至第2期的系数")]),
        (window_differs, [USUAL, text("横轴为相对时间，由-4延伸至2")], [USUAL, text("横轴为相对时间，由-3延伸至2")]),
        (window_differs, [USUAL, text("From t = -4 to t = 2")], [USUAL, text("From t = -3 to t = 2")]),
        (window_differs, [USUAL, text("By year since it (-4 to 2)")], [USUAL, text("By year since it (-3 to 2)")]),
        (window_differs, [USUAL, text("横轴从-4到2。")], [USUAL, text("横轴从-3到2。")]),
        (window_differs, [USUAL, text("Events, from −4 to 2 years.")], [USUAL, text("Events, from -3 to 2 years.")]),
        (window_differs, [USUAL, text("Effects (-5 to 2 years)")], [USUAL, text("Effects (-3 to 2 years)")]),
        (window_differs, [USUAL, text("Event time: −4 to 2.")], [USUAL, text("Event time: −3 to 2.")]),
        (window_differs, [USUAL, text("相对年份的范围是-3~4。")], [USUAL, text("相对年份从-3取到2。")]),
        (window_differs, [USUAL, text("政策前后-3至4年的效应")], [USUAL, text("政策前后-3到2期的效应，-8到9度的气温")]),
        (leads_significant, [STARRED, PARALLEL], [USUAL, PARALLEL]),
        (leads_significant, [STARRED, text("平行趋势检验通过。")], [STARRED, text("Parallel trends do not hold.")]),
    ],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_event_studies(check, wrong, right):
    assert len(fired(check, *wrong)) == 1
    assert fired(check, *right) == []


@pytest.mark.parametrize(
    ("heading", "k"),
    [
        ("Pilot zone, year −3", -3),
        ("Pre3", -3),
        ("pre_3", -3),
        ("Before 2", -2),
        ("3 years before", -3),
        ("lead 4", -4),
        ("Post 2", 2),
        ("t-3", -3),
        ("t+2", 2),
        ("k = 4", 4),
        ("-2", -2),
        ("current", 0),
        ("政策前3期", -3),
        ("前三年", -3),
        ("政策后第2年", 2),
        ("当年", 0),
        ("AI pilot zones (AI)", None),
        ("log GDP", None),
    ],
)
def test_headings_of_years(heading, k):
    assert event_time(heading) == k


def test_a_base_year_of_prices_is_none_of_an_event_study():
    assert base_said("GDP is deflated with 2003 as the base year.") is None


EVENTS = """Year relative to zone | Estimate | 95% CI
-2 | 0.004 | [-0.038, 0.046]
-1 | 0 (ref.) |
0 | 0.031 | [-0.006, 0.068]
1 | 0.062 | [0.018, 0.106]
2 | 0.083 | [0.036, 0.130]"""


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        ("The effect grows from 0.031 in the first year to 0.083 after two years.", 0),
        ("The effect grows from 0.031 in the first year to 0.083 after three years.", 1),
        ("By year 1 the effect reaches 0.083.", 1),
        ("政策效应由0.031上升到第2年的0.083。", 0),
        ("政策效应在第3年为0.083。", 0),
        ("政策效应在第5年为0.083。", 1),
        ("第-2期至第2期的系数，政策当期为0.031。", 0),
        ("Effects from year 1 to year 2; that of the year of the policy is 0.031.", 0),
        ("The effect of zones in the east is 0.124 after five years.", 0),
    ],
)
def test_an_effect_is_said_of_the_year_that_the_table_has_it_of(sentence, times):
    assert len(list(year_differs(written.draft(written.table("Table 3", EVENTS), sentence)))) == times
