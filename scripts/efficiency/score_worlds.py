"""Scores of every unit-year in two worlds of a simulated study, without and with its policy."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.spec import Specification
from efficiency.worlds import scores_by_world


def score_worlds(worlds, panel, scores, specifications):
    wanted = {name: Specification.from_study(one) for name, one in specifications.items()}
    write_csv(scores, scores_by_world(read_csv(worlds), read_csv(panel), wanted))


if "snakemake" in globals():
    run(score_worlds, snakemake)
