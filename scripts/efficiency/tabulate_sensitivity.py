"""The scores under other specifications, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import header_of, read_rows, write_json, write_rows
from core.jobs import run
from efficiency.layouts import sensitivity_layout


def tabulate_sensitivity(sensitivity, table, layout):
    write_rows(table, read_rows(sensitivity), header_of(sensitivity))
    write_json(layout, sensitivity_layout())


if "snakemake" in globals():
    run(tabulate_sensitivity, snakemake)
