"""The specifications of a curve in one table, with their joint test."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import read_array
from core.files import read_json, write_json, write_rows
from core.jobs import run
from core.specifications import RESULTS
from placebo.joint import curve
from placebo.joint import layout as layout_of


def tabulate_specifications(rows, draws, table, layout, vary, policy, rule):
    specifications, said = curve([read_json(path) for path in rows], [read_array(path) for path in draws])
    write_rows(table, specifications, ["specification", *vary, *RESULTS[1:]])
    write_json(layout, layout_of(specifications, said, vary, policy, rule))


if "snakemake" in globals():
    run(tabulate_specifications, snakemake)
