"""Read the results as a referee would, and write down what a referee would object to."""

import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.contract import FILES
from core.files import read_json, read_rows, score_of, write_rows
from core.jobs import run
from core.language import said
from report.departures import departed
from report.fitted import fitted_columns
from report.referee import (
    base_treated,
    bootstrap_findings,
    efficiency_findings,
    explosive_lags,
    few_treated,
    indicator_findings,
    k_unsupported,
    likelihoods_mixed,
    n_identity,
    n_varies,
    once,
    placebo_design,
    placebo_doubts,
    productivity_findings,
    roster_mean,
    small_cohort,
    spatial_disagrees,
    ssc_mixed,
    treated_frontier,
)


def referee_results(
    panel,
    descriptives,
    run,
    peers,
    productivity,
    bootstrap,
    estimates,
    facts,
    placebos,
    findings,
    policies,
    years,
    departures,
):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    columns, run = fitted_columns(pairs), read_json(run)
    panel, descriptives = read_rows(panel), read_rows(descriptives)
    placebos = {f"{Path(path).parent.name}/{Path(path).stem}": read_json(path) for path in placebos}
    found = [*n_identity(columns), *n_varies(columns), *ssc_mixed(columns), *likelihoods_mixed(columns)]
    found += [*explosive_lags(columns), *few_treated(columns, placebos)]
    found += spatial_disagrees(columns)
    found += [*base_treated(columns), *k_unsupported(columns, panel, years), *placebo_design(placebos)]
    found += placebo_doubts(placebos)
    found += [*efficiency_findings(run), *indicator_findings(run)]
    found += treated_frontier(columns, panel, {score_of(path): read_rows(path) for path in peers})
    found += productivity_findings(read_json(productivity)["measures"])
    found += [one for path in bootstrap for one in bootstrap_findings(read_json(path))]
    found += departed(departures)
    for name, policy in policies.items():
        found += roster_mean(panel, descriptives, name)
        found += [] if policy["like"] else small_cohort(panel, name)  # a copy has the cohorts of its original
    rows = [asdict(one) | {"message": said(one.message)} for one in once(found)]
    write_rows(findings, rows, list(FILES["referee"].columns))


if "snakemake" in globals():
    run(referee_results, snakemake)
