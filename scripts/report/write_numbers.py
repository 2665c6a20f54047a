"""Write every number of a study with its address, so that texts quote it without copying it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_rows
from core.jobs import run
from report.all_numbers import numbers_of
from report.quotable import COLUMNS


def write_numbers(tabulated, summaries, panel, descriptives, scores, main, numbers, home, tables, labels):
    """`tabulated` are the files that `tables` names: the job reads each beside those of its table."""
    files = {"main": main, "panel": panel, "descriptives": descriptives, "scores": scores, "summaries": summaries}
    found = numbers_of(home, tables, files, labels)
    write_rows(numbers, [one.row() for one in found], COLUMNS)


if "snakemake" in globals():
    run(write_numbers, snakemake)
