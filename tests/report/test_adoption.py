"""Who adopted the policy when."""

import pytest

from core.errors import StudyError
from report.adoption import cohorts, starts


def test_starts_are_the_first_treated_years(study):
    panel = study.tables["panel/panel.csv"]
    assert starts(panel[::-1], "policy") == study.starts
    with pytest.raises(StudyError, match="did you mean `policy`"):
        starts(panel, "polcy")


def test_every_unit_has_its_cohort_or_none(study):
    found = cohorts(study.tables["panel/panel.csv"], "policy")
    units = {row["unit"] for row in study.tables["panel/panel.csv"]}
    assert found == {(unit, ""): study.starts.get(unit, 0) for unit in units}
