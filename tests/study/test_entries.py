"""Where the results of a study lie, and what entries may ask of the rest of it."""

import pytest

from study.entries import Places

MORE = """\
      labelled: {formula: grain ~ zone | unit, label: Harvest}
  mixed:
    title: m
    formula: grain ~ zone | unit
    columns: {a: {estimator: event_study, window: [-1, 1]}, b: {}}
placebo: {chance: {of: [baseline.zone, mixed.b]}}
labels: {score: Efficiency}
"""


@pytest.fixture
def places(smallest, read):
    return Places("fields", read(smallest(MORE)), 7, 500, 2, 3)


def test_scores_are_a_file_only_where_they_are_used(places):
    assert places.scores(["grain", "score"]) == ["results/fields/efficiency/scores.csv"]
    assert places.scores(["grain"]) == []


def test_pairs_of_columns_are_each_named_once(places):
    csv, json = places.pairs(["mixed.b", "baseline.zone", "baseline.rain", "mixed.a"])
    assert csv == [
        "results/fields/estimates/fit_ols/mixed.csv",
        "results/fields/estimates/fit_ols/baseline.csv",
        "results/fields/estimates/fit_event_study/mixed.csv",
    ]
    assert json == [path.replace(".csv", ".json") for path in csv]


def test_files_of_a_placebo_are_those_of_its_columns(places):
    assert places.placebo("chance", "density.csv") == [
        "results/fields/placebo/chance/baseline.zone.density.csv",
        "results/fields/placebo/chance/mixed.b.density.csv",
    ]


@pytest.mark.parametrize(
    ("address", "words"),
    [("baseline.zone", "Efficiency"), ("baseline.labelled", "Harvest"), ("mixed.b", "grain")],
)
def test_a_column_is_called_by_its_label_or_that_of_its_outcome(places, address, words):
    assert places.words(address) == words
