"""Maps: what they show, in which classes, and why one cannot be drawn."""

import geopandas
import pytest

from core.errors import StudyError
from report.maps import classes_of, with_values
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


def test_classes_are_fifths_so_that_outliers_do_not_make_all_else_pale():
    classes = classes_of([*map(float, range(1, 100)), 1e6])
    assert len(classes.bounds) == 5 and classes.names[-1] == "80.2 to 1,000,000"
    assert [classes.number(value) for value in (1.0, 20.8, 20.9, 99.0, 1e6)] == [0, 0, 1, 4, 4]


def test_few_distinct_values_have_a_class_each():
    classes = classes_of([0, 1, 1, 0])
    assert classes.names == ["0", "1"] and [classes.number(value) for value in (0, 1)] == [0, 1]


def test_ties_make_fewer_classes():
    classes = classes_of([1.0] * 50 + [2.0, 3.0, 4.0, 5.0, 6.0])
    assert classes.bounds == sorted(set(classes.bounds)) and classes.number(6.0) == len(classes.bounds) - 1
