"""Fit the event studies of one table: dummies of the years around its start take the place of the policy."""

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from did.event_columns import event_column
from estimation.columns import fit_columns


def fit_event_study(panel, scores, estimates, facts, table, columns):
    coefficients, fits = fit_columns(table, columns, partial(event_column, read_panel(panel, scores)))
    write_csv(estimates, coefficients)
    write_json(facts, fits)


if "snakemake" in globals():
    run(fit_event_study, snakemake)
