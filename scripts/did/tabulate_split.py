"""The effect of a policy in groups of units, and their differences, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from did.split import effects_by_group
from did.split import layout as layout_of


def tabulate_split(panel, scores, table, layout, by, column):
    effects, tests, warnings = effects_by_group(read_panel(panel, scores), by, column)
    write_csv(table, effects)
    write_json(layout, layout_of(by, column, tests, warnings))


if "snakemake" in globals():
    run(tabulate_split, snakemake)
