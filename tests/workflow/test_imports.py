"""What starting a job costs: heavy packages are imported only by the jobs that compute with them."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
RUN = """
import runpy, sys

absent = set(sys.argv[1].split(","))
for script in sys.argv[2:]:
    runpy.run_path(script)
    found = absent & sys.modules.keys()
    if found:
        sys.exit(f"{script} imports {', '.join(sorted(found))}")
"""
GEOMETRY = {"geopandas", "shapely", "pyproj", "libpysal"}
ALL = {"pandas", "numpy", "scipy", "matplotlib", "pyomo", "highspy", "pydantic"} | GEOMETRY
SOLVERS = {"pyomo", "highspy"}
FIGURES = ALL - {"numpy", "matplotlib"}
PROGRAMS = ALL - {"numpy", "highspy"}
FRAMES = ALL - {"pandas", "numpy"}
ESTIMATION = ALL - {"pandas", "numpy", "scipy"}
ALGEBRA = ALL - {"numpy", "scipy"}
ABSENT = {
    "archive/archive": ALL,
    "audit/audit_did": ESTIMATION,
    "audit/audit_spatial": SOLVERS | {"pydantic"},
    "check/check_study": ESTIMATION,
    "demo/draw_yearbook": ESTIMATION - {"pydantic"},
    "demo/export_castle": GEOMETRY | SOLVERS | {"pydantic"},
    "demo/state_truth": ALL - {"numpy"},
    "did/fit_event_study": ESTIMATION,
    "did/fit_gmm": ESTIMATION,
    "did/fit_iv": ESTIMATION,
    "did/fit_matching": ESTIMATION,
    "did/fit_ols": ESTIMATION,
    "did/fit_staggered": ESTIMATION,
    "did/tabulate_bacon": ESTIMATION,
    "did/tabulate_balance": ALL,
    "did/tabulate_convergence": ESTIMATION,
    "did/tabulate_honest": ESTIMATION,
    "did/tabulate_jackknife": ESTIMATION,
    "did/tabulate_mediation": ESTIMATION,
    "did/tabulate_spatial_inference": ESTIMATION,
    "did/tabulate_split": ESTIMATION,
    "did/tabulate_twfe_weights": ESTIMATION,
    "efficiency/compare_specifications": ALL - {"numpy"},
    "efficiency/draw_bootstrap": PROGRAMS,
    "efficiency/gather_bootstrap": PROGRAMS,
    "efficiency/index_productivity": PROGRAMS,
    "efficiency/score_efficiency": PROGRAMS,  # Pyomo comes with the audit
    "efficiency/score_worlds": PROGRAMS,
    "efficiency/tabulate_dagum": ALL,
    "efficiency/tabulate_group_means": PROGRAMS,
    "efficiency/tabulate_means": ALL,
    "efficiency/tabulate_productivity": ALL,
    "efficiency/tabulate_ranking": ALL,
    "efficiency/tabulate_scale": ALL - {"numpy"},
    "efficiency/tabulate_sensitivity": ALL,
    "efficiency/tabulate_slacks": ALL - {"numpy"},
    "efficiency/tabulate_targets": ALL - {"numpy"},
    "efficiency/tabulate_technology_gap": ALL - {"numpy"},
    "efficiency/tabulate_transitions": ALL,
    "manuscript/manuscript": ALL - {"pydantic"},
    "panel/build_panel": {"libpysal", "matplotlib"} | SOLVERS,
    "panel/tabulate_cohorts": ALL,
    "panel/tabulate_descriptives": ALL,
    "panel/tabulate_indicators": ALL,
    "placebo/draw_curve": ESTIMATION,
    "placebo/draw_placebo": ESTIMATION,
    "placebo/gather_placebo": ALL - {"numpy"},
    "placebo/shift_placebo": ESTIMATION,
    "placebo/tabulate_placebo": ALL,
    "placebo/tabulate_power": ALL - {"numpy", "scipy"},
    "placebo/tabulate_specifications": ALL - {"numpy"},
    "replicate/write_replication": ESTIMATION,
    "report/check_results": ALL,
    "report/compare": ALL,
    "report/explain": ALL,
    "report/plot_bacon": FIGURES,
    "report/plot_balance": FIGURES,
    "report/plot_coefficients": FIGURES,
    "report/plot_density": FIGURES,
    "report/plot_event_study": FIGURES,
    "report/plot_honest": FIGURES,
    "report/plot_jackknife": FIGURES,
    "report/plot_impacts": FIGURES,
    "report/plot_map": FIGURES - {"shapely", "pyproj"},
    "report/plot_mechanism": FIGURES,
    "report/plot_moran_scatter": FIGURES,
    "report/plot_placebo": FIGURES,
    "report/plot_ridgelines": FIGURES,
    "report/plot_rollout": FIGURES,
    "report/plot_slacks": FIGURES,
    "report/plot_specification_curve": FIGURES,
    "report/plot_timeline": FIGURES,
    "report/plot_transitions": FIGURES,
    "report/plot_trend": FIGURES,
    "report/referee_results": ALL,
    "report/render_table": ALL,
    "report/tabulate_published": ALL - {"pydantic"},
    "report/stale": ALL,
    "report/verify": ALL,
    "report/write_index": ALL,
    "report/write_manifest": ALL,
    "report/write_numbers": ALL,
    "report/write_report": ALL,
    "spatial/build_contiguity": ALGEBRA - {"shapely"},
    **{f"spatial/build_{kind}": ALGEBRA for kind in ("distance", "economic", "knn", "list", "nested")},
    **{f"spatial/build_{kind}": ALGEBRA for kind in ("product", "share")},
    "spatial/fit_spatial_event_study": ESTIMATION,
    "spatial/fit_spatial": ESTIMATION,
    "spatial/tabulate_impacts": ALGEBRA,
    "spatial/tabulate_unit_impacts": ALGEBRA,
    "spatial/find_clusters": ESTIMATION,
    "spatial/tabulate_matrices": ESTIMATION,
    "spatial/tabulate_selection": ESTIMATION,
    "spatial/tabulate_moran": ESTIMATION,
}


def verbs() -> set[str]:
    paths = {path for path in SCRIPTS.glob("*/*.py") if '"snakemake" in globals()' in path.read_text(encoding="utf-8")}
    return {f"{path.parent.name}/{path.stem}" for path in paths}


def test_every_verb_is_looked_at():
    assert verbs() == set(ABSENT)


@pytest.mark.parametrize("absent", sorted({tuple(sorted(packages)) for packages in ABSENT.values()}), ids=",".join)
def test_verbs_import_no_package_that_they_do_not_need(absent):
    """Those that need the same packages run one after the other in one Python."""
    scripts = [SCRIPTS / f"{verb}.py" for verb, packages in ABSENT.items() if packages == set(absent)]
    run = subprocess.run([sys.executable, "-c", RUN, ",".join(absent), *scripts], stderr=subprocess.PIPE, text=True)
    assert run.returncode == 0, run.stderr
