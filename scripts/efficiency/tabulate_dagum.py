"""Dagum's decomposition of the Gini coefficient by year, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_scored, write_json, write_rows
from core.jobs import run
from efficiency.dagum import COLUMNS, dagum_layout, dagum_of


def tabulate_dagum(panel, scores, table, layout, of, by, years):
    parts, left_out = dagum_of(read_scored(panel, scores), of, by, years)
    write_rows(table, parts, COLUMNS)
    write_json(layout, dagum_layout(by, left_out))


if "snakemake" in globals():
    run(tabulate_dagum, snakemake)
