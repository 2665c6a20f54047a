"""Pure technical and scale efficiency by group, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.files import score_of, write_json, write_rows
from core.jobs import run
from efficiency.layouts import scale_layout
from efficiency.ratios import grouped, notes_of, paired, scales


def tabulate_scale(panel, scores, table, layout, vrs, crs, by):
    found = {score_of(path): Columns(path) for path in scores}
    pairs = paired(found[crs], found[vrs])
    groups = grouped(Columns(panel), by)
    rows = scales(pairs, groups)
    write_rows(table, rows, list(rows[0]))
    write_json(layout, scale_layout(by, notes_of(pairs, groups, by)))


if "snakemake" in globals():
    run(tabulate_scale, snakemake)
