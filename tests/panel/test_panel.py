"""Raw tables become one panel exactly, or every fault in them is named with file, column, row and value."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from core.files import read_csv
from panel.assemble import join
from panel.variables import construct, describe

SCRIPT = Path(__file__).parents[2] / "scripts" / "panel" / "build_panel.py"
LAND = "city,year,land\n北京市,2001,3\n北京市,2000, 2 \nNA,2000,1e-1\nNA,2001,\n"
VALUE = "年份,city,gdp,unused\n2000,NA,5,x\n2001,NA,6,x\n2000,北京市,7,x\n2001,北京市,8.5,x\n1999,NA,1,x\n"
SOURCES = [
    {"year": "year", "columns": {"land": {"header": "land", "unit": "km2"}}},
    {"year": "年份", "columns": {"gdp": {"header": "gdp", "unit": ""}}},
]


def build(folder, land=LAND, value=VALUE, variables=None, years=(2000, 2001)):
    """Run the verb on two files; returns the panel."""
    for name, text in {"land.csv": land, "value.csv": value}.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8-sig"))
    names = SimpleNamespace(
        input=SimpleNamespace(sources=[str(folder / "land.csv"), str(folder / "value.csv")]),
        output=SimpleNamespace(
            panel=folder / "panel.csv", audit=folder / "audit.csv", descriptives=folder / "descriptives.csv"
        ),
        log=SimpleNamespace(log=folder / "log", problems=folder / "problems.csv"),
        params=SimpleNamespace(unit="city", years=list(years), sources=SOURCES, variables=variables or {}),
    )
    runpy.run_path(str(SCRIPT), init_globals={"snakemake": names})
    return read_csv(folder / "panel.csv")


def test_two_files_become_one_panel(tmp_path):
    panel = build(tmp_path, variables={"ratio": "gdp / land", "double": "2 * ratio"})
    assert panel["unit"].tolist() == ["NA", "NA", "北京市", "北京市"]
    assert panel["year"].tolist() == [2000, 2001, 2000, 2001]
    assert panel["ratio"].tolist() == pytest.approx([50, np.nan, 3.5, 8.5 / 3], nan_ok=True)
    assert panel["double"].tolist() == pytest.approx([100, np.nan, 7, 17 / 3], nan_ok=True)
    descriptives = pd.read_csv(tmp_path / "descriptives.csv").set_index("variable")
    assert descriptives.loc["land", ["n", "unit_of_measurement"]].tolist() == [3, "km2"]


def test_rows_of_other_years_are_in_the_audit(tmp_path):
    build(tmp_path)
    audit = pd.read_csv(tmp_path / "audit.csv", keep_default_na=False)
    assert audit[["unit", "year", "variable", "before"]].to_numpy().tolist() == [["NA", 1999, "gdp", 1]]
    assert audit["why"].str.contains("year outside 2000-2001").all()


def test_rows_in_another_order_give_the_same_bytes(tmp_path):
    build(tmp_path)
    first = (tmp_path / "panel.csv").read_bytes()
    header, *rows = LAND.splitlines()
    build(tmp_path, land="\n".join([header, *reversed(rows)]) + "\n")
    assert (tmp_path / "panel.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("land", "said"),
    [
        (LAND.replace("2001,3", "2001,3 km"), ["land.csv: 1 cells", "row 2, column `land`: '3 km'", "a number"]),
        (LAND.replace("2001,3", "2001,“3”"), ["row 2, column `land`"]),
        (LAND.replace("2000, 2", "20000, 2"), ["row 3, column `year`: '20000'", "a year of four digits"]),
        (LAND.replace("NA,2001", ",2001"), ["row 5, column `city`: ''", "the key of a unit"]),
        (LAND + "NA,2001,4\n", ["row 6, column `city, year`: 'NA, 2001'", "each unit and year once"]),
        (LAND.replace("land", "Land"), ["no column `land`; did you mean `Land`?"]),
        (LAND.replace("year,land", "land,land"), ["the header land stands twice"]),
        ("", ["the file is empty"]),
        ("city,year,land\n", ["no rows below the header"]),
        ("城市,年份\n".encode("gb18030"), ["is not UTF-8"]),
        (LAND.replace("NA,2001,\n", ""), ["land.csv: no row for 1 unit-years that another source has: NA 2001"]),
    ],
)
def test_faults_are_named(tmp_path, land, said):
    with pytest.raises(StudyError) as error:
        build(tmp_path, land=land)
    for words in said:
        assert words in str(error.value)
    assert not (tmp_path / "panel.csv").exists()


def test_all_faults_of_all_files_stand_in_one_table(tmp_path):
    with pytest.raises(StudyError, match=r"All 3 are listed in .*problems.csv"):
        build(tmp_path, land=LAND.replace("2001,3", "2001,-").replace("1e-1", "n/a"), value=VALUE.replace("8.5", "8;5"))
    problems = pd.read_csv(tmp_path / "problems.csv")
    assert problems["row"].tolist() == [2, 4, 5]
    assert problems["file"].str.endswith(("land.csv", "value.csv")).all()


def test_a_missing_year_of_a_unit_is_refused(tmp_path):
    with pytest.raises(StudyError, match="unit NA: no row in any source for 2002"):
        build(tmp_path, years=(2000, 2002))


def test_a_logarithm_of_zero_names_the_unit_years():
    panel = pd.DataFrame({"unit": ["a", "a"], "year": [2000, 2001], "x": [0.0, np.nan]})
    with pytest.raises(StudyError, match=r"`log\(x\)` has no finite value in 1 unit-years: a 2000"):
        construct(panel, {"l_x": "log(x)"})


def test_description_of_a_variable():
    panel = pd.DataFrame({"unit": list("abcd"), "year": 2000, "x": [1.0, 2.0, 6.0, np.nan]})
    (row,) = describe(panel, {"x": "t"}).to_dict("records")
    assert row == {
        "variable": "x", "n": 3, "mean": 3.0, "sd": pytest.approx(7**0.5), "min": 1.0, "p50": 2.0, "max": 6.0,
        "unit_of_measurement": "t",
    }  # fmt: skip


def test_no_row_of_the_years_is_refused():
    table = pd.DataFrame({"unit": ["a"], "year": [1990], "x": [1.0]})
    with pytest.raises(StudyError, match="no row of the years 2000 to 2001"):
        join({"x.csv": table}, (2000, 2001))
