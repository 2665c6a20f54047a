"""A result that was changed since its job wrote it is refused, by name."""

import pytest

from core.digests import record, refuse_changed
from core.errors import StudyError

PATH = "results/fields/panel/panel.csv"


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / PATH
    path.parent.mkdir(parents=True)
    path.write_text("unit,year\n")
    record([PATH, "raw/land.csv"])
    return path


def test_what_a_job_wrote_is_accepted(written):
    refuse_changed([PATH, "raw/land.csv", "results/fields/absent.csv"])


def test_an_edited_result_is_refused(written):
    written.write_text("unit,year\na,2000\n")
    with pytest.raises(StudyError, match=f"changed since the workflow made it: {PATH}"):
        refuse_changed([PATH])


def test_a_result_without_record_and_a_link_are_taken_as_they_are(written, tmp_path):
    (tmp_path / "results/other.csv").write_text("x\n")
    written.rename(tmp_path / "cached.csv")
    (tmp_path / "cached.csv").write_text("y\n")
    written.symlink_to(tmp_path / "cached.csv")
    refuse_changed(["results/other.csv", PATH])
