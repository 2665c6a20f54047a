"""Indirect, direct and total effects through channels, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_panel
from did.mediation import COLUMNS, mediation
from did.mediation import layout as layout_of


def tabulate_mediation(panel, scores, table, layout, pairs, draws, seed):
    found, clusters = mediation(read_panel(panel, scores), pairs, draws, seed)
    write_rows(table, found, COLUMNS)
    write_json(layout, layout_of(draws, clusters))


if "snakemake" in globals():
    run(tabulate_mediation, snakemake)
