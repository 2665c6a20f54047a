"""Findings that an author has answered: counted apart with their reasons, and rows that do nothing are said."""

import pytest

from core.errors import StudyError
from manuscript.silence import silence
from referee.findings import Finding

FOUND = [Finding("stars_rule", "E", f"Table 3, AI, column ({at})", "Wrong.") for at in (1, 2)]
CHECKS = {"stars_rule", "contradicted"}


@pytest.fixture
def silenced(tmp_path):
    """What is kept and what is silenced by a file with these lines."""

    def by(*lines, header="check,where,reason"):
        (tmp_path / "draft.silenced.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
        return silence(str(tmp_path / "draft.docx"), FOUND, CHECKS)

    return by


def test_a_row_silences_a_finding_and_its_reason_is_kept(silenced):
    kept, quiet = silenced('stars_rule,"Table 3, AI, column (2)",The wild bootstrap.')
    assert kept == FOUND[:1]
    assert [(one.finding, one.reason) for one in quiet] == [(FOUND[1], "The wild bootstrap.")]


def test_a_place_silences_all_that_it_holds(silenced):
    assert silenced("stars_rule,Table 3,The wild bootstrap.")[0] == []
    kept, quiet = silenced("stars_rule,Table 33,The wild bootstrap.")
    assert quiet == [] and kept[:2] == FOUND


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("star_rule,Table 3,Why not.", "did you mean `stars_rule`?"),
        ("stars_rule,Table 3,", "The reason is empty"),
        ("contradicted,Table 3,Why not.", "Delete the row"),
        ("stars_rule,,Why not.", "Delete the row"),
    ],
    ids=["no such check", "no reason", "no such finding", "no place"],
)
def test_a_row_that_silences_nothing_is_a_finding(silenced, row, said):
    kept, quiet = silenced(row)
    assert kept[:2] == FOUND and quiet == []
    assert (kept[2].check, kept[2].where) == ("silence", "draft.silenced.csv, line 2") and said in kept[2].message


def test_without_the_file_all_findings_count(tmp_path):
    assert silence(str(tmp_path / "draft.docx"), FOUND, CHECKS) == (FOUND, [])


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("check,place,reason", "a,b,c", "expected `check,where,reason`"),
        ("check,where,reason", "a,b", "line 2: 2 cells"),
    ],
)
def test_another_file_is_refused(silenced, header, row, said):
    with pytest.raises(StudyError, match=said):
        silenced(row, header=header)
