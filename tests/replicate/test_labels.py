"""The file for Stata, as Stata would read it."""

import pandas as pd
import pytest

from core.tables import read_csv


@pytest.fixture
def read(study):
    with pd.read_stata(study.folder / "panel.dta", iterator=True) as file:
        return file.read(), file.variable_labels(), file.data_label


def test_the_file_has_the_rows_of_the_panel(study, read):
    panel = read_csv(study.folder / "panel.csv")
    assert list(read[0]) == list(panel)
    assert read[0]["side"].tolist() == panel["side"].tolist()
    for name in panel.select_dtypes("number"):
        assert read[0][name].to_numpy() == pytest.approx(panel[name].to_numpy(), rel=1e-11, nan_ok=True)


def test_variables_have_labels_with_their_units(read):
    assert read[1]["w"] == "Area (km2)"
    assert read[1]["z"] == "z"
    assert read[1]["l_x1"] == "l(x1)"
    assert read[1]["x1"].startswith("城市 城市") and read[1]["x1"].endswith("...") and len(read[1]["x1"]) == 80
    assert read[1]["sample_1"].startswith("rows of t.plain, t.pooled, ")


def test_the_file_says_that_data_are_simulated(read):
    assert read[2] == "SIMULATED: Sixteen fields"


def test_all_files_have_the_same_bytes_in_every_run(study, tmp_path):
    again = study.write(tmp_path / "again")
    for path in study.folder.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name
