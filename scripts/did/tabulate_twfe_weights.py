"""The weights of treated unit-years in a two-way estimate, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_panel
from did.twfe_weights import COLUMNS, weights_of
from did.twfe_weights import layout as layout_of


def tabulate_twfe_weights(panel, scores, table, layout, of, column):
    with naming(*of.split(".")):
        rows, fact = weights_of(read_panel(panel, scores), column)
    write_rows(table, rows, COLUMNS)
    write_json(layout, layout_of(fact))


if "snakemake" in globals():
    run(tabulate_twfe_weights, snakemake)
