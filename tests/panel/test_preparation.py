"""What the steps give to each other: attributes of the crosswalk."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from raw_study import CROSSWALK, PANEL, UNIT

from core.errors import StudyError
from core.files import read_rows
from core.tables import read_csv, write_csv
from panel.texts import typed


def test_attributes_of_the_crosswalk_are_variables(make):
    unit = UNIT | CROSSWALK | {"attributes": {"capital": "is_provincial_capital", "east": "region4=east"}}
    made = make(unit=unit).panel.drop_duplicates("unit").set_index("unit")
    assert made["capital"].to_dict() == {"340100": 1, "370100": 1, "340200": 0, "341300": 0, "320500": 0, "220200": 0}
    assert made.index[made["east"] == 1].tolist() == ["320500", "370100"]


def test_an_attribute_that_is_no_number_is_text_in_the_panel_and_out_of_its_arithmetic(make, tmp_path):
    unit = UNIT | CROSSWALK | {"attributes": {"region": "region4"}}
    made = make(unit=unit, panel=PANEL | {"variables": {"mean": "mean_of(gdp, by=region)"}})
    regions = made.panel.drop_duplicates("unit").set_index("unit")["region"].to_dict()
    assert regions["340100"] == "central" and regions["320500"] == "east"
    rows = read_rows(Path(shutil.copytree(tmp_path, tmp_path / "panel", ignore=lambda *_: ["panel"])) / "panel.csv")
    assert {row["unit"]: row["region"] for row in rows} == regions
    assert "region" not in made.descriptives["variable"].tolist()
    means = made.panel.groupby(["region", "year"])["gdp"].transform("mean")
    assert made.panel["mean"].to_numpy() == pytest.approx(means.to_numpy())
    for panel in ({"variables": {"x": "region * 2"}}, {"winsorize": {"variables": ["region"]}}):
        with pytest.raises(StudyError, match=r"region.* holds text"):
            make(unit=unit, panel=PANEL | panel)


@pytest.mark.parametrize(("cells", "kept"), [
    (["1", "2", ""], [1, 2, None]),
    (["1", "east", ""], ["1", "east", None]),
    (["01", "x1", "2"], ["01", "x1", "2"]),
])  # fmt: skip
def test_a_column_is_read_back_as_it_was_written(tmp_path, cells, kept):
    """Numbers if all are, else text, also where a cell looks like a number; by both readers of results."""
    path = tmp_path / "panel" / "panel.csv"
    frame = pd.DataFrame({"unit": ["a", "b", "c"], "year": 2015, "x": typed(pd.Series(cells), "x")})
    write_csv(path, frame)
    assert [row["x"] for row in read_rows(path)] == kept
    assert read_csv(path)["x"].astype(object).where(read_csv(path)["x"].notna(), None).tolist() == kept


def test_truth_values_are_no_text():
    with pytest.raises(StudyError, match="write `=` and the value, as `=TRUE`"):
        typed(pd.Series(["TRUE", "FALSE"]), "capital")
