"""The units with the highest and the lowest values of a variable, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, read_scored, write_json, write_rows
from core.jobs import run
from efficiency.ranking import COLUMNS, ranking_layout, ranking_of, told


def tabulate_ranking(panel, scores, bootstrap, table, layout, of, years, top, names):
    rows = read_scored(panel, scores)
    called = {row["unit"]: row[names] for row in rows} if names else {}
    intervals = {(row["unit"], row["year"]): row for path in bootstrap for row in read_rows(path)}
    write_rows(table, told(ranking_of(rows, of, years, top), called, intervals), COLUMNS)
    write_json(layout, ranking_layout(bool(years), bool(bootstrap)))


if "snakemake" in globals():
    run(tabulate_ranking, snakemake)
