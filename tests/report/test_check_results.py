"""The checks, from files: a run with a fault fails, and says every fault."""

import pytest

from core.errors import StudyError
from core.files import read_rows, write_rows
from report.check_results import check_results

YEARS = [2000, 2003]


def files(home):
    return sorted(str(path) for path in home.rglob("*") if path.suffix in (".csv", ".json"))


def test_every_file_is_checked(home, twice):
    made = twice(check_results, {"results": files(home)}, {"checks": "checks.csv"}, home=str(home), years=YEARS)
    checks = read_rows(made["checks"])
    assert list(checks[0]) == ["check", "file", "rows", "verdict"]
    assert {one["verdict"] for one in checks} == {"passed"}
    assert {"panel/panel.csv", "demo/own.csv", "efficiency/run.json"} <= {one["file"] for one in checks}


def test_a_run_fails_with_every_fault(home, study):
    path = home / "efficiency/scores.csv"
    rows = [row | {"score": -1.0, "stage": "sbm", "sbm": -1.0} for row in study.tables["efficiency/scores.csv"]]
    write_rows(path, rows, list(rows[0]))
    with pytest.raises(StudyError, match=r"(?s)24 solved without a positive score.*efficient 4 but scores have 0"):
        check_results(files(home), home / "checks.csv", str(home), YEARS)
    assert not (home / "checks.csv").exists()


@pytest.mark.parametrize("content", [b"", b"a,b\n1\n", "a\n城\n".encode("gb18030")])
def test_a_file_of_an_unknown_kind_must_be_a_rectangle(home, content):
    (home / "demo/own.csv").write_bytes(content)
    with pytest.raises(StudyError, match=r"demo/own\.csv: rectangle: no rectangle with a header"):
        check_results(files(home), home / "checks.csv", str(home), YEARS)
