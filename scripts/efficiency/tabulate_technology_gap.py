"""Technology gap ratios by group and year, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import score_of, write_json
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.layouts import gap_layout
from efficiency.ratios import gaps, grouped, notes_of, paired


def tabulate_technology_gap(panel, scores, table, layout, of, meta, group):
    found = {score_of(path): read_csv(path) for path in scores}
    pairs = paired(found[meta], found[of])
    groups = grouped(read_csv(panel), group, pairs)
    write_csv(table, gaps(pairs, groups))
    write_json(layout, gap_layout(notes_of(pairs, groups, group)))


if "snakemake" in globals():
    run(tabulate_technology_gap, snakemake)
