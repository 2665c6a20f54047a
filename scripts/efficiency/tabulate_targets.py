"""The targets of a unit, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows, write_json, write_rows
from core.jobs import run
from efficiency.slacks import TARGETS, targets_layout, targets_of
from efficiency.spec import Specification


def tabulate_targets(scores, slacks, table, layout, unit, years, specification):
    specification = Specification.from_study(specification)
    targets, scored = targets_of(read_rows(scores), read_rows(slacks), unit, years, specification)
    write_rows(table, targets, TARGETS)
    write_json(layout, targets_layout(scored))


if "snakemake" in globals():
    run(tabulate_targets, snakemake)
