"""How units move between classes from one year to the next, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_scored, write_json, write_rows
from core.jobs import run
from efficiency.transitions import COLUMNS, transitions_layout, transitions_of


def tabulate_transitions(panel, scores, table, layout, of, classes, moves):
    found, why = transitions_of(read_scored(panel, scores), of, classes)
    write_rows(table, found, COLUMNS)
    write_json(layout, transitions_layout(found, isinstance(classes, int), why, moves))


if "snakemake" in globals():
    run(tabulate_transitions, snakemake)
