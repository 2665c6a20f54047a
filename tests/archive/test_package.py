"""A package has the same bytes for the same files, in their places."""

import io
import zipfile

import pytest

from archive.package import member, results_of, zipped

SIGNED = ["panel/panel.csv", "efficiency/scores.csv", "estimates/fit_ols/baseline.csv", "tables/baseline.tex"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("results/fields/tables/one.tex", "published/fields/tables/one.tex"),
        ("raw/land.csv", "raw/land.csv"),
        ("../workflow/resources/cities.csv", "resources/cities.csv"),
    ],
)
def test_a_file_has_one_place(path, name):
    assert member(path) == name


def test_what_has_rows_of_units_stays_behind_with_withheld_data():
    assert results_of("results/f", SIGNED, []) == [f"results/f/{name}" for name in [*SIGNED, "manifest.json"]]
    kept = results_of("results/f", SIGNED, ["raw/land.csv"])
    assert kept == [f"results/f/{name}" for name in [*SIGNED[2:], "manifest.json"]]


def test_equal_files_give_equal_bytes_in_any_order():
    one = zipped({"b": b"2", "a/c": b"1"})
    assert one == zipped({"a/c": b"1", "b": b"2"})
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        entries = archive.infolist()
        assert [(entry.filename, archive.read(entry)) for entry in entries] == [("a/c", b"1"), ("b", b"2")]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
