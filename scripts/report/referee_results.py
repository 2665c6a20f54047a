"""Read the results as a referee would, and write down what a referee would object to."""

import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.contract import FILES
from core.files import read_json, read_rows, score_of, write_rows
from core.jobs import run
from core.language import said
from report.adoption import starts
from report.claims import read_claims
from report.departures import departed
from report.fitted import fitted_columns
from report.reading import Reading, read_grids, read_links
from report.referee import findings as findings_of


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
    grids,
    weights,
    claims,
    findings,
    study,
    departures,
):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    rows = read_rows(panel)
    reached = {unit for policy in study["policies"] for unit in starts(rows, policy)}
    reading = Reading(
        columns=fitted_columns(pairs),
        grids=read_grids(grids),
        panel=rows,
        descriptives=read_rows(descriptives),
        peers={score_of(path): read_rows(path) for path in peers},
        run=read_json(run),
        bootstrap={name: value for path in bootstrap for name, value in read_json(path).items()},
        productivity=read_json(productivity)["measures"],
        placebos={f"{Path(path).parent.name}/{Path(path).stem}": read_json(path) for path in placebos},
        links={Path(path).stem: read_links(path, reached) for path in weights},
        study=study,
        claims=read_claims(claims) if claims else [],
    )
    found = [*findings_of(reading), *departed(departures)]
    said_rows = [asdict(one) | {"message": said(one.message)} for one in found]
    write_rows(findings, said_rows, list(FILES["referee"].columns))


if "snakemake" in globals():
    run(referee_results, snakemake)
