"""Maps: what they show, and why one cannot be drawn."""

import itertools
import math
import warnings
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import CRS

from core.errors import StudyError
from core.shapes import Shapes, read_lines, read_shapes
from report.maps import Ground, Units, border_around, ends, sheet_of, with_corner, with_room, with_values
from report.observed import observed
from report.projection import equal_area, projection


@pytest.fixture
def shapes(home):
    return read_shapes(home / "shapes.geojson")


@pytest.fixture
def scores(study):
    return observed(study.tables["efficiency/scores.csv"], "score")


def test_a_map_names_what_it_does_not_show(shapes, scores):
    drawn, note = with_values(shapes, "code", scores, [2003])
    assert note == "Without a polygon: f. Hatched, without a value: z."
    expected = {"a": 1.2, **dict.fromkeys("bcde", 0.55), "z": float("nan")}
    assert dict(zip(drawn.names, drawn.values[2003].tolist(), strict=True)) == pytest.approx(expected, nan_ok=True)


def test_polygons_beyond_those_with_a_value_are_left_out(shapes, scores):
    far = shapely.transform(shapes.geometry[-1:], lambda x, y: (x + 50, y), interleaved=False)
    both = Shapes(np.concatenate([shapes.geometry, far]), [*shapes.properties, {"code": "far"}])
    drawn, note = with_values(both, "code", scores, [2003])
    assert "far" not in drawn.names
    assert note == "Without a polygon: f. Hatched, without a value: z."
    values = scores | {("far", 2000): 1.0}
    assert "far" in with_values(both, "code", values, [2000, 2003])[0].names


def test_years_that_differ_in_what_they_lack_are_told_apart(shapes, scores):
    _, note = with_values(shapes, "code", scores | {("b", 2000): None}, [2000, 2003])
    assert note.endswith("Hatched, without a value in 2000: b, z. Hatched, without a value in 2003: z.")


@pytest.mark.parametrize(
    ("key", "year", "units", "said"),
    [
        ("cod", 2003, "abcdef", "did you mean `code`"),
        ("code", 1999, "abcdef", "no unit has a value in 1999; values reach from 2000 to 2003"),
        ("code", 2003, "q", "none of 1 units is among the values of `code`"),
    ],
)
def test_a_map_that_cannot_be_drawn_says_why(shapes, key, year, units, said):
    values = {(unit, at): 1.0 for unit in units for at in range(2000, 2004)}
    with pytest.raises(StudyError, match=said):
        with_values(shapes, key, values, [year])


def test_a_unit_with_two_polygons_is_refused(shapes, scores):
    twice = Shapes(shapes.geometry, [{"code": "a"} for _ in shapes.properties])
    with pytest.raises(StudyError, match="units a have several polygons"):
        with_values(twice, "code", scores, [2003])


def test_polygons_of_no_unit_are_refused_by_number(shapes, scores):
    unnamed = Shapes(shapes.geometry, [shapes.properties[0], {}, {"code": None}, *shapes.properties[3:]])
    with pytest.raises(StudyError, match=r"2 of 6 shapes have no value of `code`: number 2, 3 in the file"):
        with_values(unnamed, "code", scores, [2003])


def boxes(*edges):
    return shapely.segmentize(np.array([shapely.box(*each) for each in edges]), 0.1)


def projected(polygons, crs="EPSG:4326"):
    return projection(crs, equal_area(polygons, crs))(polygons)


@pytest.mark.parametrize("south", [18.0, 30.0, -45.0, -20.0])
def test_areas_on_the_map_are_those_on_the_ground(south):
    """A cell of d degrees has the area R² d (sin north − sin south): of the authalic sphere, hence a tolerance of 1 %
    for the ellipsoid."""
    steps = (0, 10, 20, 30)
    drawn = projected(boxes(*((80 + step, south + step, 90 + step, south + step + 10) for step in steps)))
    sines = [math.sin(math.radians(south + step)) for step in (*steps, 40)]
    ground = [6_371_007.2**2 * math.radians(10) * (north - low) for low, north in itertools.pairwise(sines)]
    assert shapely.area(drawn).tolist() == pytest.approx(ground, rel=0.01)


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((73, 18, 135, 54), "+proj=aea +lat_1=24.000000 +lat_2=48.000000 +lat_0=36.000000 +lon_0=104.000000"),
        ((10, -12, 30, 12), "+proj=cea +lat_ts=8.000000 +lon_0=20.000000"),
    ],
)
def test_parallels_stand_at_one_and_five_sixths_of_the_latitudes(edges, said):
    with warnings.catch_warnings(action="ignore"):  # that the short form of a projection is not its whole
        drawn = parameters(CRS(equal_area(boxes(edges), "EPSG:4326")).to_proj4())
    assert parameters(said).items() <= drawn.items()


def parameters(said):
    """The parameters of a projection, numbers as numbers."""
    pairs = [part.removeprefix("+").split("=") for part in said.split() if "=" in part]
    return {key: float(value) if value[0].isdigit() else value for key, value in pairs}


def test_lands_across_the_180th_meridian_are_drawn_about_their_own_middle():
    left, _, right, _ = ends(projected(boxes((170, 50, 180, 60), (-180, 50, -150, 60))))
    assert right - left == pytest.approx(2.6e6, rel=0.2), "40 degrees at 55 degrees north, not 330"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:4490"])
def test_what_is_in_metres_is_drawn_as_it_is(crs):
    field = np.array([shapely.box(500_000, 4_000_000, 600_000, 4_100_000)])
    assert equal_area(field, crs) is None
    assert sheet_of(Units(np.array(["a"]), field, {"2003": np.ones(1)}, crs)).frame == (5e5, 4e6, 6e5, 4.1e6)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4490", "EPSG:4267", "ESRI:102025"])
