"""What the steps give to each other: attributes of the crosswalk."""

import pytest
from raw_study import CROSSWALK, UNIT

from core.errors import StudyError


def test_attributes_of_the_crosswalk_are_variables(make):
    unit = UNIT | CROSSWALK | {"attributes": {"capital": "is_provincial_capital", "east": "region4=east"}}
    made = make(unit=unit).panel.drop_duplicates("unit").set_index("unit")
    assert made["capital"].to_dict() == {"340100": 1, "370100": 1, "340200": 0, "341300": 0, "320500": 0, "220200": 0}
    assert made.index[made["east"] == 1].tolist() == ["320500", "370100"]
    with pytest.raises(StudyError, match="write `region4=east` for 1"):
        make(unit=UNIT | CROSSWALK | {"attributes": {"region": "region4"}})
