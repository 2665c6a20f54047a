"""Scores of every unit-year in two worlds of a simulated study, without and with its policy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.jobs import run
from efficiency.spec import Specification
from efficiency.worlds import scores_by_world


def score_worlds(worlds, panel, scores, specifications):
    wanted = {name: Specification.from_study(one) for name, one in specifications.items()}
    write_columns(scores, scores_by_world(Columns(worlds), Columns(panel), wanted))


if "snakemake" in globals():
    run(score_worlds, snakemake)
