"""Columns of result tables without frames: the same bytes and values as with them."""

from string import ascii_letters

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.arrays import Columns, write_columns
from core.files import write_rows
from core.tables import read_csv, write_csv, write_exact

WORDS = st.text(f"{ascii_letters}=-'\",\n ;0北") | st.sampled_from(["=1+1", "''=1", "01", "NA", "-"])
FLOATS = st.floats(allow_infinity=False) | st.integers(-9, 9).map(float)
TABLES = st.integers(0, 6).flatmap(
    lambda size: st.tuples(*(st.lists(cell, min_size=size, max_size=size) for cell in (WORDS, WORDS, FLOATS, FLOATS)))
)


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_columns_have_the_bytes_and_the_values_of_frames(tmp_path_factory, columns):
    folder, names = tmp_path_factory.getbasetemp(), ("unit", "neighbour", "weight", "raw")
    kinds = (object, object, float, float)
    table = {name: np.array(cells, kind) for name, cells, kind in zip(names, columns, kinds, strict=True)}
    write_csv(folder / "frame.csv", pd.DataFrame(table))
    write_columns(folder / "columns.csv", table)
    assert (folder / "columns.csv").read_bytes() == (folder / "frame.csv").read_bytes()
    frame, found = read_csv(folder / "frame.csv"), Columns(folder / "columns.csv")
    assert list(found) == list(names)
    for name in names[:2]:
        assert ["" if text is None else text for text in found[name]] == table[name].tolist()
        assert frame[name].fillna("").tolist() == table[name].tolist()
    for name in names[2:]:
        np.testing.assert_array_equal(found[name], [float(f"{number:.12g}") for number in table[name]])


def test_columns_are_numbers_but_texts_of_the_contract_and_those_with_a_word(tmp_path):
    path = tmp_path / "panel" / "panel.csv"
    path.parent.mkdir()
    path.write_text("unit,year,x,flag,text\n01,2000,0.1,True,1\n02,2001,,False,a\n03,2002,1e3,True,\n")
    found = Columns(path)
    np.testing.assert_array_equal(found["x"], [0.1, np.nan, 1000])
    assert {name: column.tolist() for name, column in found.items() if name != "x"} == {
        "unit": ["01", "02", "03"], "year": [2000, 2001, 2002], "flag": [1, 0, 1], "text": ["1", "a", None]
    }  # fmt: skip
    assert found["year"].dtype == int and "x" in found and "y" not in found and len(found) == 5
    with pytest.raises(KeyError):
        found["y"]


@pytest.mark.parametrize("cell", ["1_0", "nan", "NaN", "１２", "٣", "inf", "1e5", "+3", "007", "0x10", "1,000"])
def test_a_column_is_of_numbers_where_it_is_in_a_frame(tmp_path, cell):
    (tmp_path / "t.csv").write_text(f'unit,size\n01,"{cell}"\n02,"{cell}"\n', encoding="utf-8")
    assert Columns(tmp_path / "t.csv")["size"].tolist() == read_csv(tmp_path / "t.csv")["size"].tolist()


def test_columns_have_the_bytes_of_rows(tmp_path):
    columns = {"unit": ["007", "=x"], "year": np.array([2010, 2011]), "x": np.array([1 / 3, np.nan]), "y": [None, -0.0]}
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    write_columns(tmp_path / "c.csv", columns)
    write_rows(tmp_path / "r.csv", rows, list(columns))
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "r.csv").read_bytes()


def test_exact_columns_keep_every_bit_as_exact_frames_do(tmp_path):
    values = np.random.default_rng(1).normal(size=50) * 10.0 ** np.arange(-25, 25)
    values[3] = np.nan
    columns = {"unit": [f"{k:03}" for k in range(50)], "draw_0": values}
    write_columns(tmp_path / "c.csv", columns, exact=True)
    write_exact(tmp_path / "t.csv", pd.DataFrame(columns))
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "t.csv").read_bytes()
    assert np.array_equal(Columns(tmp_path / "c.csv")["draw_0"], values, equal_nan=True)


def test_columns_without_rows_are_a_header(tmp_path):
    write_columns(tmp_path / "t.csv", {"unit": [], "x": np.array([])})
    assert (tmp_path / "t.csv").read_text() == "unit,x\n"
    assert {name: len(column) for name, column in Columns(tmp_path / "t.csv").items()} == {"unit": 0, "x": 0}
