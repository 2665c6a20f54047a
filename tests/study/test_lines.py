"""The lines behind a result: its entry, and all that this is made of."""

import pytest

from core.documents import load_yaml, validate
from study.lines import lines_behind
from study.study import Study

TEXT = """title: Fields
unit: {key: field}
years: [2010, 2015]
panel:
  sources:
    - path: raw/land.csv
      columns:
        land: {header: land}

        # persons
        labour: {header: labour}
    - path: raw/output.csv
      columns: {value: {header: value}, smoke: {header: smoke}, law: {header: law}, other: {header: other}}
  variables:
    l_value: log(value)
    l_labour: log(labour)
    unused: log(other)
  interpolate: [{variables: [land], max_gap: 1}]
efficiency:
  inputs: [land]
  desirable: [value]
  undesirable: [smoke]
macros:
  size: l_labour
  controls: ..size
policies:
  law: {variable: law}
  early: {like: law, shift: -1}
matrices:
  queen: {kind: contiguity, shapes: raw/fields.geojson, key: field}
tables:
  baseline:
    title: Policy and value
    sample: year > 2010
    columns:
      value: l_value ~ law + ..controls | unit + year
      score: score ~ early | unit + year
  neighbours:
    title: Neighbours
    columns:
      value: {estimator: sar, matrix: queen, formula: l_value ~ law | unit + year}
placebo:
  chance:
    of: baseline.value
figures:
  draws: {kind: placebo, of: chance, caption: Chance.}
  path:
    kind: trend  # by year
    of: score
    caption: Path.
labels: {law: Law}
description: Fields of a square.
inference: {cluster: unit}
"""
ALWAYS = [2, 3]
LAND, LABOUR, OUTPUT = [6, 8], [6, 11], [12, 13]
CLEANING, SCORES = [18], [19, 20, 21, 22]
LAW = [*OUTPUT, 27, 51]
VALUE = [*LABOUR, *OUTPUT, 15, 16, *CLEANING, 24, 25, *LAW]


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    path = tmp_path_factory.mktemp("study") / "fields.yaml"
    path.write_text(TEXT, encoding="utf-8")
    document = load_yaml(path)
    study = validate(document, Study, path)
    return lambda result: lines_behind(study, document, TEXT, result)


@pytest.mark.parametrize(
    ("result", "numbers"),
    [
        ("figures/path.png", [*LAND, *OUTPUT, *CLEANING, *SCORES, 47, 48, 49, 50]),
        ("figures/draws.pdf", [*VALUE, 34, 36, 43, 44, 46, 53]),
        ("tables/baseline.tex", [*LAND, *VALUE, *SCORES, 28, 32, 33, 34, 35, 36, 37, 53]),
        ("estimates/fit_spatial/neighbours.csv", [*OUTPUT, 15, *CLEANING, *LAW, 30, 38, 39, 40, 41, 53]),
        ("placebo/chance/baseline.value.csv", [*VALUE, 34, 36, 43, 44, 53]),
        ("spatial/matrices/queen.json", [30]),
        ("efficiency/scores.csv", [*LAND, *OUTPUT, *CLEANING, *SCORES]),
        ("panel/panel.csv", [*range(4, 19), 26, 27, 28]),
        ("report.html", range(1, 54)),
    ],
)
def test_the_lines_of_an_entry_and_of_what_it_is_made_of(behind, result, numbers):
    lines = behind(result)
    assert [number for number, _ in lines] == sorted({*ALWAYS, *numbers})
    assert all(TEXT.splitlines()[number - 1] == text for number, text in lines)
