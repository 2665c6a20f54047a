"""Neighbours by their polygons: a published matrix, corners, units left out, and shapes that are refused."""

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import libpysal
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StudyError
from core.shapes import Shapes, read_shapes
from estimation.weights import summary_of
from spatial.contiguity import queen_contiguity

RESOURCES = Path(__file__).parents[2] / "resources"


def test_shapes_and_pairs_of_the_reference_give_the_same_weights(states):
    frame = gpd.read_file(libpysal.examples.get_path("us48.shp")).sample(frac=1, random_state=1)
    shapes = Shapes(frame.geometry.to_numpy(), [{"state": state} for state in frame["STATE_ABBR"]])
    built = queen_contiguity(shapes, "state", "queen", "row")
    assert built.units.tolist() == states.units.tolist()
    assert (built.matrix != states.matrix).nnz == 0
    assert (summary_of(built)["links"], summary_of(built)["components"], built.row_standardised) == (214, 1, True)


def pairs(shapes, key):
    """Ordered pairs of neighbours: ours, and those of libpysal."""
    built = queen_contiguity(shapes, key, "queen", "none")
    frame = gpd.GeoDataFrame(geometry=shapes.geometry, index=shapes.texts(key))
    theirs = libpysal.graph.Graph.build_contiguity(frame, rook=False).adjacency
    ours = {(built.units[one], built.units[two]) for one, two in zip(*built.raw.nonzero(), strict=True)}
    assert set(built.raw.data) <= {1.0} and built.units.tolist() == sorted(frame.index)
    return ours, set(theirs[theirs > 0].index)


@pytest.mark.parametrize(("name", "key", "links"), [("castle_states", "state", 214), ("prefectures", "adcode", 1938)])
def test_libpysal_has_the_same_neighbours_on_the_maps_that_ship(name, key, links):
    ours, theirs = pairs(read_shapes(RESOURCES / f"{name}.geojson"), key)
    assert ours == theirs and len(ours) == links


CORNERS = st.tuples(st.sampled_from([-1.0, -0.0, 0.0, 0.1, 0.1 + 2**-56]), st.sampled_from([-0.0, 0.0, 1.0]))
RINGS = st.lists(CORNERS, min_size=3, max_size=5).filter(lambda ring: len(set(ring)) > 2)
POLYGONS = st.lists(RINGS.map(shapely.Polygon), min_size=1, max_size=2).map(
    lambda parts: parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
)


@given(st.lists(POLYGONS, min_size=2, max_size=9))
def test_libpysal_has_the_same_neighbours_among_any_polygons(polygons):
    """Corners are of a few places, so that many are shared; some lie the least distance apart, and some at -0."""
    shapes = Shapes(np.array(polygons, dtype=object), [{"key": number} for number in range(len(polygons))])
    ours, theirs = pairs(shapes, "key")
    assert ours == theirs


def test_corners_are_neighbours(squares):
    weights = queen_contiguity(squares(2, 3), "key", "queen", "none")
    assert summary_of(weights)["degree"] == {"min": 3, "mean": pytest.approx(22 / 6), "max": 5}


def again(shapes, place):
    """The same shapes and one of them once more."""
    places = [*range(len(shapes.geometry)), place]
    return Shapes(shapes.geometry[places], [shapes.properties[at] for at in places])


def keyed(*keys):
    return lambda shapes: replace(shapes, properties=[{"key": key} for key in keys])


def test_polygons_of_units_left_out_are_not_looked_at(squares):
    shapes = squares(1, 5)
    weights = queen_contiguity(again(shapes, 4), "key", "queen", "row", leave_out=["s04", "elsewhere"])
    assert weights.units.tolist() == ["s00", "s01", "s02", "s03"]
    assert queen_contiguity(shapes, "key", "queen", "row", leave_out=["s03"]).islands == ["s04"]


def test_numbers_as_keys_become_text(squares):
    shapes = replace(squares(1, 3), properties=[{"key": key} for key in (1, 2, 10)])
    weights = queen_contiguity(shapes, "key", "queen", "row")
    assert weights.units.tolist() == ["1", "10", "2"]


@pytest.mark.parametrize(
    ("change", "key", "standardize", "said"),
    [
        (lambda shapes: again(shapes, 0), "key", "row", "more than one row for s00"),
        (lambda shapes: shapes, "adcode", "row", "no column `adcode`; columns: key, geometry"),
        (keyed("a", None), "key", "row", "1 rows without key or geometry"),
        (keyed(["a"], float("nan")), "key", "row", "2 rows without key or geometry"),
        (
            lambda shapes: replace(shapes, geometry=np.array([None, shapes.geometry[1]])),
            "key",
            "row",
            "1 rows without key or geo",
        ),
        (lambda shapes: shapes, "key", "rows", "standardize `rows` is unknown"),
    ],
)
def test_shapes_that_name_no_unit_or_two_are_refused(squares, change, key, standardize, said):
    with pytest.raises(StudyError, match=said):
        queen_contiguity(change(squares(1, 2)), key, "queen", standardize)
