"""Points of units: what is read, what is refused, and distances against a geodesic library and a published value."""

import numpy as np
import pytest
from pyproj import Geod

from core.errors import StudyError
from core.points import RADIUS, great_circle, read_points


@pytest.fixture
def written(tmp_path):
    def write(text, key="unit", encoding="utf-8"):
        (tmp_path / "points.csv").write_bytes(text.encode(encoding))
        return read_points(tmp_path / "points.csv", key)

    return write


def test_the_arc_between_two_cities():
    """Beijing to Shanghai; degrees taken as a plane would say 10.1."""
    arc = great_circle(np.array([[39.9, 116.4]]), np.array([[31.2, 121.5]]))
    np.testing.assert_allclose(arc, [[1071.286]], atol=5e-4)


def test_distances_are_those_of_geodesics_on_a_sphere():
    """pyproj solves for the geodesic; compared to a millimetre."""
    rng = np.random.default_rng(5)
    first = np.column_stack([rng.uniform(-90, 90, 40), rng.uniform(-180, 180, 40)])
    second = np.vstack([first[:10], first[:10] + 1e-4, [[90, 0], [-90, 0], [0, 180], [0, -180]]])
    pairs = [(a, b) for a in first for b in second]
    (latitude, longitude), (other, further) = np.array(pairs).transpose(1, 2, 0)
    metres = Geod(a=RADIUS * 1000, b=RADIUS * 1000).inv(longitude, latitude, further, other)[2]
    np.testing.assert_allclose(great_circle(first, second).ravel(), metres / 1000, atol=1e-6)


def test_names_of_columns_and_rows_without_a_point(written):
    points = written("name,unit,longitude,lat\n北京,01,116.4,39.9\nnowhere,02,,\n\n上海,3,121.5,31.2\n")
    np.testing.assert_array_equal(points.of(np.array(["3", "01"])), [[31.2, 121.5], [39.9, 116.4]])
    with pytest.raises(StudyError, match=r"points.csv: 2 of 3 units have no point: 02, 1\.\n .*`key`"):
        points.of(np.array(["01", "02", "1"]))


@pytest.mark.parametrize(
    ("text", "key", "encoding", "words"),
    [
        ("unit,lat,lon\na,1,2\n", "city", "utf-8", r"no column is called `city`, for the unit keys; allowed: `lat`"),
        (
            "unit,lat,x\na,1,2\n",
            "unit",
            "utf-8",
            "no column is called `lon` or `longitude`; its columns are unit, lat, x",
        ),
        ("unit,lat,lon\na,1,2\na,1,3\n", "unit", "utf-8", "units stand twice in `unit`: a"),
        ("unit,lat,lat,lon\na,1,1,2\n", "unit", "utf-8", "columns stand twice: lat"),
        ("unit,lat,lon\na,1,2\nb,116.4,39.9\n", "unit", "utf-8", "row 3, `lat`: '116.4'; expected degrees"),
        ("unit,lat,lon\na,1_0,2\n", "unit", "utf-8", "row 2, `lat`: '1_0'; expected degrees"),
        ("unit,lat,lon\na,1,2\nb,north,\n", "unit", "utf-8", "row 3, `lat`: 'north', row 3, `lon`: ''"),
        ("unit,lat,lon\na,1,2,3\n", "unit", "utf-8", "cannot be read as a table of points"),
        ('unit,lat,lon\n"a,1,2\n', "unit", "utf-8", "cannot be read as a table of points"),
        ("unit,lat,lon\n\na,1\n", "unit", "utf-8", "row 3, `lon`: ''; expected degrees"),
        ("", "unit", "utf-8", "cannot be read as a table of points"),
        ("unit,lat,lon\n北京,1,2\n", "unit", "gb18030", "cannot be read as a table of points; save it as CSV in UTF-8"),
    ],
)
def test_a_file_that_says_no_points_is_refused(written, text, key, encoding, words):
    with pytest.raises(StudyError, match=words):
        written(text, key, encoding)
