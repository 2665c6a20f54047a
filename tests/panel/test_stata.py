"""Stata files."""

import io
import re

import pandas as pd
import pytest
from raw_study import CLEAN, PANEL

from core.errors import StudyError


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
