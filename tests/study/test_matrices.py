"""Spatial weights: told apart by their kind, their files looked up."""

import pytest


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{kind: contiguty, shapes: a, key: b}", "contiguty'; "),
        ("{shapes: a, key: b}", "key `matrices.w.kind` is missing"),
        ("{kind: contiguity, key: b}", "key `matrices.w.shapes` is missing"),
        ("{kind: contiguity, shapes: ../a, key: b}", "is not a path below the folder of the run"),
        ("{kind: contiguity, shapes: a, key: b, standardise: row}", "did you mean `standardize`?"),
        ("{kind: contiguity, shapes: a, key: b, standardize: rows}", "allowed: 'row'"),
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
