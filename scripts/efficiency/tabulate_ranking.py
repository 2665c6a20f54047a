"""The units with the highest and the lowest values of a variable, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, read_scored, write_json, write_rows
from core.jobs import run
from efficiency.ranking import COLUMNS, ranking_layout, ranking_of


def tabulate_ranking(panel, scores, bootstrap, table, layout, of, years, top):
    ends = {(row["unit"], row["year"]): row for path in bootstrap for row in read_rows(path)}
    write_rows(table, ranking_of(read_scored(panel, scores), of, years, top, ends), COLUMNS)
    write_json(layout, ranking_layout(bool(years), bool(bootstrap)))


if "snakemake" in globals():
    run(tabulate_ranking, snakemake)
