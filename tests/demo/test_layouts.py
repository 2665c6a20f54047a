"""The raw files say what the clean yearbook says, in every format."""

import numpy as np
import pandas as pd
import pytest
import workbook
from readers import clean_rows, numbers, read
from yearbooks import shipped, simulated

from demo.layouts import label_text, letters, raw_file, table


def test_clean_files_give_back_the_clean_yearbook(tmp_path):
    """Every format, encoding, layout and unit, to 1e-9, by readers that know nothing of the generator."""
    settings, facts = shipped("aipz")
    simulation = simulated("aipz")
    for file in settings.files:
        content = table(file, simulation.cities, simulation.study.any(axis=1), simulation.worlds[1])
        (tmp_path / file.path).write_bytes(raw_file(file, content, facts.names))
        found = numbers(file, read(file, tmp_path / file.path))
        for name in file.columns:
            both = found.merge(clean_rows(simulation, file, name), on=["city", "year"], validate="1:1")
            assert len(both) == len(found) > 0
            assert np.allclose(both[name], both["clean"], rtol=1e-9, atol=0), (file.path, name)


def test_encodings_and_layouts(drawn):
    """One GB18030 file, one with a byte-order mark, a workbook with a title and a row of units, a labelled dta."""
    folder = drawn("aipz")
    with pytest.raises(UnicodeDecodeError):
        (folder / "finance.csv").read_text(encoding="utf-8")
    assert (folder / "finance.csv").read_text(encoding="gb18030").startswith("城市,年度,年末金融机构各项存款余额")
    assert (folder / "land.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = workbook.rows(folder / "economy.xlsx")
    assert rows[1][:3] == ["城市", "年份", "人均地区生产总值"] and rows[2][2] == "(元)"
    labelled = pd.read_stata(folder / "employment.dta")
    assert labelled["city_code"].iloc[0] == "北京市"


def test_columns_of_a_sheet_have_their_letters():
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_label_says_study_and_seed():
    label = label_text("mine", 7)
    assert label.startswith("SIMULATED DATA") and "`mine`" in label and "seed 7" in label
