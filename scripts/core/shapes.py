"""Polygons of units, and lines of a map, read from a file."""

from pathlib import Path

import geopandas as gpd

from core.errors import StudyError, named

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
LARGEST = 2**28  # bytes: 3,000 counties to some metres


def read_shapes(path: str | Path) -> gpd.GeoDataFrame:
    """The polygons and properties of a GeoJSON file; StudyError naming it where it is none, too large, or has a
    feature that is no polygon."""
    return _read(path, POLYGONS, "polygon", "closed polygons", "with a polygon for each unit")


def read_lines(path: str | Path) -> gpd.GeoDataFrame:
    """The lines of a GeoJSON file; StudyError in the same cases."""
    return _read(path, LINES, "line", "lines", "with its lines")


def _read(path: str | Path, kinds: tuple[str, ...], one: str, many: str, whole: str) -> gpd.GeoDataFrame:
    if (size := Path(path).stat().st_size) > LARGEST:
        raise StudyError(f"{path}: has {size:,d} bytes; a map has at most {LARGEST:,d}. Simplify its {one}s")
    try:
        # The format is named, as others may lead to further files; what is no geometry becomes none.
        shapes = gpd.read_file(f"GeoJSON:{path}", on_invalid="ignore")
    except (RuntimeError, ValueError):
        raise StudyError(f"{path}: cannot be read as GeoJSON; export it again, {whole}") from None
    if not isinstance(shapes, gpd.GeoDataFrame) or shapes.empty:
        raise StudyError(f"{path}: holds no {one}")
    if lost := [number for number, kind in enumerate(shapes.geom_type, 1) if kind not in kinds]:
        raise StudyError(
            f"{path}: {len(lost)} of {len(shapes)} features are no {many}: number {named(lost)} in the file; "
            "correct or delete them"
        )
    return shapes
