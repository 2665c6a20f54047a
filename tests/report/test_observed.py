"""The values of one variable by unit-year."""

import pytest

from core.errors import StudyError
from report.observed import observed


def test_values_are_by_unit_year_and_an_unknown_variable_is_named(study):
    panel = study.tables["panel/panel.csv"]
    assert observed(panel, "policy")["a", 2002] == 1 and len(observed(panel, "gdp")) == 24
    with pytest.raises(StudyError, match="did you mean `gdp`"):
        observed(panel, "gpd")
    with pytest.raises(StudyError, match="variable `region` is text, as 'coast'"):
        observed(panel, "region")
