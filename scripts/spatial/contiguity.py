"""Neighbours by their polygons."""

from collections import Counter

import numpy as np
import shapely
from scipy import sparse

from core.errors import StudyError, named
from core.shapes import Shapes
from estimation.weights import STANDARDISATIONS, Weights, from_pairs


def queen_contiguity(shapes: Shapes, key: str, name: str, standardize: str, leave_out: list[str] = ()) -> Weights:
    """Neighbours share at least one vertex of their polygons; raw weight 1.

    `key` is the property that holds the unit keys; polygons of `leave_out` are not looked at. Raises StudyError for an
    unknown `key` or `standardize`, keys that are missing or stand twice, and shapes without geometry.
    """
    if key not in shapes.names:
        columns = named([*shapes.names, "geometry"])
        raise StudyError(f"the shapes of weights `{name}` have no column `{key}`; columns: {columns}")
    if standardize not in STANDARDISATIONS:
        allowed = ", ".join(f"`{kind}`" for kind in STANDARDISATIONS)
        raise StudyError(f"weights `{name}`: standardize `{standardize}` is unknown; allowed: {allowed}")
    keys = np.array(shapes.texts(key), dtype=object)
    if empty := np.sum(np.equal(keys, None) | shapely.is_missing(shapes.geometry) | shapely.is_empty(shapes.geometry)):
        raise StudyError(f"the shapes of weights `{name}` have {empty} rows without key or geometry; delete these rows")
    kept = ~np.isin(keys.astype(str), list(leave_out))
    units, polygons = keys[kept], shapes.geometry[kept]
    if twice := sorted(unit for unit, times in Counter(units).items() if times > 1):
        raise StudyError(
            f"the shapes of weights `{name}` have more than one row for {named(twice)}; dissolve them by `{key}`"
        )
    own, other = shared_vertices(polygons).nonzero()
    return from_pairs(units[own], units[other], own != other, name, standardize)


def shared_vertices(polygons: np.ndarray) -> sparse.csr_array:
    """(n, n) at how many vertices two of (n,) polygons meet, counted by how often they stand in both; on the diagonal
    each with itself."""
    points, polygon = shapely.get_coordinates(polygons, return_index=True)
    corners, corner = np.unique(points.view(complex), return_inverse=True)
    shape = len(polygons), len(corners)
    stands = sparse.csr_array((np.ones(len(points)), (polygon, corner.ravel())), shape=shape)
    return sparse.csr_array(stands @ stands.T)
