"""Frames of results: equal numbers give equal bytes, keys stay text, scores join by unit and year."""

import numpy as np
import pandas as pd
import pytest

from audit.files import panel_of
from core.files import read_scored
from core.tables import read_csv, read_panel, write_csv, write_exact


def test_csv_has_twelve_digits_no_negative_zero_and_comes_back(tmp_path):
    table = pd.DataFrame({"unit": ["01", "NA"], "year": [2000, 2001], "value": [1 / 3, -0.0], "gap": [np.nan, 2.0]})
    write_csv(tmp_path / "table.csv", table)
    assert (tmp_path / "table.csv").read_text() == "unit,year,value,gap\n01,2000,0.333333333333,\nNA,2001,0,2\n"
    back = read_csv(tmp_path / "table.csv")
    assert back["unit"].tolist() == ["01", "NA"]
    assert back["value"].tolist() == [0.333333333333, 0.0]
    assert np.signbit(table["value"][1])  # the frame that was given is left alone


def test_exact_tables_keep_every_bit(tmp_path):
    values = np.random.default_rng(1).normal(size=50) * 10.0 ** np.arange(-25, 25)
    write_exact(tmp_path / "t.csv", pd.DataFrame({"estimate": values}))
    assert np.array_equal(read_csv(tmp_path / "t.csv")["estimate"], values)


@pytest.fixture
def files(tmp_path):
    panel = pd.DataFrame({"unit": ["02", "02", "10"], "year": [2000, 2001, 2000], "x": [1.0, 2.0, 3.0]})
    scores = pd.DataFrame({"unit": ["10", "02"], "year": [2000, 2001], "score": [0.5, 0.25], "stage": "sbm"})
    panel.to_csv(tmp_path / "panel.csv", index=False)
    scores.to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


def test_the_panel_has_its_scores_last(files):
    further = files / "scores" / "vrs" / "scores.csv"
    further.parent.mkdir(parents=True)
    further.write_bytes((files / "scores.csv").read_bytes())
    panel = read_panel(files / "panel.csv", [files / "scores.csv", further])
    assert list(panel) == ["unit", "year", "x", "score", "vrs"]
    assert panel["vrs"].equals(panel["score"].rename("vrs"))
    assert panel["unit"].tolist() == ["02", "02", "10"]
    assert panel["score"].tolist() == pytest.approx([np.nan, 0.25, 0.5], nan_ok=True)


def test_an_index_of_productivity_is_a_variable_of_the_second_of_its_years(files):
    rows = ["unit,year_from,year_to,measure,index", "02,2000,2001,gml,1.25", "02,2000,2001,ml,", "10,1999,2000,ml,0.5"]
    (files / "productivity.csv").write_text("\n".join(rows) + "\n")
    sources = files / "panel.csv", [files / "scores.csv", files / "productivity.csv"]
    panel = read_panel(*sources)
    assert list(panel) == ["unit", "year", "x", "score", "gml", "ml"]
    assert panel["gml"].tolist() == pytest.approx([np.nan, 1.25, np.nan], nan_ok=True)
    assert panel["ml"].tolist() == pytest.approx([np.nan, np.nan, 0.5], nan_ok=True)
    audited = panel_of(*sources).reset_index(drop=True)
    pd.testing.assert_frame_equal(audited, panel)
    plain = [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in panel.to_dict("records")]
    assert read_scored(*sources) == plain


def test_a_panel_without_a_file_of_scores_is_the_panel(files):
    assert list(read_panel(files / "panel.csv", [])) == ["unit", "year", "x"]


def test_a_unit_year_that_is_scored_twice_is_refused(files):
    scores = pd.read_csv(files / "scores.csv", dtype=str)
    pd.concat([scores, scores]).to_csv(files / "scores.csv", index=False)
    with pytest.raises(pd.errors.MergeError):
        read_panel(files / "panel.csv", [files / "scores.csv"])
