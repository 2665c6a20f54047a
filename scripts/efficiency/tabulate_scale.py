"""Pure technical and scale efficiency by group, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import score_of, write_json
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.layouts import scale_layout
from efficiency.ratios import grouped, notes_of, paired, scales


def tabulate_scale(panel, scores, table, layout, vrs, crs, by):
    found = {score_of(path): read_csv(path) for path in scores}
    pairs = paired(found[crs], found[vrs])
    groups = grouped(read_csv(panel), by, pairs)
    write_csv(table, scales(pairs, groups))
    write_json(layout, scale_layout(by, notes_of(pairs, groups, by)))


if "snakemake" in globals():
    run(tabulate_scale, snakemake)
