"""The placebo tests of a study in one table: observed effects and their p-values."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows, write_json, write_rows
from core.jobs import run
from placebo.verdicts import COLUMNS, remarks, verdict, verdicts_in_time
from placebo.verdicts import layout as layout_of


def tabulate_placebo(summaries, shifts, facts, table, layout):
    known = [read_json(path) for path in summaries]
    verdicts = [verdict(one) for one in known]
    for rows, path in zip(shifts, facts, strict=True):
        verdicts += verdicts_in_time(read_json(path), read_rows(rows))
    write_rows(table, verdicts, COLUMNS)
    write_json(layout, layout_of(verdicts, remarks(known)))


if "snakemake" in globals():
    run(tabulate_placebo, snakemake)
