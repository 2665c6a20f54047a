"""Maps: what they show, and why one cannot be drawn."""

import itertools
import math
import warnings
from pathlib import Path

import geopandas
import pandas as pd
import pytest
import shapely

from core.errors import StudyError
from core.shapes import read_lines, read_shapes
from report.maps import Ground, equal_area, sheet_of, with_corner, with_values
from report.observed import observed


@pytest.fixture
def shapes(home):
    return geopandas.read_file(home / "shapes.geojson")


@pytest.fixture
def scores(study):
    return observed(study.tables["efficiency/scores.csv"], "score")


def test_a_map_names_what_it_does_not_show(shapes, scores):
    drawn, note = with_values(shapes, "code", scores, [2003])
    assert note == "Without a polygon: f. Hatched, without a value: z."
    expected = {"a": 1.2, **dict.fromkeys("bcde", 0.55), "z": float("nan")}
    assert drawn.set_index("unit")[2003].to_dict() == pytest.approx(expected, nan_ok=True)


def test_polygons_beyond_those_with_a_value_are_left_out(shapes, scores):
    far = shapes[shapes["code"] == "z"].assign(code="far", geometry=shapes.geometry.translate(xoff=50))
    drawn, note = with_values(pd.concat([shapes, far]), "code", scores, [2003])
    assert "far" not in set(drawn["unit"])
    assert note == "Without a polygon: f. Hatched, without a value: z."
    values = scores | {("far", 2000): 1.0}
    assert "far" in set(with_values(pd.concat([shapes, far]), "code", values, [2000, 2003])[0]["unit"])


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
    with pytest.raises(StudyError, match="units a have several polygons"):
        with_values(shapes.assign(code="a"), "code", scores, [2003])


def box(west, south, east, north):
    return shapely.segmentize(shapely.box(west, south, east, north), 0.1)


def geographic(*boxes):
    return geopandas.GeoDataFrame(geometry=[box(*edges) for edges in boxes], crs="EPSG:4326")


def projected(shapes):
    return shapes.to_crs(equal_area(shapes))


@pytest.mark.parametrize("south", [18.0, 30.0, -45.0, -20.0])
def test_areas_on_the_map_are_those_on_the_ground(south):
    """A cell of d degrees has the area R² d (sin north − sin south): of the authalic sphere, hence a tolerance of 1 %
    for the ellipsoid."""
    steps = (0, 10, 20, 30)
    drawn = projected(geographic(*((80 + step, south + step, 90 + step, south + step + 10) for step in steps)))
    sines = [math.sin(math.radians(south + step)) for step in (*steps, 40)]
    ground = [6_371_007.2**2 * math.radians(10) * (north - low) for low, north in itertools.pairwise(sines)]
    assert list(drawn.area) == pytest.approx(ground, rel=0.01)


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((73, 18, 135, 54), "+proj=aea +lat_1=24.000000 +lat_2=48.000000 +lat_0=36.000000 +lon_0=104.000000"),
        ((10, -12, 30, 12), "+proj=cea +lat_ts=8.000000 +lon_0=20.000000"),
    ],
)
def test_parallels_stand_at_one_and_five_sixths_of_the_latitudes(edges, said):
    with warnings.catch_warnings(action="ignore"):  # that the short form of a projection is not its whole
        drawn = parameters(projected(geographic(edges)).crs.to_proj4())
    assert parameters(said).items() <= drawn.items()


def parameters(said):
    """The parameters of a projection, numbers as numbers."""
    pairs = [part.removeprefix("+").split("=") for part in said.split() if "=" in part]
    return {key: float(value) if value[0].isdigit() else value for key, value in pairs}


def test_lands_across_the_180th_meridian_are_drawn_about_their_own_middle():
    drawn = projected(geographic((170, 50, 180, 60), (-180, 50, -150, 60)))
    left, _, right, _ = drawn.total_bounds
    assert right - left == pytest.approx(2.6e6, rel=0.2), "40 degrees at 55 degrees north, not 330"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", None])
def test_what_is_in_metres_is_drawn_as_it_is(crs):
    shapes = geopandas.GeoDataFrame(geometry=[shapely.box(500_000, 4_000_000, 600_000, 4_100_000)], crs=crs)
    assert equal_area(shapes) is None
    assert sheet_of(shapes.assign(**{"2003": 1.0}), ["2003"], Ground()).frame == (5e5, 4e6, 6e5, 4.1e6)


SQUARES = geopandas.GeoDataFrame({"code": list("ab")}, geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)])


def on(**ground):
    """The sheet of two squares of which the first has a value, in metres as they are."""
    return sheet_of(SQUARES.assign(**{"2003": [1.0, math.nan]}), ["2003"], Ground(**ground))


def test_a_map_ends_around_the_units_or_where_its_box_cuts_polygons_and_lines():
    lines = geopandas.GeoDataFrame(geometry=[shapely.LineString([(2, -8), (2, -2)])])
    assert on().frame == (0, 0, 10, 10)
    assert on(box=(5, -5, 15, 8)).frame == (5, 0, 15, 8)
    assert on(box=(-9, -5, 15, 8), lines=lines).frame == (0, -5, 15, 8)


def test_edges_that_two_polygons_of_the_outline_share_are_drawn_once_and_the_border_goes_around_both():
    sheet = on(outline=SQUARES)
    assert sheet.outline.length.sum() == 70 and sheet.lines.length.sum() == 60


@pytest.mark.parametrize("key", ["box", "inset"])
def test_a_box_in_which_nothing_lies_is_named(key):
    with pytest.raises(
        StudyError, match=rf"nothing lies in the `{key}` \[50, 0, 60, 5\]; .* over \[0.0, 0.0, 20.0, 10.0\]"
    ):
        on(**{key: (50, 0, 60, 5)})


@pytest.mark.parametrize(("east", "right"), [(50, 100), (99, 115), (80, 100)])
def test_an_inset_hides_no_land_and_a_map_grows_only_where_it_would(east, right):
    """The inset is 15 wide and 30 high, and stays 1 away from land below that height; above, land may reach to 100."""
    land = geopandas.GeoSeries([shapely.box(0, 0, east, 20), shapely.box(0, 40, 100, 60)])
    frame, part, corner = with_corner((0, 0, 100, 60), (0, -20, 10, 0), land)
    assert (frame, part) == ((0, 0, right, 60), (0, -20, 10, 0))
    assert corner == (right - 15, 0, right, 30) and corner[0] >= east + 1


def test_the_country_is_whole_and_its_islands_at_sea_are_in_the_inset():
    """Every polygon of the shipped outline lies in the map or in its inset, as do the ten dashes of the line at sea."""
    resources = Path(__file__).parents[2] / "resources"
    outline, lines = read_shapes(resources / "prefectures.geojson"), read_lines(resources / "maritime_lines.geojson")
    box, inset = shapely.box(73, 18, 136, 54), shapely.box(105, 2, 124, 25)
    land = outline.geometry.explode()
    assert (land.within(box) | land.within(inset)).all() and len(outline) == 370
    dashes = lines.geometry.explode()
    assert (dashes.within(box) | dashes.within(inset)).all() and len(dashes) == 10
