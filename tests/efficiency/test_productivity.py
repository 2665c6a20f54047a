import numpy as np
import pandas as pd
import pytest

from efficiency.data import indicators
from efficiency.productivity import cumulated, productivity
from efficiency.score import score


def panel(specification, values, years):
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years)


@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_index_is_its_parts_and_the_level_is_the_ratio_of_scores(specify, cities, scale):
    specification = specify(2, 1, 1, scale)
    data = indicators(panel(specification, cities(80, 4), 4), specification)
    table, _ = productivity(data, specification, ["gml"], "weak")
    assert len(table) == 60
    product = table["efficiency_change"] * table["technical_change"]
    assert product.to_numpy() == pytest.approx(table["index"].where(product.notna()).to_numpy(), rel=1e-12, nan_ok=True)
    levels = score(data, specification).score.reshape(20, 4)  # circular: the level is the ratio to the first year
    ours = table["cumulative"].to_numpy().reshape(20, 3)
    whole = ~np.isnan(levels).any(axis=1)
    assert whole.sum() > 10
    assert ours[whole] == pytest.approx(levels[whole, 1:] / levels[whole, :1], rel=1e-12)
    assert np.array_equal(table["index"].isna() | table["efficiency_change"].isna(), table["status"] != "ok")


def test_identical_years_give_one(specify, cities):
    specification = specify(2, 1, 1)
    data = indicators(panel(specification, np.repeat(cities(15, 4), 3, axis=0), 3), specification)
    table, _ = productivity(data, specification, ["gml"], "weak")
    numbers = table[["index", "efficiency_change", "technical_change", "cumulative"]].to_numpy()
    assert numbers == pytest.approx(1, abs=1e-10)


def test_gaps_are_not_bridged_and_missing_years_are_blank(specify, cities):
    specification = specify(1, 1, 1)
    table = panel(specification, cities(20, 3), 5)
    table.loc[1, "x0"] = np.nan  # u000 in 2001
    table = table.drop(index=7)  # u001 in 2002
    index, _ = productivity(indicators(table, specification), specification, ["gml"], "weak")
    index = index.set_index(["unit", "year_from"])
    assert index.loc["u000", "status"].tolist() == ["missing", "missing", "ok", "ok"]
    assert index.loc["u000", "index"].isna().tolist() == [True, True, False, False]
    assert index.loc["u000", "cumulative"].isna().all()
    assert index.loc["u001"].index.tolist() == [2000, 2003]
    assert index.loc["u001", "cumulative"].isna().tolist() == [False, True]
    assert index.loc["u002", "cumulative"].notna().all()


def test_levels_by_hand():
    unit = np.array(list("aaabbb"))
    levels = cumulated(unit, np.array([1, 2, 5]), np.array([2.0, 3.0, 4.0]))
    assert levels == pytest.approx([2, 6, np.nan], nan_ok=True)
