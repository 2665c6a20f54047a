"""Weights: contiguity, labels, standardisation on a subset, and the file that holds them."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spatial_panels import random_weights

from core.arrays import Columns, write_columns
from core.errors import StudyError
from core.tables import read_csv
from estimation.weights import (
    align,
    from_pairs,
    from_table,
    leave_units_out,
    refuse_islands,
    to_table,
)
from spatial.contiguity import queen_contiguity

readers = pytest.mark.parametrize("read", [Columns, read_csv])


@readers
@pytest.mark.parametrize("standardize", ["row", "none"])
@pytest.mark.parametrize("seed", range(3))
def test_file_gives_back_the_weights(tmp_path, standardize, seed, read):
    weights = random_weights(9, seed, standardize, density=0.2)
    write_columns(tmp_path / "w.csv", to_table(weights))
    again = from_table(read(tmp_path / "w.csv"), "random")
    assert again.units.tolist() == weights.units.tolist()
    assert again.islands == weights.islands
    assert abs(again.matrix - weights.matrix).max() < 1e-11  # 12 digits are written


@readers
def test_keys_stay_text(tmp_path, read):
    write_columns(tmp_path / "w.csv", to_table(from_pairs(["01", "NA"], ["NA", "01"], [1, 1], "queen", "row")))
    assert from_table(read(tmp_path / "w.csv"), "queen").units.tolist() == ["01", "NA"]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), standardize=st.sampled_from(["row", "none"]))
def test_subset_in_any_order_is_standardised_on_itself(seed, standardize):
    weights = random_weights(10, seed, standardize)
    chosen = np.random.default_rng(seed).permutation(10)[:6]
    part = align(weights, weights.units[chosen])
    raw = weights.raw.toarray()[np.ix_(chosen, chosen)]
    sums = raw.sum(axis=1, keepdims=True)
    expected = raw / np.where(sums > 0, sums, 1) if standardize == "row" else raw
    assert part.matrix.toarray() == pytest.approx(expected, rel=1e-14)
    assert part.row_standardised == bool(np.allclose(expected.sum(axis=1), 1))


def faulty(table, fault):
    match fault:
        case "stand twice":
            return pd.concat([table, table.head(1)])
        case "negative":
            return table.assign(raw=-table["raw"])
        case "itself":
            return table.drop_duplicates("unit").assign(neighbour=lambda rows: rows["unit"])
        case "do not agree":
            return table.assign(weight=2 * table["weight"])
        case "weight` and `raw`":
            return table.iloc[1:]
        case "throughout":
            return table.assign(standardize="rows")


@pytest.mark.parametrize(
    "fault", ["stand twice", "negative", "itself", "do not agree", "weight` and `raw`", "throughout"]
)
def test_damaged_file_is_refused(squares, fault):
    table = pd.DataFrame(to_table(queen_contiguity(squares(1, 3), "key", "queen", "row")))
    with pytest.raises(StudyError, match=fault):
        from_table(faulty(table, fault), "queen")


def test_refusals_name_the_units(squares):
    weights = queen_contiguity(squares(1, 4), "key", "queen", "row")
    with pytest.raises(StudyError, match="lack 2 of 3 units of the panel: AK, HI"):
        align(weights, ["s00", "AK", "HI"])
    with pytest.raises(StudyError, match="no neighbour for 1 of 3 units: s03"):
        refuse_islands(align(weights, ["s00", "s01", "s03"]))
    with pytest.raises(StudyError, match="not in the panel: XX"):
        leave_units_out(pd.DataFrame({"unit": ["AK"]}), ["AK", "XX"])
