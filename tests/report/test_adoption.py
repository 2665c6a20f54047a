"""Who adopted the policy when."""

import pytest

from core.errors import StudyError
from report.adoption import starts


def test_starts_are_the_first_treated_years(study):
    panel = study.tables["panel/panel.csv"]
    assert starts(panel[::-1], "policy") == study.starts
    with pytest.raises(StudyError, match="did you mean `policy`"):
        starts(panel, "polcy")
