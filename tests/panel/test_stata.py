"""Stata files."""

import io
import re

import pandas as pd
import pytest
from raw_study import CLEAN, PANEL

from core.errors import StudyError
from panel.stata import read_stata


def stata(labels: bool) -> bytes:
    table = pd.read_csv(io.StringIO(CLEAN["economy.csv"])).set_axis(["city", "year", "gdp", "invest"], axis=1)
    table = table.astype({"year": "int16", "gdp": "float32"})
    table.loc[0, "gdp"] = None
    if labels:
        table["city"] = table["city"].astype("category")
    content = io.BytesIO()
    table.to_stata(content, write_index=False, version=118)
    return content.getvalue()


@pytest.mark.parametrize(("labels", "keys", "said"), [
    (False, {}, None),
    (True, {"value_labels": "labels"}, None),
    (True, {}, "variables city have value labels; say `value_labels: codes` or `labels`"),
])  # fmt: skip
def test_stata_files(make, clean, labels, keys, said):
    columns = {"gdp": {"unit": "万元", "convert_to": "亿元"}, "invest": {"unit": "万元"}}
    source = {"path": "economy.dta", "year": "year", "columns": columns} | keys
    arguments = ({"economy.dta": stata(labels)}, PANEL | {"sources": [source, PANEL["sources"][1]]})
    unit = {"key": ["city", "城市"]}
    if said:
        with pytest.raises(StudyError, match=re.escape(said)):
            make(*arguments, unit)
        return
    made = make(*arguments, unit).panel
    missing = (clean["unit"] == "合肥市") & (clean["year"] == 2015)
    assert made["gdp"].isna().tolist() == missing.tolist()
    pd.testing.assert_frame_equal(made[~missing], clean[~missing])


def old(encoding: str, labels: bool, place: str = "") -> bytes:
    """The table as Stata 13 writes it, with texts in the encoding of the computer."""
    table = pd.read_csv(io.StringIO(CLEAN["economy.csv"])).set_axis(["city", "year", "gdp", "invest"], axis=1)
    names = {city: f"city{number}" for number, city in enumerate(table["city"].unique())}
    table["city"] = table["city"].map(names).astype("category" if labels else object)
    content = io.BytesIO()
    table.to_stata(content, write_index=False, version=114)
    written = content.getvalue()
    for city, name in names.items():
        written = written.replace(name.encode(), (place or city[:2]).encode(encoding).ljust(len(name), b" "))
    return written


@pytest.mark.parametrize("labels", [False, True])
def test_texts_of_old_files_are_read_as_those_of_text_files(make, clean, labels):
    columns = {"gdp": {"unit": "万元", "convert_to": "亿元"}, "invest": {"unit": "万元"}}
    source = {"path": "economy.dta", "year": "year", "columns": columns, "value_labels": "labels"}
    panel = PANEL | {"sources": [source, PANEL["sources"][1]]}
    files = {"economy.dta": old("gb18030", labels), "land.csv": CLEAN["land.csv"].replace("市,", ",")}
    files["land.csv"] = files["land.csv"].replace("城,", "城市,")
    made = make(files, panel, {"key": ["city", "城市"]})
    assert set(made.panel["unit"]) == {city.removesuffix("市") for city in clean["unit"]}
    assert "gb18030" in set(made.audit["before"])
    with pytest.raises(StudyError, match="not clearly Chinese text in GB18030"):
        make(files | {"economy.dta": old("cp1252", labels, "Niño")}, panel, {"key": ["city", "城市"]})


def test_new_files_whose_text_is_not_utf_8_are_refused(make):
    content = stata(labels=False).replace("合肥市".encode(), "合肥市".encode("gb18030").ljust(9, b"\0"))
    source = {"path": "economy.dta", "year": "year", "columns": {"gdp": {}, "invest": {}}}
    with pytest.raises(StudyError, match="holds text that is not UTF-8"):
        make({"economy.dta": content}, PANEL | {"sources": [source, PANEL["sources"][1]]}, {"key": ["city", "城市"]})


def labelled_twice(text: str) -> bytes:
    """The table with a variable of two codes that have one label."""
    table = pd.read_csv(io.StringIO(text)).assign(grade=[1, 2] * 15)
    content = io.BytesIO()
    table.to_stata(content, write_index=False, version=118, value_labels={"grade": {1: "good", 2: "good"}})
    return content.getvalue()


def test_labels_of_a_variable_that_is_not_used_are_no_fault(make, clean):
    source = PANEL["sources"][0] | {"path": "economy.dta"}
    panel = PANEL | {"sources": [source, PANEL["sources"][1]]}
    made = make({"economy.dta": labelled_twice(CLEAN["economy.csv"])}, panel).panel
    pd.testing.assert_frame_equal(made, clean)
    source = source | {"columns": source["columns"] | {"grade": {}}, "value_labels": "labels"}
    with pytest.raises(StudyError, match="variables grade have one label for two codes"):
        make({"economy.dta": labelled_twice(CLEAN["economy.csv"])}, PANEL | {"sources": [source, PANEL["sources"][1]]})


@pytest.mark.parametrize(("mark", "bytes_", "said"), [
    (b"<N>", (10**9).to_bytes(8, "little"), "the file is damaged, or no Stata file"),
    (b"<K>", (60_000).to_bytes(2, "little"), "the file is damaged, or no Stata file"),
    (b"<N>", (0).to_bytes(8, "little"), "no rows; expected an observation for each unit and year"),
])  # fmt: skip
def test_a_header_that_says_what_is_not_there_is_not_believed(tmp_path, mark, bytes_, said):
    content = bytearray(stata(labels=False))
    start = content.index(mark) + len(mark)
    content[start : start + len(bytes_)] = bytes_
    (tmp_path / "a.dta").write_bytes(content)
    with pytest.raises(StudyError, match=said):
        read_stata(tmp_path / "a.dta", None, set())


def test_a_file_of_more_cells_than_can_be_held_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("panel.stata.MOST_CELLS", 100)
    (tmp_path / "a.dta").write_bytes(stata(labels=False))
    with pytest.raises(StudyError, match="has more than 100 cells; keep the variables and years that are needed"):
        read_stata(tmp_path / "a.dta", None, set())