def test_geopandas_has_the_same_projection(crs):
    field, into = boxes((-100, 30, -99, 31)), "+proj=aea +lat_1=24 +lat_2=48 +lon_0=-104 +datum=WGS84 +units=m"
    there = geopandas.GeoSeries(field, crs=crs).to_crs(into)
    assert shapely.equals_exact(projection(crs, into)(field), there.to_numpy()).all()


def test_layers_in_other_coordinates_lie_where_they_belong():
    """Ten degrees of the equator are 1113194.9 m of the Mercator projection of the web."""
    shore = Shapes(np.array([shapely.box(0, 0, 1_113_194.9, 1_118_889.97)]), [{}], "EPSG:3857")
    units = Units(np.array(["a"]), np.array([shapely.box(0, 0, 10, 10)]), {2003: np.ones(1)})
    sheet = sheet_of(units, Ground(outline=shore))
    assert ends(sheet.outline) == pytest.approx(sheet.frame, abs=1)


def test_coordinates_that_nobody_knows_are_refused():
    with pytest.raises(StudyError, match="the coordinates `EPSG:999999` of a map are unknown"):
        equal_area(boxes((0, 0, 1, 1)), "EPSG:999999")


def test_layers_that_lie_nowhere_on_the_map_are_refused():
    metres = Shapes(np.array([shapely.box(5e5, 4e6, 6e5, 5e6)]), [{}])
    units = Units(np.array(["a"]), np.array([shapely.box(0, 0, 10, 10)]), {2003: np.ones(1)})
    with pytest.raises(StudyError, match=r"reach over \[500000.0, .* have no place on the map; give all its files"):
        sheet_of(units, Ground(outline=metres))


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (0, 5, 9, 5), (-1e308, 0, 1e308, 1), (0, 0, float("nan"), 1)])
def test_a_map_without_room_is_refused(box):
    with pytest.raises(StudyError, match="leaves no room for a drawing"):
        with_room(box)


def test_an_outline_that_crosses_itself_is_drawn_or_refused_by_number():
    bow, other = (shapely.Polygon([(x, 0), (x + 10, 10), (x + 10, 0), (x, 10)]) for x in (0, 5))
    assert border_around(np.array([bow])).length > 0
    with pytest.raises(StudyError, match="2 of 3 polygons of the `outline` cross themselves: number 2, 3 in the file"):
        border_around(np.array([shapely.box(30, 0, 40, 10), bow, other]))


SQUARES = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])


def on(**ground):
    """The sheet of two squares of which the first has a value, in metres as they are."""
    units = Units(np.array(["a", "b"]), SQUARES, {"2003": np.array([1.0, np.nan])}, "EPSG:3857")
    layers = {
        key: Shapes(np.array(value), [], "EPSG:3857") for key, value in ground.items() if key in ("outline", "lines")
    }
    return sheet_of(units, Ground(**ground | layers))


def test_a_map_ends_around_the_units_or_where_its_box_cuts_polygons_and_lines():
    lines = [shapely.LineString([(2, -8), (2, -2)])]
    assert on().frame == (0, 0, 10, 10)
    assert on(box=(5, -5, 15, 8)).frame == (5, 0, 15, 8)
    assert on(box=(-9, -5, 15, 8), lines=lines).frame == (0, -5, 15, 8)


def test_edges_that_two_polygons_of_the_outline_share_are_drawn_once_and_the_border_goes_around_both():
    sheet = on(outline=SQUARES)
    assert shapely.length(sheet.outline).sum() == 70 and shapely.length(sheet.lines).sum() == 60


@pytest.mark.parametrize("key", ["box", "inset"])
def test_a_box_in_which_nothing_lies_is_named(key):
    with pytest.raises(
        StudyError, match=rf"nothing lies in the `{key}` \[50, 0, 60, 5\]; .* over \[0.0, 0.0, 20.0, 10.0\]"
    ):
        on(**{key: (50, 0, 60, 5)})


@pytest.mark.parametrize(("east", "right"), [(50, 100), (99, 115), (80, 100)])
def test_an_inset_hides_no_land_and_a_map_grows_only_where_it_would(east, right):
    """The inset is 15 wide and 30 high, and stays 1 away from land below that height; above, land may reach to 100."""
    land = np.array([shapely.box(0, 0, east, 20), shapely.box(0, 40, 100, 60)])
    frame, part, corner = with_corner((0, 0, 100, 60), (0, -20, 10, 0), land)
    assert (frame, part) == ((0, 0, right, 60), (0, -20, 10, 0))
    assert corner == (right - 15, 0, right, 30) and corner[0] >= east + 1


def test_the_country_is_whole_and_its_islands_at_sea_are_in_the_inset():
    """Every polygon of the shipped outline lies in the map or in its inset, as do the ten dashes of the line at sea."""
    resources = Path(__file__).parents[2] / "resources"
    outline, lines = read_shapes(resources / "prefectures.geojson"), read_lines(resources / "maritime_lines.geojson")
    box, inset = shapely.box(73, 18, 136, 54), shapely.box(105, 2, 124, 25)
    land, dashes = shapely.get_parts(outline.geometry), shapely.get_parts(lines.geometry)
    for parts in (land, dashes):
        assert (shapely.within(parts, box) | shapely.within(parts, inset)).all()
    assert len(outline.geometry) == 370 and len(dashes) == 10
