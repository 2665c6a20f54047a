"""The truth of a simulated study: what is planted, and what it does to the efficiency score."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.files import read_json, read_rows, write_json
from core.jobs import run
from demo.truth import stated


def state_truth(planted, roster, scores, truth):
    write_json(truth, stated(read_json(planted), Columns(scores), read_rows(roster)))


if "snakemake" in globals():
    run(state_truth, snakemake)
