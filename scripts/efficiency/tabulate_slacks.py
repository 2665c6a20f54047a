"""What holds efficiency down: the share of each indicator in the inefficiency, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, write_json, write_rows
from core.jobs import run
from efficiency.slacks import SHARES, shares_layout, shares_of
from efficiency.spec import Specification


def tabulate_slacks(panel, scores, slacks, table, layout, by, specification):
    scored = read_rows(scores)
    specification = Specification.from_study(specification)
    shares, left_out = shares_of(read_rows(panel), scored, read_rows(slacks), by, specification)
    write_rows(table, shares, SHARES)
    write_json(layout, shares_layout(by, shares, sum(row["stage"] is not None for row in scored), left_out))


if "snakemake" in globals():
    run(tabulate_slacks, snakemake)
