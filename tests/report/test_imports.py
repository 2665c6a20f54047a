"""What starting a job costs: heavy packages are imported only by the jobs that draw."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
ALL = {"pandas", "numpy", "scipy", "matplotlib", "geopandas", "statsmodels", "spreg"}
FIGURES = ALL - {"numpy", "matplotlib"}
ABSENT = {
    "render_table": ALL,
    "check_results": ALL,
    "referee_results": ALL,
    "write_report": ALL,
    "write_manifest": ALL,
    "plot_event_study": FIGURES,
    "plot_placebo": FIGURES,
    "plot_trend": FIGURES,
    "plot_density": FIGURES,
    "plot_map": {"statsmodels", "spreg"},
}


def test_every_verb_is_looked_at():
    verbs = {path.stem for path in (SCRIPTS / "report").glob("*.py") if "snakemake" in path.read_text(encoding="utf-8")}
    assert verbs == set(ABSENT)


@pytest.mark.parametrize("verb", ABSENT)
def test_a_verb_imports_no_package_that_it_does_not_need(verb):
    code = "import sys, runpy; runpy.run_path(sys.argv[1]); print(*sorted(sys.modules))"
    script = SCRIPTS / f"report/{verb}.py"
    imported = subprocess.check_output([sys.executable, "-c", code, script], text=True).split()
    assert not ABSENT[verb] & set(imported)
