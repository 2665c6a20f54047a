"""Recompute every column of coefficients with linearmodels and statsmodels. A difference fails the run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from audit.comparison import compared
from audit.files import panel_of
from audit.verdicts import refuse_differing
from core.contract import FILES
from core.files import write_rows
from core.jobs import run
from core.tables import results_of


def audit_did(panel, scores, estimates, facts, audit, columns):
    data, results = panel_of(panel, scores), results_of(estimates, facts)
    own = [column for column in columns if "matrix" not in column]  # the others are of `audit_spatial`
    rows = [row for column in own for row in compared(data, column, *results[column["table"], column["name"]])]
    refuse_differing(rows, "linearmodels and statsmodels")
    write_rows(audit, rows, list(FILES["voices"].columns))


if "snakemake" in globals():
    run(audit_did, snakemake)
