"""Read the results as a referee would, and write down what a referee would object to."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json
from core.logs import log_to
from core.tables import read_csv, write_csv
from report.referee import (
    base_treated,
    efficiency_findings,
    few_treated,
    indicator_findings,
    k_unsupported,
    n_identity,
    n_varies,
    placebo_design,
    productivity_findings,
    roster_mean,
    small_cohort,
    ssc_mixed,
    table_of,
)


def referee_results(
    path_to_panel,
    path_to_descriptives,
    path_to_run,
    path_to_productivity,
    paths_to_fits,
    paths_to_estimates,
    paths_to_placebos,
    path_to_findings,
    policy,
    years,
):
    panel, descriptives, run = read_csv(path_to_panel), read_csv(path_to_descriptives), read_json(path_to_run)
    fits = {Path(path).stem: read_json(path)["columns"] for path in paths_to_fits}
    estimates = {Path(path).stem: read_csv(path) for path in paths_to_estimates}
    placebos = {Path(path).stem: read_json(path) for path in paths_to_placebos}
    findings = [*n_identity(fits), *n_varies(fits), *ssc_mixed(fits), *efficiency_findings(run)]
    findings += [*indicator_findings(run), *productivity_findings(read_json(path_to_productivity)["measures"])]
    findings += [*base_treated(estimates), *placebo_design(placebos)]
    if policy is not None:
        findings += roster_mean(panel, descriptives, policy)
        findings += few_treated(fits, estimates, placebos, policy)
        findings += small_cohort(panel, policy)
        findings += k_unsupported(estimates, fits, panel, policy, years)
    write_csv(path_to_findings, table_of(findings))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    referee_results(
        path_to_panel=snakemake.input.panel,
        path_to_descriptives=snakemake.input.descriptives,
        path_to_run=snakemake.input.run,
        path_to_productivity=snakemake.input.productivity,
        paths_to_fits=snakemake.input.fits,
        paths_to_estimates=snakemake.input.estimates,
        paths_to_placebos=snakemake.input.placebos,
        path_to_findings=snakemake.output.findings,
        policy=snakemake.params.policy,
        years=snakemake.params.years,
    )
