"""Check the result files: their columns and keys, and the identities between them. A failed check fails the run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.files import read_json
from core.logs import log_to
from core.tables import read_csv, write_csv
from report.checks import failures, result_checks, table_of


def check_results(paths_to_files, paths_to_estimates, paths_to_fits, paths_to_placebos, paths_to_summaries,
                  path_to_run, path_to_checks, years):  # fmt: skip
    checks = result_checks(
        single={kind: read_csv(path) for kind, path in paths_to_files.items()},
        run=read_json(path_to_run),
        estimates={Path(path).stem: read_csv(path) for path in paths_to_estimates},
        fits={Path(path).stem: read_json(path)["columns"] for path in paths_to_fits},
        placebos={Path(path).stem: read_csv(path) for path in paths_to_placebos},
        summaries={Path(path).stem: read_json(path) for path in paths_to_summaries},
        years=years,
    )
    if found := failures(checks):
        raise StudyError("the result files do not agree with each other:\n  " + "\n  ".join(found))
    write_csv(path_to_checks, table_of(checks))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    check_results(
        paths_to_files={
            "panel": snakemake.input.panel,
            "audit": snakemake.input.audit,
            "descriptives": snakemake.input.descriptives,
            "scores": snakemake.input.scores,
            "slacks": snakemake.input.slacks,
            "peers": snakemake.input.peers,
            "productivity": snakemake.input.productivity,
            "findings": snakemake.input.findings,
        }
        | {
            Path(path).stem: path
            for path in [
                *snakemake.input.autocorrelation,
                *snakemake.input.impacts,
                *snakemake.input.sensitivity,
                *snakemake.input.bootstrap,
            ]
        },
        paths_to_estimates=snakemake.input.estimates,
        paths_to_fits=snakemake.input.fits,
        paths_to_placebos=snakemake.input.placebos,
        paths_to_summaries=snakemake.input.summaries,
        path_to_run=snakemake.input.run,
        path_to_checks=snakemake.output.checks,
        years=snakemake.params.years,
    )
