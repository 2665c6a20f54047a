"""Check the result files: their columns and keys, and the identities between them. A failed check fails the run."""

import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.contract import FILES
from core.errors import StudyError
from core.files import header_of, is_rectangle, read_json, read_rows, write_rows
from core.jobs import run
from report.checks import Sheet, failures, result_checks


def check_results(results, checks, home, years):
    paths = {Path(path).relative_to(home).as_posix(): path for path in sorted(results)}
    tables = {name: path for name, path in paths.items() if name.endswith(".csv")}
    found = result_checks(
        sheets={
            name: Sheet(header_of(path), read_rows(path)) if is_rectangle(path) else None
            for name, path in tables.items()
        },
        documents={name: read_json(path) for name, path in paths.items() if name.endswith(".json")},
        years=years,
    )
    if faults := failures(found):
        raise StudyError("the result files do not agree with each other:\n  " + "\n  ".join(faults))
    write_rows(checks, map(asdict, found), list(FILES["checks"].columns))


if "snakemake" in globals():
    run(check_results, snakemake)
