"""Spatial weights: told apart by their kind, their files looked up."""

import pytest


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{kind: contiguty, shapes: a, key: b}", "contiguty'; "),
        ("{shapes: a, key: b}", "key `matrices.w.kind` is missing"),
        ("{kind: contiguity, key: b}", "those of `shapes` with a `key`, or those of `pairs`"),
        ("{kind: contiguity, shapes: ../a, key: b}", "is not a path below the folder of the run"),
        ("{kind: contiguity, shapes: a, key: b, standardise: row}", "did you mean `standardize`?"),
        ("{kind: contiguity, shapes: a, key: b, standardize: rows}", "allowed: 'row', 'max_eigenvalue'"),
        ("{kind: contiguity, shapes: a, key: b, pairs: c}", "give one of the two"),
        ("{kind: contiguity, shapes: a}", "names the property of `shapes` that holds the unit key"),
        ("{kind: contiguity, pairs: a, islands: bridge}", "`islands: bridge` and `bridges` go together"),
        ("{kind: contiguity, pairs: a, points: b}", "`islands: nearest` and `points` go together"),
        ("{kind: distance, points: a, islands: bridge}", "allowed: 'refuse' or 'keep'"),
        ("{kind: distance, points: a, exponent: 0}", "greater than 0"),
        ("{kind: knn, points: a}", "key `matrices.w.neighbours` is missing"),
        ("{kind: economic, variable: rian}", "no variable of the panel is `rian`; did you mean `rain`?"),
        ("{kind: economic, variable: score}", "no variable of the panel is `score`"),
        ("{kind: product, points: a, variable: rain, year: 1066}", "1066 is not in the `years` 2010 to 2019"),
        ("{kind: share, points: a, variable: rain, side: receiver}", "`standardize: row` divides it out"),
        ("{kind: nested, of: [a, w]}", "there is no matrix above it `a`"),
        ("{kind: nested, of: [a, b], standardize: none}", "needs a `standardize` that is not `none`"),
        ("{kind: nested, of: [a, b], share: 1}", "less than 1"),
    ],
)
def test_each_fault_has_its_message(smallest, said, entry, words):
    lines = said(smallest(f"matrices: {{w: {entry}}}\n"))
    assert any(words in line for line in lines), lines


def test_shapes_that_do_not_exist_are_named(smallest, said):
    lines = said(smallest("matrices: {w: {kind: contiguity, shapes: raw/f.geojson, key: b}}\n"), ["raw/f.geojson"])
    assert [line.split(": ", 1)[1] for line in lines] == [
        "`matrices.w.shapes`: the file raw/f.geojson does not exist; correct the path, or put the file there"
    ]


def test_one_unit_that_is_left_out_needs_no_brackets(smallest, read):
    study = read(smallest("matrices: {w: {kind: contiguity, shapes: raw/f.geojson, key: b, leave_out: f17}}\n"))
    assert study.matrices["w"].leave_out == ["f17"]
