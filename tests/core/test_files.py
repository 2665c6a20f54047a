"""Files are whole or absent, equal numbers give equal bytes, and what is read is what was written."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import StudyError
from core.files import (
    header_of,
    is_rectangle,
    read_json,
    read_rows,
    refuse_closed_folders,
    refuse_files_as_folders,
    write_bytes,
    write_json,
    write_rows,
    write_whole,
)
from core.tables import read_csv

SCRIPTS = Path(__file__).parents[2] / "scripts"
LIGHT = ["core.files", "core.contract", "core.grids", "core.jobs"]  # read by rules and by scripts without frames


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")

    def fail(path):
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(StudyError, match=r"table.csv cannot be written: disk full"):
        write_whole(target, fail)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path):
    (tmp_path / "results").write_text("")
    paths = [tmp_path / "results" / "a" / "b.csv", tmp_path / "logs" / "a.log"]
    with pytest.raises(StudyError, match=r"results is a file, and results need a folder of that name"):
        refuse_files_as_folders(paths)
    refuse_files_as_folders(paths[1:])


def test_a_folder_that_may_not_be_written_is_named(tmp_path, monkeypatch):
    (tmp_path / "figures").mkdir()
    paths = [tmp_path / "figures" / "a.png", tmp_path / "new" / "b.csv"]
    refuse_closed_folders(paths)
    monkeypatch.setattr("os.access", lambda path, mode: path.name != "figures")
    with pytest.raises(StudyError, match=r"the folder .*figures may not be written; change its permissions"):
        refuse_closed_folders(paths)


def test_folders_are_made(tmp_path):
    write_bytes(tmp_path / "new" / "folder" / "map.png", b"\x89PNG")
    assert (tmp_path / "new" / "folder" / "map.png").read_bytes() == b"\x89PNG"


def test_json_holds_plain_values_with_sorted_keys(tmp_path):
    content = {"b": np.float64(0.1 + 0.2), "a": [np.int64(1), np.nan, (True, "城市")], 2020: -0.0}
    write_json(tmp_path / "run.json", content)
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert read_json(tmp_path / "run.json") == {"2020": 0.0, "a": [1, None, [True, "城市"]], "b": 0.3}
    assert list(json.loads(text)) == ["2020", "a", "b"]
    assert "城市" in text
    assert "-0" not in text


def test_json_holds_arrays_and_flags_of_numpy(tmp_path):
    write_json(tmp_path / "run.json", {"v": np.array([[1.0, np.inf], [1 / 3, -0.0]]), "n": np.bool_(True)})
    assert read_json(tmp_path / "run.json") == {"v": [[1.0, None], [0.333333333333, 0.0]], "n": True}


def test_rows_come_back_as_they_were_written(tmp_path):
    rows = [
        {"unit": "007", "year": 2010, "estimate": 0.25, "base": True, "matrix": None},
        {"unit": "NA", "year": 2011, "estimate": None, "base": False, "matrix": "1"},
    ]
    write_rows(tmp_path / "t.csv", rows, list(rows[0]))
    assert read_rows(tmp_path / "t.csv") == rows
    assert header_of(tmp_path / "t.csv") == ["unit", "year", "estimate", "base", "matrix"]


def test_cells_have_twelve_digits_no_negative_zero_and_are_empty_without_a_value(tmp_path):
    rows = [{"unit": "a, b", "x": 1 / 3, "y": -0.0}, {"unit": "c", "x": float("nan"), "y": None}]
    write_rows(tmp_path / "t.csv", rows, ["unit", "x", "y"])
    assert (tmp_path / "t.csv").read_text() == 'unit,x,y\n"a, b",0.333333333333,0\nc,,\n'
    assert read_rows(tmp_path / "t.csv")[1] == {"unit": "c", "x": None, "y": None}


@pytest.mark.parametrize("cell", ["1_0", "nan", "NaN", "１２", "٣", "inf", "1e5", "+3", "007", "0x10", "1,000", "True"])
def test_a_cell_of_a_row_is_a_number_where_it_is_one_in_a_frame(tmp_path, cell):
    (tmp_path / "t.csv").write_text(f'unit,size\n01,"{cell}"\n', encoding="utf-8")
    assert read_rows(tmp_path / "t.csv")[0]["size"] == read_csv(tmp_path / "t.csv")["size"].tolist()[0]


@pytest.mark.parametrize("module", LIGHT)
def test_light_modules_load_neither_numpy_nor_pandas(module):
    code = f"import sys, {module}; print(*{{'numpy', 'pandas'}} & set(sys.modules))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=SCRIPTS, text=True).split() == []


@pytest.mark.parametrize(
    ("content", "rectangle"),
    [(b"a,b\n1,2\n", True), (b"a,b\n1\n", False), (b"", False), (b"a\n\xb3\xc7\n", False), (b'"a\nb",c\n1,2\n', True)],
)
def test_a_rectangle_has_lines_of_one_length(tmp_path, content, rectangle):
    (tmp_path / "table.csv").write_bytes(content)
    assert is_rectangle(tmp_path / "table.csv") == rectangle


def test_a_variable_of_the_panel_may_be_called_as_a_text_column_of_another_file(tmp_path):
    (tmp_path / "panel").mkdir()
    path = tmp_path / "panel" / "panel.csv"
    path.write_text("unit,year,group\n01,2000,3\n")
    assert read_rows(path) == [{"unit": "01", "year": 2000, "group": 3}]
    assert read_csv(path)["group"].tolist() == [3]
