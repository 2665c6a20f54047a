"""Technology gap ratios by group and year, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.files import score_of, write_json, write_rows
from core.jobs import run
from efficiency.layouts import gap_layout
from efficiency.ratios import gaps, grouped, notes_of, paired


def tabulate_technology_gap(panel, scores, table, layout, of, meta, group):
    found = {score_of(path): Columns(path) for path in scores}
    pairs = paired(found[meta], found[of])
    groups = grouped(Columns(panel), group)
    rows = gaps(pairs, groups)
    write_rows(table, rows, list(rows[0]))
    write_json(layout, gap_layout(notes_of(pairs, groups, group)))


if "snakemake" in globals():
    run(tabulate_technology_gap, snakemake)
