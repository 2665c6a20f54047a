"""A map is read whole, or refused by name."""

import json

import pytest

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
    assert read_shapes(tmp_path / "map.geojson")["key"].tolist() == ["u0", "u1"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read as GeoJSON"),
        ("[" * 1_000_000, "cannot be read as GeoJSON"),
        (geojson(polygon(RING))[:-40], "cannot be read as GeoJSON"),
        (geojson(), "holds no polygon"),
        (geojson(polygon(RING), None), "1 of 2 features are no closed polygons: number 2 in the file"),
        (geojson(polygon(RING[:-1])), "1 of 1 features are no closed polygons: number 1"),
        (geojson({"type": "Point", "coordinates": [0, 0]}), "1 of 1 features are no closed polygons: number 1"),
    ],
)
def test_a_file_that_is_no_map_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "map.geojson"
    path.write_text(content)
    with pytest.raises(StudyError, match=said) as error:
        read_shapes(path)
    assert str(error.value).startswith(f"{path}: ")


def test_lines_are_no_polygons(tmp_path):
    (tmp_path / "sea.geojson").write_text(geojson({"type": "LineString", "coordinates": RING}))
    (tmp_path / "land.geojson").write_text(geojson(polygon(RING)))
    assert read_lines(tmp_path / "sea.geojson").geometry[0].length == pytest.approx(2 + 2**0.5)
    with pytest.raises(StudyError, match=r"land\.geojson: 1 of 1 features are no lines: number 1 in the file"):
        read_lines(tmp_path / "land.geojson")
