"""Every way in which a study can be other than its manifest says has a line of its own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from core.digests import RECORDS, digests_of, record
from core.errors import StudyError
from core.files import read_json, write_json, write_text
from report.verification import Now, differences, findings, refuse, summary

HOME = "results/fields"
MANIFEST = f"{HOME}/manifest.json"
TABLE, FIGURE = f"{HOME}/tables/baseline.csv", f"{HOME}/figures/events.pdf"
RESULTS = [TABLE, FIGURE, f"{HOME}/estimates/fit_ols/baseline.csv", f"{HOME}/efficiency/scores.csv"]
CHUNK = f"{HOME}/placebo/chunks/1-of-5.npy"
RAW, STUDY = "raw/land.csv", "config/studies/fields.yaml"
DOCUMENT = {"title": "Fields", "tables": {"baseline": {"columns": {"a": "y ~ x"}}}, "years": [2010, 2015]}
NOW = Now(
    name="fields",
    files=[*RESULTS, MANIFEST],
    fault="",
    document=DOCUMENT,
    lines={"title": 1, "tables": 2, "tables.baseline": 3},
    code={"scripts/did/ols.py": "1", "Snakefile": "2"},
    versions={"python": "3.11.7", "numpy": "2.4.6"},
    seed=7,
    draws=60,
)


@pytest.fixture
def signed(tmp_path, monkeypatch):
    """A study that is as its manifest says."""
    monkeypatch.chdir(tmp_path)
    for path in [*RESULTS, CHUNK, RAW, STUDY]:
        write_text(path, path)
    write_json(
        MANIFEST,
        {
            "results": {path.removeprefix(f"{HOME}/"): found for path, found in digests_of(RESULTS).items()},
            "inputs": digests_of([RAW, STUDY]),
            "code": NOW.code,
            "versions": NOW.versions,
            "study": DOCUMENT,
            "seed": 7,
            "draws": 60,
        },
    )
    record([*RESULTS, CHUNK, MANIFEST], {"job": "x"})


def edit(path):
    return lambda: write_text(path, "edited")


def delete(path):
    return lambda: Path(path).unlink()


def made(*paths):
    """Files that jobs of the study wrote."""

    def make():
        for path in paths:
            write_text(path, "made")
        record(paths, {"job": "x"})

    return make


def link(path, target):
    def make():
        write_text(target, "other")
        Path(path).unlink()
        Path(path).symlink_to(Path(target).resolve())

    return make


def dangle():
    for path in (TABLE, CHUNK):
        Path(path).unlink()
        Path(path).symlink_to("nowhere")


def sign(**changes):
    return lambda: write_json(MANIFEST, {key: val for key, val in (read_json(MANIFEST) | changes).items() if val})


def signed_anew(**changes):
    def make():
        sign(**changes)()
        record([MANIFEST])

    return make


def edit_result_and_manifest():
    edit(TABLE)()
    sign(results=read_json(MANIFEST)["results"] | {"tables/baseline.csv": digests_of([TABLE])[TABLE]})()


SIGNED = "changed since the workflow wrote it; delete it and run the study"
UNSIGNED = "missing, so most cannot be compared; run the study to its end"
HARMS = {
    "nothing": (lambda: None, []),
    "edited result": (edit(TABLE), [f"{TABLE}: changed since the workflow made it; delete it and run the study"]),
    "missing result": (delete(FIGURE), [f"{FIGURE}: missing; run the study"]),
    "links to nothing": (
        dangle,
        [
            f"{TABLE}: missing, its link leads nowhere; delete the link and run the study",
            f"{CHUNK}: a link that leads nowhere; delete it",
        ],
    ),
    "tampered entry of a cache": (
        link(TABLE, "cache/3f5a"),
        [
            f"{TABLE}: changed since the workflow made it in cache/3f5a, where its link leads; delete both and run "
            "the study"
        ],
    ),
    "made again": (
        made(TABLE),
        [f"{TABLE}: made again since the manifest was written; run the study to its end"],
    ),
    "result and manifest": (
        edit_result_and_manifest,
        [f"{MANIFEST}: {SIGNED}", f"{TABLE}: changed since the workflow made it; delete it and run the study"],
    ),
    "extra file": (
        edit(f"{HOME}/notes.txt"),
        [f"{HOME}/notes.txt: extra, the workflow did not make it; move it away"],
    ),
    "extra figure": (
        edit(f"{HOME}/figures/mine.pdf"),
        [f"{HOME}/figures/mine.pdf: extra, the workflow did not make it; move it away"],
    ),
    "former entries": (
        made(
            f"{HOME}/figures/old.pdf",
            f"{HOME}/tables/old.tex",
            f"{HOME}/spatial/matrices/queen.csv",
            f"{HOME}/placebo/space/a.b.csv",
            f"{HOME}/efficiency/scores/vrs/scores.csv",
            f"{HOME}/estimates/fit_spatial/baseline.csv",
        ),
        [
            f"{HOME}/efficiency/scores/vrs/scores.csv: the study no longer has the score `vrs`; delete it",
            f"{HOME}/estimates/fit_spatial/baseline.csv: the study no longer makes it; delete it",
            f"{HOME}/figures/old.pdf: the study no longer has the figure `old`; delete it",
            f"{HOME}/placebo/space/a.b.csv: the study no longer has the placebo `space`; delete it",
            f"{HOME}/spatial/matrices/queen.csv: the study no longer has the matrix `queen`; delete it",
            f"{HOME}/tables/old.tex: the study no longer has the table `old`; delete it",
        ],
    ),
    "former table of the manifest": (
        signed_anew(results=digests_of([]) | {"tables/old.csv": "0"}),
        [
            *(f"{path}: not in the manifest; run the study to its end" for path in sorted(RESULTS)),
            f"{HOME}/tables/old.csv: in the manifest, but the study no longer has the table `old`; run the study",
        ],
    ),
    "edited chunk": (edit(CHUNK), [f"{CHUNK}: changed since the workflow made it; delete it"]),
    "chunk of nobody": (
        edit(f"{HOME}/efficiency/chunks/9-of-9.csv"),
        [f"{HOME}/efficiency/chunks/9-of-9.csv: extra, no job made it; move it away"],
    ),
    "chunks of another number": (made(f"{HOME}/placebo/chunks/1-of-2.json"), []),
    "chunks as an older version made them": (
        made(f"{HOME}/placebo/chunks/1-of-2.csv"),
        [f"{HOME}/placebo/chunks/1-of-2.csv: the study no longer makes it; delete it"],
    ),
    "chunk of a curve": (made(f"{HOME}/placebo/chunks/curve/1-of-2.npy"), []),
    "chunk of no curve": (
        edit(f"{HOME}/placebo/chunks/curve/1-of-2.json"),
        [f"{HOME}/placebo/chunks/curve/1-of-2.json: extra, no job made it; move it away"],
    ),
    "file of a killed run": (
        edit(f"{HOME}/tables/.4711.baseline.csv"),
        [f"{HOME}/tables/.4711.baseline.csv: left half-written by a run that was killed; delete it"],
    ),
    "faults of raw files": (edit(f"{HOME}/panel/problems.csv"), []),
    "edited raw file": (edit(RAW), [f"{RAW}: changed since the results were made from it; run the study"]),
    "missing raw file": (delete(RAW), [f"{RAW}: missing, and results were made from it; put it back"]),
    "no manifest": (delete(MANIFEST), [f"{MANIFEST}: {UNSIGNED}"]),
    "edited result without manifest": (
        lambda: [delete(MANIFEST)(), edit(TABLE)()],
        [f"{MANIFEST}: {UNSIGNED}", f"{TABLE}: changed since the workflow made it; delete it and run the study"],
    ),
    "no results": (lambda: shutil.rmtree(HOME), [f"{HOME}: missing; run the study"]),
    "cut manifest": (
        edit(MANIFEST),
        [f"{MANIFEST}: {SIGNED}", f"{MANIFEST}: cut off, or no JSON; delete it and run the study"],
    ),
    "older manifest": (
        signed_anew(draws=None),
        [
            f"{MANIFEST}: of another version of the workflow, its keys are not results, inputs, code, versions, study, "
            "seed, draws; delete it and run the study"
        ],
    ),
    "manifest of another form": (
        signed_anew(code=["Snakefile"]),
        [f"{MANIFEST}: no manifest, its `code` has no keys; delete it and run the study"],
    ),
    "edited manifest": (
        sign(seed=8),
        [f"{MANIFEST}: {SIGNED}", "config/config.yaml: `seed` was 8, is 7; run the study"],
    ),
}


@pytest.mark.parametrize(("harm", "said"), HARMS.values(), ids=HARMS)
def test_every_harm_of_files_is_said(signed, harm, said):
    harm()
    assert findings(NOW) == said


CHANGES = {
    "module": ({"code": {"scripts/did/ols.py": "9", "Snakefile": "2"}}, ["scripts/did/ols.py: changed"]),
    "modules": (
        {"code": {"scripts/did/new.py": "1", "Snakefile": "2"}},
        ["scripts/did/new.py: added", "scripts/did/ols.py: removed"],
    ),
    "package": (
        {"versions": {"python": "3.11.7", "numpy": "2.5.0"}},
        ["numpy: version 2.5.0 is here, 2.4.6 made the results"],
    ),
    "seed": ({"seed": 8}, ["config/config.yaml: `seed` was 7, is 8"]),
    "draws": ({"draws": 80}, ["config/config.yaml: `placebo.draws` was 60, is 80"]),
    "study": (
        {"document": DOCUMENT | {"title": "Meadows", "tables": {"baseline": {"columns": {"a": "y ~ z"}, "note": "1"}}}},
        [
            f'{STUDY}:1: `title` was "Fields", is "Meadows"',
            f'{STUDY}:3: `tables.baseline.columns.a` was "y ~ x", is "y ~ z"',
            f"{STUDY}:3: `tables.baseline.note` is new",
        ],
    ),
    "fault": (
        {"files": None, "document": None, "fault": "line 3: no key"},
        [f"{STUDY} cannot be read: line 3: no key"],
    ),
}


@pytest.mark.parametrize(("now", "said"), CHANGES.values(), ids=CHANGES)
def test_every_change_of_study_code_and_packages_is_said(signed, now, said):
    found = findings(replace(NOW, **now))
    assert [line.split(";")[0].removesuffix(" since the results were made") for line in found] == said


def test_all_findings_are_said_at_once(signed):
    for harm in (edit(TABLE), delete(FIGURE), edit(RAW), edit(f"{HOME}/notes.txt"), sign(seed=8)):
        harm()
    assert len(findings(replace(NOW, versions={}, draws=80))) == 9


@pytest.mark.parametrize("harm", [edit(TABLE), edit_result_and_manifest])
def test_without_logs_results_are_still_compared_and_what_cannot_be_known_is_said(signed, harm):
    shutil.rmtree(RECORDS)
    assert findings(NOW) == []
    assert summary(NOW).startswith("fields: as the manifest says (results 4, inputs 2, code 2, versions 2)\n")
    assert "whether somebody edited it together with a result cannot be known" in summary(NOW)
    harm()
    expected = [] if harm is edit_result_and_manifest else [f"{TABLE}: not what the manifest says; delete it and run"]
    assert [line.removesuffix(" the study") for line in findings(NOW)] == expected


def test_documents_differ_where_the_deepest_keys_do():
    then, now = {"a": [1, {"b": 1}], "c": [1], "d": 1, "e": 1}, {"a": [1, {"b": True}], "c": [1, 2], "e": 1.0, "f": 0}
    assert [".".join(keys) for keys, *_ in differences(then, now)] == ["a.1.b", "c", "e", "f", "d"]


def test_findings_of_all_studies_are_one_message():
    refuse([(NOW, [])])
    with pytest.raises(StudyError, match=r"^not as the manifests say\.\nfields:\n  one\n  two\nmeadows:\n  three$"):
        refuse([(NOW, ["one", "two"]), (replace(NOW, name="woods"), []), (replace(NOW, name="meadows"), ["three"])])
