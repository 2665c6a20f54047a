"""Files are whole or absent, and equal numbers give equal bytes."""

import json

import numpy as np
import pandas as pd
import pytest

from core.files import write_json, write_whole
from core.tables import read_csv, write_csv


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "table.csv"
    target.write_text("old")

    def fail(path):
        path.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole(target, fail)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_csv_has_twelve_digits_no_negative_zero_and_comes_back(tmp_path):
    table = pd.DataFrame({"unit": ["01", "NA"], "year": [2000, 2001], "value": [1 / 3, -0.0], "gap": [np.nan, 2.0]})
    write_csv(tmp_path / "table.csv", table)
    assert (tmp_path / "table.csv").read_text() == "unit,year,value,gap\n01,2000,0.333333333333,\nNA,2001,0,2\n"
    back = read_csv(tmp_path / "table.csv")
    assert back["unit"].tolist() == ["01", "NA"]
    assert back["value"].tolist() == [0.333333333333, 0.0]


def test_json_holds_plain_values_with_sorted_keys(tmp_path):
    content = {"b": np.float64(0.1 + 0.2), "a": [np.int64(1), np.nan, (True, "城市")], 2020: -0.0}
    write_json(tmp_path / "run.json", content)
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"2020": 0.0, "a": [1, None, [True, "城市"]], "b": 0.3}
    assert "城市" in text
    assert "-0" not in text
