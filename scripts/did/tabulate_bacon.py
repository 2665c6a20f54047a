"""The comparisons that a two-way estimate averages, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_panel
from did.bacon import COLUMNS, bacon
from did.bacon import layout as layout_of


def tabulate_bacon(panel, scores, table, layout, of, column):
    with naming(*of.split(".")):
        comparisons, estimates = bacon(read_panel(panel, scores), column)
    write_rows(table, comparisons, COLUMNS)
    write_json(layout, layout_of(estimates))


if "snakemake" in globals():
    run(tabulate_bacon, snakemake)
