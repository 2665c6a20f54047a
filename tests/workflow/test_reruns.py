"""What a change reruns: exactly what depends on it, by content and not by date.

Which rules follow a change is read from the graph of jobs, and what is due from Snakemake's plan; a few real runs show
that the command agrees.
"""

import os
import shutil

import pytest
from parsed import due, graph
from small_study import jobs, rest_slow, snakemake

END = {"write_report", "write_index", "write_numbers", "check_results", "write_manifest"}
CHECKED = {"check_results", "write_manifest"}
READ = END | CHECKED | {"referee_results"}
PRINTED = {"render_table"} | END
HEARD = {"audit_did", "audit_spatial", "write_replication"} | READ  # what follows a fit
PLACEBO = {"draw_placebo", "gather_placebo", "tabulate", "plot", "render_table"}
FITTED = {"fit_ols", "fit_event_study", "fit_spatial", "shift_placebo", "plot", "render_table"} | PLACEBO
ALL_BUT_MATRICES = {"build_panel", "score_efficiency", "index_productivity"} | FITTED | HEARD

# For each module, the rules that rerun when its text changes. One or more in each stage.
DEPENDENTS = {
    "panel/variables.py": ALL_BUT_MATRICES,
    "panel/descriptives.py": {"tabulate"} | PRINTED | CHECKED,
    "efficiency/frontier.py": ALL_BUT_MATRICES - {"build_panel", "fit_event_study", "fit_spatial"},  # no scores there
    "efficiency/productivity.py": {"index_productivity", "tabulate", "render_table"} | HEARD,
    "did/event_columns.py": {"fit_event_study", "plot", "render_table"} | HEARD - {"audit_spatial"},
    "placebo/permutation.py": PLACEBO | READ,
    "placebo/moving.py": {"shift_placebo"} | PLACEBO | READ,
    "placebo/in_time.py": {"shift_placebo", "tabulate"} | PRINTED | CHECKED,
    "placebo/verdicts.py": {"tabulate"} | PRINTED | CHECKED,
    "spatial/moran.py": {"tabulate", "audit_spatial"} | PRINTED | READ,
    "spatial/impacts.py": {"tabulate"} | PRINTED | READ,
    "spatial/contiguity.py": {"build_matrix", "fit_spatial", "tabulate", "render_table"} | HEARD,
    "audit/voices.py": {"audit_did"} | END | CHECKED,
    "audit/spatial.py": {"audit_spatial"} | END | CHECKED,
    "core/evaluation.py": ALL_BUT_MATRICES,
    "study/plan.py": {"write_manifest"},
}


@pytest.fixture(scope="module")
def planned(finished):
    return graph(finished.folder, finished.snakefile)


def after(planned, module: str) -> set[str]:
    """Rules of the jobs that know a module of scripts/, and of all jobs after them."""
    readers = [job for job in planned if f"scripts/{module}" in job.code]
    assert readers, module
    return {one.rule for job in readers for one in job.and_after()} - {"all"}


@pytest.mark.parametrize(("module", "dependents"), DEPENDENTS.items(), ids=DEPENDENTS)
def test_the_dependents_of_a_module(planned, module, dependents):
    assert after(planned, module) == dependents


def test_an_event_study_concerns_one_printed_table(planned):
    (fit,) = (job for job in planned if job.rule == "fit_event_study")
    assert [job.wildcards["table"] for job in fit.and_after() if job.rule == "render_table"] == ["baseline"]


@pytest.fixture
def copy(finished, tmp_path):
    """A finished run and its workflow, to be changed; dates are kept."""
    shutil.copytree(finished.home, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(scope="module")
def worn(finished, tmp_path_factory):
    """A copy whose results are deleted one after the other, and made again."""
    home = tmp_path_factory.mktemp("worn") / "home"
    shutil.copytree(finished.home, home)
    return home


def rerun(home, **settings):
    return due(home / "work", home / "workflow" / "Snakefile", **settings)


@pytest.mark.parametrize(("module",), rest_slow(["did/event_columns.py", "spatial/moran.py"]))
def test_snakemake_reruns_the_dependents_of_an_edited_module(copy, module):
    with open(copy / "workflow" / "scripts" / module, "a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    run = snakemake("--dry-run", folder=copy / "work", snakefile=copy / "workflow" / "Snakefile")
    assert run.returncode == 0, run.stdout
    assert set(jobs(run)) == DEPENDENTS[module]


def test_editing_one_kind_of_figure_draws_figures_of_this_kind_only(copy):
    with open(copy / "workflow" / "scripts" / "report" / "plot_trend.py", "a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert rerun(copy) == {"plot": 1} | dict.fromkeys(END, 1)


def test_touching_raw_files_and_modules_reruns_nothing(copy):
    for path in [*(copy / "work" / "raw").iterdir(), *(copy / "workflow" / "scripts").glob("*/[!_]*.py")]:
        if path.parent.name == "raw" or "snakemake" not in path.read_text(encoding="utf-8"):
            os.utime(path)
    assert rerun(copy) == {}


def test_one_byte_of_a_raw_file_reruns_what_depends_on_it(copy):
    raw = copy / "work" / "raw" / "output.csv"
    content = raw.read_bytes()
    raw.write_bytes(content.replace(b"2010,", b"2010, ", 1))
    assert set(rerun(copy)) == ALL_BUT_MATRICES
    raw.write_bytes(content)
    assert rerun(copy) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "target",
    [
        "figures/events.pdf",
        "tables/baseline.docx",
        "estimates/moran/moran.json",
        "placebo/space/baseline.value.density.csv",
        "efficiency/productivity.json",
    ],
)
def test_a_deleted_result_is_made_again_by_the_plain_command(worn, target):
    path = worn / "work" / "results" / "fields" / target
    content = path.read_bytes()
    path.unlink()
    run = snakemake("--cores", "1", folder=worn / "work", snakefile=worn / "workflow" / "Snakefile")
    assert run.returncode == 0, run.stdout
    assert path.read_bytes() == content


def test_a_deleted_figure_alone_is_one_job(copy):
    target = "results/fields/figures/events.pdf"
    (copy / "work" / target).unlink()
    assert rerun(copy, targets={target}) == {"plot": 1}


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    rest_slow(
        [
            ("caption: Effects.", "caption: The effects.", END),
            ("title: Policy and value", "title: Value and policy", PRINTED),
            (
                "labels: {policy: Policy}",
                "labels: {policy: The policy}",
                PRINTED | {"plot", "write_replication"} | READ,
            ),
            ("controls: l_labour", "controls: l_labour + land", {"fit_ols", "tabulate", "plot"} | PLACEBO | HEARD),
            ("window: [-2, 1]", "window: [-3, 1]", {"fit_event_study", "plot", "render_table"} | HEARD),
            ("draws: 60", "draws: 80", PLACEBO | READ),
        ],
        2,
    ),
)
def test_a_key_reruns_what_uses_it(copy, old, new, wanted):
    for path in (copy / "work" / "config").rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if old in text:
            path.write_text(text.replace(old, new), encoding="utf-8")
            break
    else:
        pytest.fail(f"no file has {old}")
    assert set(rerun(copy)) == wanted
