"""What a change reruns: exactly what depends on it, by content and not by date."""

import os
import shutil

import pytest

from study import jobs, snakemake

END = {"write_report", "write_manifest"}
CHECKED = END | {"check_results"}
READ = CHECKED | {"referee_results"}
PLACEBO = {"draw_placebo", "gather_placebo", "plot_placebo_density"}
DID = {"fit_table", "fit_event_study", "render_table", "plot_event_study"} | PLACEBO
SPATIAL = {"measure_autocorrelation", "fit_spatial_table", "gather_impacts", "render_autocorrelation", "render_impacts"}
SHOWN = {"plot_efficiency_trend", "plot_map"}
RENDERED = {"render_table", "render_descriptives", "render_autocorrelation", "render_impacts"}
PLOTTED = {"plot_event_study", "plot_placebo_density", "plot_efficiency_trend", "plot_map"}
FIRST = {"build_panel", "score_efficiency", "index_productivity", "render_descriptives"}
ALL_BUT_WEIGHTS = FIRST | DID | SPATIAL | SHOWN | READ

# For each module, the rules that rerun when its text changes. One or more in each stage.
DEPENDENTS = {
    "panel/variables.py": ALL_BUT_WEIGHTS,
    "efficiency/frontier.py": ALL_BUT_WEIGHTS - {"build_panel", "render_descriptives"},
    "efficiency/productivity.py": {"index_productivity"} | READ,
    "did/event_study.py": {"fit_event_study", "plot_event_study", "render_table"} | READ,
    "placebo/permutation.py": PLACEBO | READ,
    "placebo/distribution.py": {"gather_placebo", "plot_placebo_density"} | READ,
    "spatial/moran.py": {"measure_autocorrelation", "render_autocorrelation"} | CHECKED,
    "spatial/impacts.py": {"fit_spatial_table", "gather_impacts", "render_table", "render_impacts"} | READ,
    "report/three_line.py": RENDERED | END,
    "report/figures.py": PLOTTED | END,
    "core/expressions.py": ALL_BUT_WEIGHTS,
    "core/study.py": set(),
}


@pytest.fixture
def copy(finished, tmp_path):
    """A finished run and its workflow, to be changed; dates are kept."""
    shutil.copytree(finished.home, tmp_path / "home")
    return tmp_path / "home"


def dry_run(home, *arguments):
    run = snakemake("--dry-run", *arguments, folder=home / "work", snakefile=home / "workflow" / "Snakefile")
    assert run.returncode == 0, run.stdout
    return jobs(run)


@pytest.mark.parametrize(("module", "dependents"), DEPENDENTS.items(), ids=DEPENDENTS)
def test_editing_a_module_reruns_its_dependents(copy, module, dependents):
    with open(copy / "workflow" / "scripts" / module, "a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert set(dry_run(copy)) == dependents


def test_an_event_study_reruns_one_table_only(copy):
    with open(copy / "workflow" / "scripts" / "did" / "event_study.py", "a", encoding="utf-8") as file:
        file.write("\n# edited\n")
    assert dry_run(copy)["render_table"] == 1


def test_touching_raw_files_and_modules_reruns_nothing(copy):
    for path in [*(copy / "work" / "raw").iterdir(), *(copy / "workflow" / "scripts").glob("*/[!_]*.py")]:
        if path.parent.name == "raw" or "snakemake" not in path.read_text(encoding="utf-8"):
            os.utime(path)
    assert dry_run(copy) == {}


def test_one_byte_of_a_raw_file_reruns_what_depends_on_it(copy):
    raw = copy / "work" / "raw" / "output.csv"
    raw.write_bytes(raw.read_bytes().replace(b"2010,", b"2010, ", 1))
    assert set(dry_run(copy)) == ALL_BUT_WEIGHTS
    shapes = copy / "work" / "raw" / "fields.geojson"
    shapes.write_text(shapes.read_text() + "\n")
    assert set(dry_run(copy)) == ALL_BUT_WEIGHTS | {"build_weights"}


def test_restored_bytes_rerun_nothing(copy):
    raw = copy / "work" / "raw" / "output.csv"
    content = raw.read_bytes()
    raw.write_bytes(content + b"\n")
    raw.write_bytes(content)
    assert dry_run(copy) == {}


@pytest.mark.parametrize("figure", ["event_study.pdf", "map.png"])
def test_a_deleted_figure_reruns_one_rule(copy, figure):
    target = f"results/fields/figures/{figure}"
    (copy / "work" / target).unlink()
    run = snakemake("--cores", "1", target, folder=copy / "work", snakefile=copy / "workflow" / "Snakefile")
    assert run.returncode == 0, run.stdout
    assert jobs(run) == {f"plot_{figure[:-4]}": 1}
    assert (copy / "work" / target).is_file()


@pytest.mark.parametrize(
    ("old", "new", "rerun"),
    [
        ("event_study: Effects.", "event_study: The effects.", END),
        ("title: Policy and value", "title: Value and policy", {"render_table"} | END),
        ("labels: {policy: Policy}", "labels: {policy: The policy}", RENDERED | PLOTTED | END),
        ("l_labour | unit", "l_labour + land | unit", {"fit_table", "render_table"} | READ),
        ("window: [-2, 1]", "window: [-3, 1]", {"fit_event_study", "plot_event_study", "render_table"} | READ),
    ],
)
def test_a_key_of_the_study_reruns_what_uses_it(copy, old, new, rerun):
    study = copy / "work" / "config" / "studies" / "fields.yaml"
    text = study.read_text(encoding="utf-8")
    assert old in text
    study.write_text(text.replace(old, new), encoding="utf-8")
    assert set(dry_run(copy)) == rerun


def test_the_number_of_draws_reruns_the_placebo(copy):
    config = copy / "work" / "config" / "config.yaml"
    config.write_text(config.read_text().replace("draws: 60", "draws: 80"))
    assert set(dry_run(copy)) == PLACEBO | READ
