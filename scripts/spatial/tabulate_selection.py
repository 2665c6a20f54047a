"""Tests between spatial models of one column, by matrix, and the model that they choose."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.weights import from_tables
from spatial.selection import layout as layout_of
from spatial.selection import selection


def tabulate_selection(panel, scores, matrices, table, layout, column, names, leave_out):
    weights = from_tables(names, map(read_csv, matrices))
    tests, choices, warnings = selection(read_panel(panel, scores), weights, leave_out, column)
    write_csv(table, tests)
    write_json(layout, layout_of(tests, choices, warnings))


if "snakemake" in globals():
    run(tabulate_selection, snakemake)
