from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import StudyError
from efficiency.data import indicators
from efficiency.directional import distances
from efficiency.productivity import cumulated
from efficiency.productivity import indices as columns_of_indices
from efficiency.reference import ReferenceModel
from efficiency.score import score

ALL = ["gml", "malmquist", "ml", "gml_ddf"]
NUMBERS = ["index", "efficiency_change", "technical_change"]


def indices(*given):
    columns, counts = columns_of_indices(*given)
    return pd.DataFrame(columns), counts


def panel(specification, values, years):
    frame = pd.DataFrame(values, columns=list(specification.columns))
    row = np.arange(len(frame))
    return frame.assign(unit=[f"u{k // years:03}" for k in row], year=2000 + row % years)


@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_index_is_its_parts_and_the_level_is_the_ratio_of_scores(specify, cities, scale):
    specification = specify(2, 1, 1, scale)
    data = indicators(panel(specification, cities(80, 4), 4), specification)
    table, _ = indices(data, specification, ["gml"], "weak")
    assert len(table) == 60
    product = table["efficiency_change"] * table["technical_change"]
    assert product.to_numpy() == pytest.approx(table["index"].where(product.notna()).to_numpy(), rel=1e-12, nan_ok=True)
    levels = score(data, specification).score.reshape(20, 4)  # circular: the level is the ratio to the first year
    ours = table["cumulative"].to_numpy().reshape(20, 3)
    whole = ~np.isnan(levels).any(axis=1)
    assert whole.sum() > 10
    assert ours[whole] == pytest.approx(levels[whole, 1:] / levels[whole, :1], rel=1e-12)
    assert np.array_equal(table["index"].isna() | table["efficiency_change"].isna(), table["status"] != "ok")


@pytest.mark.parametrize("disposability", ["weak", "strong"])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_identical_years_give_one(specify, cities, scale, disposability):
    specification = specify(2, 1, 1, scale)
    data = indicators(panel(specification, np.repeat(cities(8, 4), 3, axis=0), 3), specification)
    table, _ = indices(data, specification, ALL, disposability)
    assert len(table) == 4 * 16 and set(table["status"]) <= {"ok", "infeasible"}
    # only the super score of VRS may be infeasible; a distance to one's own year never is
    assert (table.loc[table["measure"].isin(["ml", "gml_ddf"]), "status"] == "ok").all()
    solved = table[table["status"] == "ok"]
    assert solved[NUMBERS].to_numpy() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("sizes", [(1, 1, 1), (2, 1, 2), (2, 2, 0)])
@pytest.mark.parametrize("scale", ["crs", "vrs"])
def test_adjacent_indices_by_their_definition(specify, cities, sizes, scale):
    """The four terms of each pair solved one by one: Pyomo's two stages, and distances unit by unit."""
    specification, values = specify(*sizes, scale), cities(8, sum(sizes), seed=11)
    table, _ = indices(indicators(panel(specification, values, 2), specification), specification, ALL, "weak")
    years = values[::2], values[1::2]
    models = [[ReferenceModel(year, specification, stage) for stage in ("sbm", "super")] for year in years]

    def two_stage(observed, frontier, k):
        inside = k if observed == frontier else -1
        own = years[observed][k]
        sbm = models[frontier][0].solve(own, inside)
        return sbm if sbm < 1 - 1e-7 else models[frontier][1].solve(own, inside)

    def from_distance(observed, frontier, k):
        return 1 / (1 + distances(years[frontier], years[observed][[k]], specification, True).value[0])

    for measure, efficiency in (("malmquist", two_stage), ("ml", from_distance)):
        rows = table[table["measure"] == measure]
        for k, row in enumerate(rows.rename(columns={"index": "index_"}).itertuples()):
            terms = {(z, frontier): efficiency(z, frontier, k) for z in (0, 1) for frontier in (0, 1)}
            change = terms[1, 1] / terms[0, 0]
            index = np.sqrt(terms[1, 0] / terms[0, 0] * terms[1, 1] / terms[0, 1])
            assert (row.index_, row.efficiency_change) == pytest.approx((index, change), rel=1e-7, nan_ok=True)
            assert (row.status == "ok") == np.isfinite([index, change]).all()


