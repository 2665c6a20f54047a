"""Names that Stata takes, and the files from which the scripts compute."""

import numpy as np
import pandas as pd
import pytest
from replicate_study import COLUMNS, LONG, OTHERS

from core.contract import FILES
from core.tables import read_csv
from replicate.data import stata_names

LETTERS = "a" * 40
WRITTEN = {"rel": 1e-11, "abs": 1e-11, "nan_ok": True}  # numbers have twelve digits


@pytest.mark.parametrize(
    ("texts", "names"),
    [
        (["gdp", "_x", "GDP"], ["gdp", "_x", "GDP"]),
        (["log(gdp)", "lag(x, 2)", "a:b"], ["log_gdp", "lag_x_2", "a_b"]),
        (["log_gdp", "log(gdp)"], ["log_gdp", "log_gdp_2"]),
        (["sample_1", "sample 1"], ["sample_1", "sample_1_2"]),
        (["using", "str12", "strong"], ["using_2", "str12_2", "strong"]),
        (["year::2016", "2016"], ["year_2016", "_2016"]),
        ([LETTERS, LETTERS + "b"], ["a" * 32, "a" * 30 + "_2"]),
    ],
    ids=["own", "expressions", "taken", "samples", "reserved", "digits", "long"],
)
def test_names_that_stata_takes(texts, names):
    assert list(stata_names(texts).values()) == names


def test_the_files_are_those_of_the_contract(study):
    for name in ("replicated_panel", "replicated_weights", "expected"):
        file = FILES[name]
        table = read_csv(study.folder / file.path.removeprefix("replicate/"))
        assert list(table)[: len(file.columns)] == list(file.columns)
        assert not table.duplicated(list(file.keys)).any()


def test_the_panel_has_the_numbers_of_the_study_and_what_formulas_compute(study):
    panel, frame = read_csv(study.folder / "panel.csv"), study.frame
    assert panel["x1"].to_numpy() == pytest.approx(frame["x1"].to_numpy(), **WRITTEN)
    assert panel["score"].to_numpy() == pytest.approx(frame["y"].to_numpy() ** 2, **WRITTEN)
    assert panel["log_w"].to_numpy() == pytest.approx(np.log(frame["w"]), **WRITTEN)
    before = frame.groupby("unit")["x1"].shift()
    assert panel["l_x1"].to_numpy() == pytest.approx(before.to_numpy(), **WRITTEN)
    assert LONG[:32] in panel and LONG not in panel


def test_an_indicator_tells_the_rows_of_each_column(study):
    panel, expected = read_csv(study.folder / "panel.csv"), read_csv(study.folder / "expected.csv")
    rows = expected.groupby("column")["n_obs"].first()
    assert set(rows.index) == {f"t.{column['name']}" for column in COLUMNS if column not in OTHERS}
    samples = panel.filter(like="sample_").sum()
    assert set(samples) == set(rows)  # of columns with the same rows there is one


def test_weights_are_standardised_among_the_units_of_a_column(study):
    weights = read_csv(study.folder / "weights.csv")
    sums = weights[weights["matrix"] == "rows"].groupby("unit")["weight"].sum()
    assert sums.to_numpy() == pytest.approx(np.ones(16), rel=1e-10)
    other = weights[weights["matrix"] == "other"].pivot(index="unit", columns="neighbour", values="weight").fillna(0)
    assert other.shape == (15, 15) and "u000" not in other.index
    assert np.abs(np.linalg.eigvals(other)).max() == pytest.approx(1, rel=1e-10)


def test_expected_numbers_are_those_of_the_results(study):
    expected = read_csv(study.folder / "expected.csv")
    fitted = pd.concat(read_csv(path) for path in sorted(study.folder.parent.glob("fit_*/t.csv")))
    fitted = fitted[~fitted["base"].eq(True)]
    ours = fitted.assign(column="t." + fitted["column"]).set_index(["column", "term"])[["estimate", "std_error"]]
    pd.testing.assert_frame_equal(
        expected.set_index(["column", "term"])[["estimate", "std_error"]], ours, check_like=True, check_exact=True
    )
