"""The change of productivity between consecutive years, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, write_json, write_rows
from core.jobs import run
from efficiency.layouts import productivity_layout
from efficiency.means import COLUMNS, mean_changes, pairs_without


def tabulate_productivity(productivity, table, layout, index):
    rows = read_rows(productivity)
    write_rows(table, mean_changes(rows, index), COLUMNS)
    write_json(layout, productivity_layout(pairs_without(rows, index)))


if "snakemake" in globals():
    run(tabulate_productivity, snakemake)
