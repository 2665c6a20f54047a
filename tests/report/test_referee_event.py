"""The referee on event studies: which times exist, and which are shown."""

import pytest

from report.fitted import Fitted
from report.reading import Reading
from report.referee_event import anticipation_leads, k_unsupported

STUDY = {"years": [2000, 2003], "policies": {"policy": {}, "other": {}}}


@pytest.fixture
def panel(study):
    return study.tables["panel/panel.csv"]


@pytest.fixture
def event(study):
    """The event study, with other facts, and with rows that leave or change by their time."""
    (facts,) = study.documents["estimates/fit_event_study/baseline.json"]["columns"]
    rows = study.tables["estimates/fit_event_study/baseline.csv"]

    def make(change=None, **further):
        change = change or {}
        kept = [row | change.get(row["k"], {}) for row in rows if change.get(row["k"], {}) is not None]
        return Fitted("baseline", facts | further, kept)

    return make


def said(column, **read):
    return [one.message.partition(". ")[0] for one in k_unsupported(Reading(columns=[column], study=STUDY, **read))]


@pytest.mark.parametrize(
    ("change", "facts", "messages"),
    [
        ({}, {}, []),
        ({-3: None}, {}, ["k = -3: 1 row, neither shown nor binned"]),
        ({-3: None, -2: None}, {}, ["k = -3, -2: 4 rows, neither shown nor binned"]),
        ({-3: None, -2: {"binned": True}}, {}, []),
        ({1: {"rows": 0}}, {}, ["k = 1: printed without data"]),
        ({-3: None}, {"sample": "year >= 2001"}, []),
        ({-3: None, 1: None}, {"estimator": "callaway_santanna"}, []),
    ],
    ids=["whole", "short", "shorter", "binned", "empty", "a sample", "averages leave nothing out of others"],
)
def test_event_times_that_exist_are_shown_or_binned(panel, event, change, facts, messages):
    assert said(event(change, **facts), panel=panel) == messages


def test_event_times_are_those_of_the_policy_of_the_column(panel, event):
    """Another policy reaches f alone, in 2003."""
    later = [row | {"other": int(row["unit"] == "f" and row["year"] == 2003)} for row in panel]
    other = event({-2: None}, policy="other")
    assert said(other, panel=later) == ["k = -2: 1 row, neither shown nor binned"]


def test_without_a_panel_event_times_follow_from_cohorts(event):
    """As of a paper: 2 units since 2002, 1 since 2003; what it prints has no count of rows."""
    typed = event({-3: None, **{k: {"rows": None} for k in (-2, 0, 1)}})
    assert said(typed) == ["k = -3: 1 row, neither shown nor binned"]
    beyond = Fitted(
        "t", typed.facts, [*typed.rows, {"term": "policy::2", "k": 2, "rows": None, "base": False, "binned": True}]
    )
    assert said(beyond) == ["k = 2: printed without data", "k = -3: 1 row, neither shown nor binned"]


@pytest.mark.parametrize(
    ("terms", "tests", "words"),
    [
        (["policy"], {}, ["are not reported"]),
        (["policy", "f(policy,2)"], {}, ["are not tested jointly"]),
        (["policy", "f(policy,2)"], {"L": {"terms": ["f(policy,2)"]}}, []),
    ],
)
def test_leads_by_a_function_are_leads(study, terms, tests, words):
    facts = study.fit("a", formula="score ~ policy + f(policy, 2) | unit + year", tests=tests)
    rows = [study.coefficient("t", "a", term, 0.1, 0.1, 0.3) for term in terms]
    found = anticipation_leads(Reading(columns=[Fitted("t", facts, rows)], study=STUDY))
    assert [one.message.partition(". ")[0] for one in found] == [f"The leads f(policy,2) {said}" for said in words]
