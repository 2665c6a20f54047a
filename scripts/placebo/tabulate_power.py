"""The smallest effects that the tests of a study could have found, in one table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows, write_json, write_rows
from core.jobs import run
from placebo.power import COLUMNS, power_row
from placebo.power import layout as layout_of


def tabulate_power(summaries, draws, table, layout):
    rows = [power_row(read_json(summary), read_rows(drawn)) for summary, drawn in zip(summaries, draws, strict=True)]
    write_rows(table, rows, COLUMNS)
    write_json(layout, layout_of(rows))


if "snakemake" in globals():
    run(tabulate_power, snakemake)
