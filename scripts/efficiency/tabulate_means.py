"""Means of variables by group and year, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.classes import classes_of
from core.files import read_scored, write_json, write_rows
from core.jobs import run
from efficiency.groups import MEANS, means_layout, means_of


def tabulate_means(panel, scores, table, layout, of, by, years, statistics):
    rows = read_scored(panel, scores)
    means = means_of(rows, of, by if isinstance(by, str) else classes_of([], by), years)
    left_out = sum(row[by] is None for row in rows) if isinstance(by, str) else 0
    write_rows(table, means, MEANS)
    write_json(layout, means_layout(by if isinstance(by, str) else "Class", statistics, means, left_out))


if "snakemake" in globals():
    run(tabulate_means, snakemake)
