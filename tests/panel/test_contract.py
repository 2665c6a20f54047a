"""What the panel promises, where a filled value breaks it."""

import pytest
from raw_study import CLEAN, PANEL

from core.errors import StudyError


def test_a_filled_value_outside_its_range_breaks_the_contract(make):
    edited = CLEAN["economy.csv"].replace("合肥市,2019,12000,3280", "合肥市,2019,12000,")
    source = PANEL["sources"][0]
    columns = source["columns"] | {"invest": {"header": "投资", "range": [3000, 20000]}}
    edited = edited.replace("合肥市,2017,11000,3140", "合肥市,2017,11000,3600")
    rule = {"variables": ["invest"], "edges": "trend"}
    panel = PANEL | {"sources": [source | {"columns": columns}, PANEL["sources"][1]], "interpolate": rule}
    with pytest.raises(StudyError, match="`invest` in the panel: expected a value from 3000 to 20000 in 1 unit-years"):
        make({"economy.csv": edited}, panel)
