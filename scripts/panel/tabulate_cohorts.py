"""Who adopts a policy when, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, write_json, write_rows
from core.jobs import run
from panel.cohorts import COLUMNS, cohorts
from panel.cohorts import layout as layout_of


def tabulate_cohorts(panel, table, layout, of):
    write_rows(table, cohorts(read_rows(panel), of), COLUMNS)
    write_json(layout, layout_of())


if "snakemake" in globals():
    run(tabulate_cohorts, snakemake)
