"""The graph of jobs of a study of one table and one figure, and the texts of its scripts."""

import pytest

HOME = "results/fields"
ESTIMATES = f"{HOME}/estimates/fit_ols/baseline.csv"
TABLE = [f"{HOME}/tables/baseline.{ending}" for ending in ("csv", "tex")]
FIGURE = f"{HOME}/figures/path.png"


def made(job, script, *inputs):
    return {"job": job, "script": script, "inputs": list(inputs)}


@pytest.fixture
def makers():
    panel, roster, referee = f"{HOME}/panel/panel.csv", f"{HOME}/demo/roster.csv", f"{HOME}/referee.csv"
    page = [referee, *TABLE, FIGURE, "scripts/report/report.html.j2"]
    found = {
        f"{HOME}/report.html": made("write_report fields", "report/write_report.py", *page),
        referee: made("referee_results fields", "report/referee_results.py", ESTIMATES),
        **{path: made("render_table fields baseline", "report/render_table.py", ESTIMATES) for path in TABLE},
        FIGURE: made("plot fields path", "report/plot_trend.py", panel, "raw/map é.csv"),
        ESTIMATES: made("fit_ols fields baseline", "did/fit_ols.py", panel),
        panel: made("build_panel fields", "panel/build_panel.py", "raw/land.csv", roster),
        roster: made("draw fields", "demo/draw.py", "resources/zones.csv"),
    }
    results = made("write_manifest fields", "report/write_manifest.py", *found, "raw/land.csv", "Snakefile")
    return {f"{HOME}/manifest.json": results, **found}


@pytest.fixture
def texts(makers):
    """Each script says its own name."""
    scripts = {maker["script"] for maker in makers.values()}
    return {f"scripts/{script}": f'"""Runs {script}.\n\nAt length.\n"""\n' for script in scripts}
