"""Classes of values: where they end, and what they are called."""

import numpy as np
import pytest

from core.classes import classes_of, quantile_classes, text_classes
from core.errors import StudyError


def test_classes_are_fifths_so_that_outliers_do_not_make_all_else_pale():
    classes = classes_of([*map(float, range(1, 100)), 1e6])
    assert len(classes.names) == 5 and classes.names[-1] == "80.2 to 1,000,000"
    assert [classes.number(value) for value in (1.0, 20.8, 20.9, 99.0, 1e6)] == [0, 0, 1, 4, 4]


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ([0.301, 0.39, 0.4, 0.502, 0.67, 1.06], "0.670 to 1.060"),
        ([0.301, 0.39, 0.4, 0.502, 0.67, 2106], "0.67 to 2,106"),
    ],
)
def test_ends_of_classes_have_even_decimals_unless_one_is_large(values, last):
    assert classes_of(values).names[-1] == last


def test_few_distinct_values_have_a_class_each():
    classes = classes_of([0, 1, 1, 0])
    assert classes.names == ["0", "1"] and [classes.number(value) for value in (0, 1)] == [0, 1]


def test_ties_make_fewer_classes():
    classes = classes_of([1.0] * 50 + [2.0, 3.0, 4.0, 5.0, 6.0])
    assert classes.cuts == sorted(set(classes.cuts)) and classes.number(6.0) == len(classes.names) - 1
    assert classes.counts([1.0, 1.0, 6.0])[0] == 2 and sum(classes.counts([1.0, 1.0, 6.0])) == 3


@pytest.mark.parametrize("names", [[], ["low", "middle", "high"]])
def test_a_cut_belongs_to_the_class_above_it(names):
    classes = classes_of([9.0], {"cuts": [0.5, 1.0], "names": names})
    assert [classes.number(value) for value in (-3.0, 0.499, 0.5, 0.99, 1.0, 7.0)] == [0, 0, 1, 1, 2, 2]
    assert classes.names == (names or ["< 0.5", "0.5 to < 1", "≥ 1"])


def test_each_value_may_be_its_own_class_while_shades_can_be_told_apart():
    years = [float(year) for year in range(2012, 2020)]
    classes = classes_of(years * 2, "values")
    assert [classes.number(year) for year in years] == list(range(8)) and classes.names[0] == "2012"
    with pytest.raises(StudyError, match="classes of 9 values, and a map shows 8 at most; leave `classes` out"):
        classes_of([*years, 2020.0], "values")


@pytest.mark.parametrize(
    ("values", "names"), [([2014, 0, 2016, 0], ["never", "2014", "2016"]), ([2014, 2016], ["2014", "2016"])]
)
def test_cohorts_are_called_by_their_year_and_units_without_one_come_first(values, names):
    classes = classes_of(values, "cohorts")
    assert (classes.names, classes.counts(values)) == (names, [values.count(year) for year in sorted(set(values))])


@pytest.mark.parametrize("number", [2, 4, 7])
def test_quantiles_are_those_of_numpy_and_closed_on_the_right(number):
    values = np.random.default_rng(number).lognormal(size=201)
    classes = quantile_classes(values.tolist(), number)
    cuts = np.quantile(values, np.arange(1, number) / number)
    assert classes.cuts == pytest.approx(cuts, rel=1e-14)
    assert [classes.number(value) for value in values] == np.digitize(values, classes.cuts, right=True).tolist()
    assert max(counts := classes.counts(values.tolist())) - min(counts) <= 1


def test_texts_are_numbered_in_their_order_and_no_more_than_can_be_told_apart():
    classes = text_classes(["up", "down", "mid", "up"])
    assert [classes.names[classes.number(value)] for value in range(3)] == ["down", "mid", "up"]
    assert classes.counts([2, 0, 1, 2]) == [1, 1, 2]
    with pytest.raises(StudyError, match="9 texts are more classes than a map shows, 8 at most"):
        text_classes(list("abcdefghi"))
