"""Neighbours by their polygons: a published matrix, corners, units left out, and shapes that are refused."""

import geopandas as gpd
import libpysal
import pandas as pd
import pytest

from core.errors import StudyError
from estimation.weights import summary_of
from spatial.contiguity import queen_contiguity


def test_shapes_and_pairs_of_the_reference_give_the_same_weights(states):
    shapes = gpd.read_file(libpysal.examples.get_path("us48.shp"))
    built = queen_contiguity(shapes.sample(frac=1, random_state=1), "STATE_ABBR", "queen", "row")
    assert built.units.tolist() == states.units.tolist()
    assert (built.matrix != states.matrix).nnz == 0
    assert (summary_of(built)["links"], summary_of(built)["components"], built.row_standardised) == (214, 1, True)


def test_corners_are_neighbours(squares):
    weights = queen_contiguity(squares(2, 3), "key", "queen", "none")
    assert summary_of(weights)["degree"] == {"min": 3, "mean": pytest.approx(22 / 6), "max": 5}


def test_polygons_of_units_left_out_are_not_looked_at(squares):
    shapes = squares(1, 5)
    doubled = pd.concat([shapes, shapes.iloc[[4]]])
    weights = queen_contiguity(doubled, "key", "queen", "row", leave_out=["s04", "elsewhere"])
    assert weights.units.tolist() == ["s00", "s01", "s02", "s03"]
    assert queen_contiguity(shapes, "key", "queen", "row", leave_out=["s03"]).islands == ["s04"]


def test_numbers_as_keys_become_text(squares):
    weights = queen_contiguity(squares(1, 3).assign(key=[1, 2, 10]), "key", "queen", "row")
    assert weights.units.tolist() == ["1", "10", "2"]


@pytest.mark.parametrize(
    ("change", "key", "standardize", "said"),
    [
        (lambda shapes: pd.concat([shapes, shapes.iloc[[0]]]), "key", "row", "more than one row for s00"),
        (lambda shapes: shapes, "adcode", "row", "no column `adcode`; columns: key, geometry"),
        (lambda shapes: shapes.assign(key=["a", None]), "key", "row", "1 rows without key or geometry"),
        (lambda shapes: shapes.assign(geometry=[None, shapes.geometry[1]]), "key", "row", "1 rows without key or geo"),
        (lambda shapes: shapes, "key", "rows", "standardize `rows` is unknown"),
    ],
)
def test_shapes_that_name_no_unit_or_two_are_refused(squares, change, key, standardize, said):
    with pytest.raises(StudyError, match=said):
        queen_contiguity(change(squares(1, 2)), key, "queen", standardize)
