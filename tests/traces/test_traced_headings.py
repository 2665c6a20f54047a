"""Outcomes above columns against those of the study."""

import pytest
from written import coefficient, draft, table

from traces.results import Numbers
from traces.traced_headings import heading_findings
from traces.tracing import trace

LABELS = {"gti": ["Log green patents", "绿色专利（对数）"], "lso": ["Log workers, degree", "大专及以上从业人员"]}
STUDY = Numbers(
    [
        *coefficient("mechanisms", "patents", "ai", "Pilot zone, Log green patents (1)", 0.1362, 0.0613, 0.02),
        *coefficient("mechanisms", "patents", "eco", "Log GDP, Log green patents (1)", 0.1674, 0.1681, 0.3),
        *coefficient("mechanisms", "degrees", "ai", "Pilot zone, Log workers, degree (2)", 0.1994, 0.0642, 0.003),
        *coefficient("mechanisms", "degrees", "eco", "Log GDP, Log workers, degree (2)", -0.3113, 0.1812, 0.09),
    ],
    LABELS | {"ai": ["Pilot zone"], "eco": ["Log GDP"]},
)


def found(first: str, second: str) -> list[str]:
    lines = (
        f"| {first} | {second}\n | (1) | (2)\nPilot zone | 0.1362** | 0.1994***\n | (0.0613) | (0.0642)\n"
        "Log GDP | 0.1674 | -0.3113*\n | (0.1681) | (0.1812)\nObservations | 2,574 | 2,574"
    )
    paper = draft(table("Table 5", lines, header=2))
    return [one.where for one in heading_findings(paper, trace(paper, STUDY), STUDY)]


@pytest.mark.parametrize(
    ("first", "second"), [tuple(LABELS[name][at] for name in LABELS) for at in (0, 1)] + [("GTI", "LSO")]
)
def test_outcomes_that_have_changed_places_are_found(first, second):
    assert found(second, first) == ["Table 5, column (1)", "Table 5, column (2)"]
    assert found(first, second) == []


def test_other_words_say_nothing():
    assert found("Workers with degrees", "Patents") == []
    assert found("Pilot zone", "Log GDP") == []
