"""The inputs and outputs of the score, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, write_json, write_rows
from core.jobs import run
from panel.indicators import COLUMNS, indicators
from panel.indicators import layout as layout_of


def tabulate_indicators(descriptives, table, layout, inputs, desirable, undesirable):
    specification = {"inputs": inputs, "desirable": desirable, "undesirable": undesirable}
    found = indicators(specification, read_rows(descriptives))
    write_rows(table, found, COLUMNS)
    write_json(layout, layout_of(found))


if "snakemake" in globals():
    run(tabulate_indicators, snakemake)
