"""A map is read whole, or refused by name."""

import json
import tracemalloc
from pathlib import Path

import geopandas
import pytest
import shapely

from core.errors import StudyError
from core.shapes import read_lines, read_shapes

RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


def geojson(*geometries) -> str:
    features = [
        {"type": "Feature", "properties": {"key": f"u{number}"}, "geometry": geometry}
        for number, geometry in enumerate(geometries)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def polygon(ring) -> dict:
    return {"type": "Polygon", "coordinates": [ring]}


def test_polygons_come_with_their_properties(tmp_path):
    (tmp_path / "map.geojson").write_text(geojson(polygon(RING), polygon(RING)))
    assert read_shapes(tmp_path / "map.geojson").texts("key") == ["u0", "u1"]


def test_what_files_of_other_programs_hold_beside_is_read(tmp_path):
    """A mark of the order of bytes, heights, an id outside of the properties, NaN, and no properties at all."""
    high = polygon([[*corner, 7.5] for corner in RING])
    content = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": "AL", "properties": {"code": 1, "share": float("nan")}, "geometry": high},
            {"type": "Feature", "properties": None, "geometry": polygon(RING)},
        ],
    }
    (tmp_path / "map.geojson").write_text(json.dumps(content), encoding="utf-8-sig")
    shapes = read_shapes(tmp_path / "map.geojson")
    assert (
        shapely.equals_exact(shapes.geometry, shapely.Polygon(RING)).all() and not shapely.has_z(shapes.geometry).any()
    )
    assert shapes.names == ["id", "code", "share"]
    assert [shapes.texts(name) for name in shapes.names] == [["AL", None], ["1", None], [None, None]]


@pytest.mark.parametrize(("name", "read"), [("castle_states", read_shapes), ("maritime_lines", read_lines)])
def test_geopandas_reads_the_same_of_the_maps_that_ship(name, read):
    path = Path(__file__).parents[2] / "resources" / f"{name}.geojson"
    ours, theirs = read(path), geopandas.read_file(path)
    assert shapely.equals_exact(ours.geometry, theirs.geometry.to_numpy()).all()
    assert ours.properties == theirs.drop(columns="geometry").to_dict("records") and theirs.crs == ours.crs


@pytest.mark.parametrize("content", [polygon(RING), {"type": "Feature", "properties": {}, "geometry": polygon(RING)}])
def test_a_feature_or_a_geometry_alone_is_a_map(tmp_path, content):
    (tmp_path / "map.geojson").write_text(json.dumps(content))
    assert read_shapes(tmp_path / "map.geojson").geometry.tolist() == [shapely.Polygon(RING)]


@pytest.mark.parametrize(
    ("said", "crs"),
    [
        ({}, "EPSG:4326"),
        (None, "EPSG:4326"),
        (["EPSG:4490"], "EPSG:4326"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}, "EPSG:4326"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, "EPSG:4490"),
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG:6.9:4326"}}, "EPSG:4326"),
        ({"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/EPSG/0/32650"}}, "EPSG:32650"),
        ({"type": "name", "properties": {"name": "epsg:32650"}}, "EPSG:32650"),
        ({"type": "name", "properties": {"name": "+proj=utm +zone=50 +nadgrids=/etc/passwd"}}, "EPSG:4326"),
        ({"type": "name", "properties": {"name": 4490}}, "EPSG:4326"),
    ],
)
def test_coordinates_are_those_that_older_files_name(tmp_path, said, crs):
    content = json.loads(geojson(polygon(RING))) | {"crs": said}
    (tmp_path / "map.geojson").write_text(json.dumps(content))
    assert read_shapes(tmp_path / "map.geojson").crs == crs


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read as GeoJSON"),
        ("[" * 1_000_000, "cannot be read as GeoJSON"),
        (geojson(polygon(RING))[:-40], "cannot be read as GeoJSON"),
        ("// map\n" + geojson(polygon(RING)), "cannot be read as GeoJSON"),
        (geojson(polygon(RING)).replace("u0", "\\ud800"), "cannot be read as GeoJSON"),
        (geojson(polygon(RING)).replace("[1, 1]", f"[1, {'1' * 5000}]"), "cannot be read as GeoJSON"),
        (geojson(polygon(RING)).replace('"u0"', "[" * 2000 + "]" * 2000), "cannot be read as GeoJSON"),
        ('{"type": "Topology", "objects": {}}', "cannot be read as GeoJSON"),
        ('{"type": "FeatureCollection", "features": {}}', "cannot be read as GeoJSON"),
        ('{"type": "FeatureCollection", "features": [null, 3]}', "2 of 2 features are no closed polygons: number 1, 2"),
        (geojson(), "holds no polygon"),
        (geojson(polygon(RING), None), "1 of 2 features are no closed polygons: number 2 in the file"),
        (geojson(polygon(RING[:-1])), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon(RING) | {"type": "MultiPolygon"}), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon([])), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon([[0]] * 4)), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon([*RING[:2], [1, 10**400], [0, 0]])), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon([*RING[:2], [1, float("nan")], [0, 0]])), "1 of 1 features are no closed polygons: number 1"),
        (geojson(polygon([*RING[:2], ["1", 1], [0, 0]])), "1 of 1 features are no closed polygons: number 1"),
        (geojson([1], [1]), "2 of 2 features are no closed polygons: number 1, 2"),
        (geojson({"type": "Polygon"}), "1 of 1 features are no closed polygons: number 1"),
        (geojson({"type": ["Polygon"], "coordinates": [RING]}), "1 of 1 features are no closed polygons: number 1"),
        (
            geojson({"type": "GeometryCollection", "geometries": [polygon(RING)]}),
            "1 of 1 features are no closed polygons: number 1",
        ),
        (geojson({"type": "Point", "coordinates": [0, 0]}), "1 of 1 features are no closed polygons: number 1"),
    ],
)
def test_a_file_that_is_no_map_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "map.geojson"
    path.write_text(content)
    with pytest.raises(StudyError, match=said) as error:
        read_shapes(path)
    assert str(error.value).startswith(f"{path}: ")


def test_a_large_map_is_read_in_a_few_times_its_size(tmp_path):
    """All its numbers as lists of Python would take five times its size."""
    ring = [[number / 7, number / 11] for number in range(999)]
    (tmp_path / "map.geojson").write_text(geojson(*[polygon([*ring, ring[0]])] * 200))
    tracemalloc.start()
    read_shapes(tmp_path / "map.geojson")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * (tmp_path / "map.geojson").stat().st_size


def test_a_property_that_looks_like_a_geometry_is_no_key(tmp_path):
    feature = {"type": "Feature", "properties": {"key": polygon(RING)}, "geometry": polygon(RING)}
    (tmp_path / "map.geojson").write_text(json.dumps(feature))
    assert read_shapes(tmp_path / "map.geojson").texts("key") == [None]


def test_lines_are_no_polygons(tmp_path):
    (tmp_path / "sea.geojson").write_text(geojson({"type": "LineString", "coordinates": RING}))
    (tmp_path / "land.geojson").write_text(geojson(polygon(RING)))
    assert read_lines(tmp_path / "sea.geojson").geometry[0].length == pytest.approx(2 + 2**0.5)
    with pytest.raises(StudyError, match=r"land\.geojson: 1 of 1 features are no lines: number 1 in the file"):
        read_lines(tmp_path / "land.geojson")
