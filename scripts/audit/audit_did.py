"""Recompute every column of coefficients with linearmodels and statsmodels. A difference fails the run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from audit.comparison import compared
from audit.files import panel_of, results_of
from audit.verdicts import faults
from core.contract import FILES
from core.errors import StudyError
from core.files import write_rows
from core.jobs import run

MOST = 10  # faults that a message shows


def audit_did(panel, scores, estimates, facts, audit, columns):
    data, results = panel_of(panel, scores), results_of(estimates, facts)
    own = [column for column in columns if "matrix" not in column]  # the others are of `audit_spatial`
    rows = [row for column in own for row in compared(data, column, *results[column["table"], column["name"]])]
    if found := faults(rows):
        raise StudyError(
            f"linearmodels and statsmodels do not agree with {len(found)} numbers of the estimates:\n  "
            + "\n  ".join(found[:MOST])
            + "\n  The report is not made of numbers in doubt. Delete the study's folder `estimates` and run again.\n"
            "  If this message stays, the workflow or one of the packages is at fault."
        )
    write_rows(audit, rows, list(FILES["voices"].columns))


if "snakemake" in globals():
    run(audit_did, snakemake)