@pytest.mark.parametrize("scale", ["crs", "vrs"])
@pytest.mark.parametrize("disposability", ["weak", "strong"])
def test_blanks_are_counted_and_strong_constant_returns_have_none(specify, cities, scale, disposability):
    specification = specify(2, 1, 2, scale)
    data = indicators(panel(specification, cities(36, 5), 3), specification)
    table, counts = indices(data, specification, ALL, disposability)
    for measure, rows in table.groupby("measure"):
        count = counts[measure]
        assert count["pairs"] == len(rows) == sum(count["status"].values()) == 24
        assert count["status"]["infeasible"] == (rows["status"] == "infeasible").sum()
        assert max(count["infeasible_terms"].values()) <= count["status"]["infeasible"]
        assert (rows[NUMBERS].notna().all(axis=1) == (rows["status"] == "ok")).all()
        product = rows["efficiency_change"] * rows["technical_change"]
        assert product.to_numpy() == pytest.approx(rows["index"].where(product.notna()).to_numpy(), nan_ok=True)
    assert (counts["ml"]["status"]["ok"] == 24) == (disposability == "strong" and scale == "crs")
    assert counts["gml_ddf"]["status"]["ok"] == 24  # everybody is inside the frontier of all years
    assert counts["malmquist"]["status"]["ok"] == 24 or scale == "vrs"


@pytest.mark.parametrize("measure", ["gml", "gml_ddf"])
def test_global_indices_are_circular(specify, cities, measure):
    """The index over two years equals the product of the two: levels are ratios to the first year."""
    specification = specify(2, 1, 1)
    values = cities(60, 4)
    data = indicators(panel(specification, values, 3), specification)
    table, _ = indices(data, specification, [measure], "strong")
    if measure == "gml":
        level = score(data, specification).score
    else:
        level = 1 / (1 + distances(values, values, specification, False).value)
    level = level.reshape(20, 3)
    assert table["cumulative"].to_numpy().reshape(20, 2) == pytest.approx(level[:, 1:] / level[:, :1], rel=1e-8)


def test_a_policy_for_infeasible_scores_does_not_reach_the_indices(specify, cities):
    specification = specify(2, 1, 2, "vrs")
    values = cities(60, 5)
    values[[4, 31], 3:] *= 1e-6
    data = indicators(panel(specification, values, 3), specification)
    plain, counts = indices(data, specification, ["gml"], "weak")
    assert counts["gml"]["status"]["infeasible"] > 0
    for policy in ("one", "variant_b"):
        other, _ = indices(data, replace(specification, infeasible_policy=policy), ["gml"], "weak")
        pd.testing.assert_frame_equal(plain, other)


def test_an_unknown_measure_is_refused(specify, cities):
    specification = specify(1, 1, 1)
    data = indicators(panel(specification, cities(6, 3), 2), specification)
    with pytest.raises(StudyError, match="cannot be 'gmll'; did you mean `gml`"):
        indices(data, specification, ["gmll"], "weak")


def test_a_panel_of_one_year_has_no_pairs(specify, cities):
    specification = specify(1, 1, 1)
    table, counts = indices(
        indicators(panel(specification, cities(6, 3), 1), specification), specification, ALL, "weak"
    )
    assert table.empty and all(count["pairs"] == 0 for count in counts.values())


def test_gaps_are_not_bridged_and_missing_years_are_blank(specify, cities):
    specification = specify(1, 1, 1)
    table = panel(specification, cities(20, 3), 5)
    table.loc[1, "x0"] = np.nan  # u000 in 2001
    table = table.drop(index=7)  # u001 in 2002
    index, _ = indices(indicators(table, specification), specification, ["gml"], "weak")
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
