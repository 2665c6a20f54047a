"""Descriptive statistics of chosen variables, the score among them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, read_scored, write_json, write_rows
from core.jobs import run
from panel.descriptives import COLUMNS, chosen, statistics_of
from panel.descriptives import layout as layout_of


def tabulate_descriptives(panel, scores, descriptives, table, layout, of, by, statistics):
    described = read_rows(descriptives)
    rows = read_scored(panel, scores)
    found = statistics_of(rows, chosen(of, described, rows), by, described)
    write_rows(table, found, COLUMNS)
    write_json(layout, layout_of(statistics, found, by))


if "snakemake" in globals():
    run(tabulate_descriptives, snakemake)
