"""Columns of result tables without frames: the same bytes and values as with them."""

from string import ascii_letters

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.arrays import read_columns, write_columns
from core.tables import read_csv, write_csv

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
    frame, found = read_csv(folder / "frame.csv"), read_columns(folder / "columns.csv")
    assert list(found) == list(names)
    for name in names[:2]:
        assert found[name].tolist() == frame[name].fillna("").tolist() == table[name].tolist()
    for name in names[2:]:
        np.testing.assert_array_equal(found[name], [float(f"{number:.12g}") for number in table[name]])


def test_chosen_columns_are_numbers_but_texts_of_the_contract_and_columns_with_a_word(tmp_path):
    path = tmp_path / "panel" / "panel.csv"
    path.parent.mkdir()
    path.write_text("unit,year,x,flag,text\n01,2000,0.1,True,1\n02,2001,,False,a\n")
    found = read_columns(path)
    assert {name: column.tolist() for name, column in found.items() if name != "x"} == {
        "unit": ["01", "02"], "year": [2000, 2001], "flag": [1, 0], "text": ["1", "a"]
    }  # fmt: skip
    np.testing.assert_array_equal(found["x"], [0.1, np.nan])
    assert list(read_columns(path, "x", "unit")) == ["x", "unit"]
    with pytest.raises(KeyError):
        read_columns(path, "y")
