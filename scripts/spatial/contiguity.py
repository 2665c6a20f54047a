"""Neighbours by their polygons."""

import geopandas as gpd
from libpysal.graph import Graph

from core.errors import StudyError, named
from estimation.weights import STANDARDISATIONS, Weights, from_pairs


def queen_contiguity(
    shapes: gpd.GeoDataFrame, key: str, name: str, standardize: str, leave_out: list[str] = ()
) -> Weights:
    """Neighbours share at least one vertex of their polygons (libpysal); raw weight 1.

    `key` is the column that holds the unit keys; polygons of `leave_out` are not looked at. Raises StudyError for an
    unknown `key` or `standardize`, keys that are missing or stand twice, and shapes without geometry.
    """
    if key not in shapes:
        raise StudyError(
            f"the shapes of weights `{name}` have no column `{key}`; columns: {named(list(shapes.columns))}"
        )
    if standardize not in STANDARDISATIONS:
        allowed = ", ".join(f"`{kind}`" for kind in STANDARDISATIONS)
        raise StudyError(f"weights `{name}`: standardize `{standardize}` is unknown; allowed: {allowed}")
    if empty := int((shapes[key].isna() | shapes.geometry.isna() | shapes.geometry.is_empty).sum()):
        raise StudyError(f"the shapes of weights `{name}` have {empty} rows without key or geometry; delete these rows")
    shapes = shapes.set_index(shapes[key].astype(str)).sort_index()
    shapes = shapes[~shapes.index.isin(leave_out)]
    if shapes.index.has_duplicates:
        twice = named(shapes.index[shapes.index.duplicated()].unique())
        raise StudyError(f"the shapes of weights `{name}` have more than one row for {twice}; dissolve them by `{key}`")
    pairs = Graph.build_contiguity(shapes[[shapes.geometry.name]], rook=False).adjacency.reset_index()
    return from_pairs(pairs["focal"], pairs["neighbor"], pairs["weight"], name, standardize)
