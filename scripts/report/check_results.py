"""Check the result files: their columns and keys, and the identities between them. A failed check fails the run."""

import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.contract import FILES
from core.errors import StudyError
from core.files import header_of, read_json, read_rows, write_rows
from core.jobs import run
from report.checks import Sheet, failures, result_checks


def check_results(results, checks, home, years):
    paths = {Path(path).relative_to(home).as_posix(): path for path in sorted(results)}
    found = result_checks(
        sheets={name: read_sheet(path) for name, path in paths.items() if name.endswith(".csv")},
        documents={name: read_json(path) for name, path in paths.items() if name.endswith(".json")},
        years=years,
    )
    if faults := failures(found):
        raise StudyError("the result files do not agree with each other:\n  " + "\n  ".join(faults))
    write_rows(checks, map(asdict, found), list(FILES["checks"].columns))


def read_sheet(path: str) -> Sheet | None:
    """A CSV file, None where its lines differ in length or it has none."""
    try:
        rows = read_rows(path)
    except ValueError:
        return None
    return Sheet(header_of(path), rows)


if "snakemake" in globals():
    run(check_results, snakemake)
