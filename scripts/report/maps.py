"""Polygons of the units with their scores."""

import geopandas as gpd
import pandas as pd

from core.errors import StudyError, named, nearest


def with_scores(shapes: gpd.GeoDataFrame, key: str, scores: pd.DataFrame, year: int) -> tuple[gpd.GeoDataFrame, str]:
    """One polygon a unit with its `score` of `year`, NaN without one; and a sentence on what the map does not show.

    Raises StudyError for a property that the shapes lack, a unit with two polygons, a year without scores, and
    polygons none of which belongs to a unit.
    """
    if key not in shapes:
        known = [str(name) for name in shapes.columns if name != "geometry"]
        raise StudyError(f"the shapes have no property `{key}`; {nearest(key, known)}")
    shapes = shapes.assign(unit=shapes[key].astype(str)).sort_values("unit", ignore_index=True)
    if (twice := shapes["unit"].duplicated()).any():
        raise StudyError(f"units {named(sorted(set(shapes['unit'][twice])))} have several polygons; join them")
    own = scores[scores["year"] == year].set_index("unit")["score"]
    if own.notna().sum() == 0:
        raise StudyError(
            f"no unit has a score in {year}; scores reach from {scores['year'].min()} to {scores['year'].max()}"
        )
    outside = sorted(set(own.index) - set(shapes["unit"]))
    if len(outside) == len(own):
        raise StudyError(
            f"none of {len(own)} units is among the values of `{key}`, such as {named(list(shapes['unit'][:3]))}"
        )
    shapes["score"] = shapes["unit"].map(own)
    blank = shapes.loc[shapes["score"].isna(), "unit"]
    parts = [f"Without a polygon: {named(outside)}."] if outside else []
    parts += [f"Hatched, without a score: {named(list(blank))}."] if len(blank) else []
    return shapes, " ".join(parts)
