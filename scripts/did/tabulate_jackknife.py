"""Coefficients without each unit, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_panel
from did.jackknife import COLUMNS, jackknife
from did.jackknife import layout as layout_of


def tabulate_jackknife(panel, scores, table, layout, columns, over):
    found, said = jackknife(read_panel(panel, scores), columns, over)
    write_rows(table, found, COLUMNS)
    write_json(layout, layout_of(found, over, said))


if "snakemake" in globals():
    run(tabulate_jackknife, snakemake)
