"""What the steps give to each other: attributes of the crosswalk."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from raw_study import CITIES, CODES, CROSSWALK, PANEL, UNIT

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


CITIES_TABLE = "code,name_zh\n" + "".join(f"{code},{city}\n" for code, city in zip(CODES, CITIES, strict=True))
ALIASES = "alias,code\n庐州,340100\n"
CHANGES = "event_id,year,event,adcode_old,name_old_zh,adcode_new,name_new_zh,panel_effect\nE1,{},rename,1,a,2,b,none\n"


@pytest.mark.parametrize(
    ("name", "content", "said", "listed"),
    [
        ("crosswalk", CITIES_TABLE * 2, "the crosswalk has the codes 220200, 320500, 340100", 6),
        ("crosswalk", CITIES_TABLE + ",合肥\n", "rows 8 of the crosswalk have no code in the first column `code`", 1),
        ("crosswalk", CITIES_TABLE.replace("name_zh", "city"), "it has no names, which stand in columns `name...`", 1),
        ("aliases", "alias\n庐州\n", "has the one column `alias`; expected the alias, then the code of its unit", 1),
        ("aliases", ALIASES + " 庐 州,340200\n", "1 aliases stand for several codes: 庐州 (340100 or 340200)", 1),
        ("changes", CHANGES.format("20x3"), "column `year`: row 2 '20x3'; expected a year of four digits", 1),
        ("changes", "id,year\nE1,2003\n", "has no column `event_id`, `event`, `adcode_old`", 1),
    ],
)
def test_a_table_of_facts_that_is_wrong_is_named(make, problems, tmp_path, name, content, said, listed):
    tables = {"crosswalk": CITIES_TABLE, "aliases": ALIASES, "changes": CHANGES.format(2003), name: content}
    files = {f"{key}.csv": text for key, text in tables.items()}
    with pytest.raises(StudyError, match=re.escape(said)) as error:
        make(files, unit=UNIT | {key: f"{key}.csv" for key in tables})
    assert (f"{tmp_path}/{name}.csv: " in str(error.value)) == ("it has no names" not in said)
    assert len(str(problems()["value"].iloc[0]).split("; ")) == listed
