"""Polygons of units, and lines of a map, read from a GeoJSON file."""

import json
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from core.errors import StudyError, named

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
LARGEST = 2**28  # bytes: 3,000 counties to some metres
DEGREES = "EPSG:4326"  # longitude and latitude, of files that do not say otherwise (RFC 7946)
AUTHORITIES = {"EPSG", "ESRI"}


@dataclass(frozen=True)
class Shapes:
    """Geometries with their properties.

    geometry : (n,) shapely geometries in two dimensions
    properties : (n,) of each geometry, by name
    crs : the coordinates of the geometries, as ``EPSG:4490``
    """

    geometry: np.ndarray
    properties: list[dict]
    crs: str = DEGREES

    @property
    def names(self) -> list[str]:
        """Names of all properties, in the order of the file."""
        return list(dict.fromkeys(name for own in self.properties for name in own))

    def texts(self, name: str) -> list[str | None]:
        """(n,) a property as text; None where it is missing, or no text or number."""
        values = [own.get(name) for own in self.properties]
        return [str(value) if isinstance(value, str | int | float) and value == value else None for value in values]


def read_shapes(path: str | Path) -> Shapes:
    """The polygons and properties of a GeoJSON file; StudyError naming it where it is none, too large, or has a
    feature that is no polygon."""
    return _read(path, POLYGONS, "polygon", "closed polygons", "with a polygon for each unit")


def read_lines(path: str | Path) -> Shapes:
    """The lines of a GeoJSON file; StudyError in the same cases."""
    return _read(path, LINES, "line", "lines", "with its lines")


def _read(path: str | Path, kinds: tuple[str, ...], one: str, many: str, whole: str) -> Shapes:
    if (size := Path(path).stat().st_size) > LARGEST:
        raise StudyError(f"{path}: has {size:,d} bytes; a map has at most {LARGEST:,d}. Simplify its {one}s")
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"), object_hook=partial(_geometry, kinds))
        features = _features(content)
        properties = [*map(_properties, features)]
        json.dumps(properties, ensure_ascii=False, default=str).encode("utf-8")  # refuses halves of characters
    except (ValueError, RecursionError):
        raise StudyError(f"{path}: cannot be read as GeoJSON; export it again, {whole}") from None
    if not features:
        raise StudyError(f"{path}: holds no {one}")
    found = [feature.get("geometry") for feature in features]
    geometry = np.array([each if isinstance(each, shapely.Geometry) else None for each in found], dtype=object)
    if lost := (np.flatnonzero(shapely.is_missing(geometry) | shapely.is_empty(geometry)) + 1).tolist():
        raise StudyError(
            f"{path}: {len(lost)} of {len(features)} features are no {many}: number {named(lost)} in the file; "
            "correct or delete them"
        )
    return Shapes(geometry, properties, _crs(content))


def _geometry(kinds: tuple[str, ...], found: dict) -> dict | shapely.Geometry | None:
    """An object of a document as a geometry, if it is one of these kinds: None where it cannot be, as GEOS closes no
    ring. It is made as soon as it is read, for lists of numbers take much more room."""
    match found:
        case {"type": kind, "coordinates": coordinates} if kind in kinds:
            text = json.dumps({"type": kind, "coordinates": coordinates})
            with np.errstate(over="ignore"):  # a number too large makes no geometry
                return shapely.force_2d(shapely.from_geojson(text, on_invalid="ignore"))
    return found


def _features(content: object) -> list[dict]:
    """The features of a document, which may be one feature, or one geometry; ValueError where it is no GeoJSON."""
    match content:
        case {"type": "FeatureCollection", "features": [*features]}:
            return [feature if isinstance(feature, dict) else {} for feature in features]
        case {"type": "Feature"}:
            return [content]
        case shapely.Geometry() | {"type": "GeometryCollection"} | {"type": _, "coordinates": _}:
            return [{"geometry": content}]
    raise ValueError("no GeoJSON")


def _properties(feature: dict) -> dict:
    """The properties of a feature, and its `id` unless a property has that name."""
    own = feature.get("properties")
    return ({"id": feature["id"]} if "id" in feature else {}) | (own if isinstance(own, dict) else {})


def _crs(content: dict) -> str:
    """What older files say of their coordinates, as ``urn:ogc:def:crs:EPSG::4490``; a name with no code is none."""
    match content:
        case {"crs": {"properties": {"name": str(name)}}}:
            parts = re.findall(r"\w+", name.upper())
            if authority := AUTHORITIES & {*parts}:
                return f"{min(authority)}:{parts[-1]}"
    return DEGREES
