"""A result is used if a job of this folder wrote it as it is, or if it comes from Snakemake's cache."""

import os
from pathlib import Path

import pytest

from core.digests import CACHE, digests_of, record, recorded, refuse_changed, refuse_outdated, vouch
from core.errors import StudyError
from core.files import write_json

PATH = "results/fields/panel/panel.csv"
CHANGED, STRANGE = f"changed since the workflow made it: {PATH}", f"not made by the workflow.*: {PATH}"


@pytest.fixture
def result(tmp_path, monkeypatch):
    """A result that a job wrote."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(CACHE, raising=False)
    path = Path(PATH)
    path.parent.mkdir(parents=True)
    path.write_text("unit,year\n")
    record([PATH, "raw/land.csv"], {"job": "build_panel fields"})
    return path


@pytest.fixture
def cache(result, tmp_path, monkeypatch):
    """A function that makes the result a link to an entry of the cache, of a name and with a text."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv(CACHE, str(folder))

    def restored(name, text):
        (folder / name).write_text(text)
        result.unlink(missing_ok=True)
        result.symlink_to(folder / name)

    return restored


def check(*paths):
    refuse_changed(digests_of(paths))


def test_what_a_job_wrote_is_taken_and_so_are_files_that_no_job_makes(result):
    Path("raw").mkdir()
    Path("raw/land.csv").write_text("edited\n")
    check(PATH, "raw/land.csv", "results/fields/absent.csv")
    assert recorded(PATH)["job"] == "build_panel fields"
    assert recorded("raw/land.csv") is None


def edit(result):
    result.write_text("unit,year\na,2000\n")


def edit_and_date_back(result):
    edit(result)
    os.utime(result, (1, 1))


def cut(result):
    result.write_text("")


def lose_the_record(result):
    (Path("logs/digests") / f"{PATH}.json").unlink()


def cut_the_record(result):
    (Path("logs/digests") / f"{PATH}.json").write_text('{"sha256": ')


def copy_of_another_study(result):
    record(["results/other/panel/panel.csv"])
    lose_the_record(result)


def link_elsewhere(result):
    Path("elsewhere.csv").write_text("other\n")
    result.unlink()
    result.symlink_to(Path("elsewhere.csv").resolve())


def link_without_a_record(result):
    lose_the_record(result)
    link_elsewhere(result)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (edit, CHANGED),
        (edit_and_date_back, CHANGED),
        (cut, CHANGED),
        (link_elsewhere, CHANGED),
        (lose_the_record, STRANGE),
        (cut_the_record, STRANGE),
        (copy_of_another_study, STRANGE),
        (link_without_a_record, STRANGE),
    ],
)
def test_what_no_job_of_the_folder_wrote_is_refused(result, harm, said):
    harm(result)
    with pytest.raises(StudyError, match=said):
        check(PATH)


def test_a_link_into_the_cache_is_taken_and_its_entry_cannot_change_afterwards(cache, monkeypatch):
    lose_the_record(None)
    cache("entry", "of another clone\n")
    check(PATH)
    monkeypatch.delenv(CACHE)
    check(PATH)
    monkeypatch.setenv(CACHE, "cache")
    cache("entry", "tampered\n")
    with pytest.raises(StudyError, match=CHANGED):
        check(PATH)
    cache("later", "another entry\n")
    check(PATH)


def test_what_a_job_wrote_and_snakemake_moved_into_the_cache_is_known_by_its_entry(cache):
    cache("entry", "unit,year\n")
    check(PATH)
    assert recorded(PATH)["entry"] == "entry" and recorded(PATH)["job"] == "build_panel fields"
    cache("entry", "tampered\n")
    with pytest.raises(StudyError, match=CHANGED):
        check(PATH)


def test_an_entry_of_the_same_bytes_does_not_inherit_the_inputs_of_another_job(cache):
    Path("land.csv").write_text("1")
    record([PATH], {"inputs": digests_of(["land.csv"])})
    Path("land.csv").write_text("2")
    cache("entry", "unit,year\n")
    check(PATH)
    refuse_outdated([PATH])


def test_a_manifest_vouches_for_results_whose_records_are_lost(result):
    signed = {"panel/panel.csv": recorded(PATH)["sha256"], "panel/audit.csv": "0" * 64}
    write_json("results/fields/manifest.json", {"results": signed})
    lose_the_record(result)
    vouch("results/fields", [PATH, "results/fields/panel/audit.csv", "results/fields/checks.csv"])
    check(PATH)
    edit(result)
    with pytest.raises(StudyError, match=CHANGED):
        check(PATH)


@pytest.mark.parametrize("manifest", ["", "[]", '{"results": null}', '{"inputs": {}}'])
def test_a_manifest_that_cannot_be_read_vouches_for_nothing(result, manifest):
    lose_the_record(result)
    Path("results/fields/manifest.json").write_text(manifest)
    vouch("results/fields", [PATH])
    with pytest.raises(StudyError, match=STRANGE):
        check(PATH)


def test_a_manifest_does_not_overrule_the_record_of_a_job(result):
    write_json("results/fields/manifest.json", {"results": {"panel/panel.csv": "0" * 64}})
    vouch("results/fields", [PATH])
    check(PATH)


def test_results_of_inputs_that_changed_since_are_not_signed(result):
    Path("land.csv").write_text("1")
    record([PATH], {"inputs": digests_of(["land.csv"])})
    refuse_outdated([PATH, "results/fields/checks.csv"])
    Path("land.csv").write_text("2")
    with pytest.raises(StudyError, match=f"made from other contents than there are now: {PATH} .from land.csv"):
        refuse_outdated([PATH])
