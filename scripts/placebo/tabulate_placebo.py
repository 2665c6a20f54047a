"""The placebo tests of a study in one table: observed effects and their permutation p-values."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_json, write_rows
from core.jobs import run
from placebo.verdicts import COLUMNS, verdict
from placebo.verdicts import layout as layout_of


def tabulate_placebo(summaries, table, layout):
    verdicts = [verdict(read_json(path)) for path in summaries]
    write_rows(table, verdicts, COLUMNS)
    write_json(layout, layout_of(verdicts))


if "snakemake" in globals():
    run(tabulate_placebo, snakemake)
