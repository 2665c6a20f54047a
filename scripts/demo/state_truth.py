"""The truth of a simulated study: what is planted, and what it does to the efficiency score."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_json
from core.jobs import run
from core.tables import read_csv
from demo.truth import stated


def state_truth(planted, roster, scores, truth):
    cities = pd.read_csv(roster, dtype={"adcode": str})
    write_json(truth, stated(read_json(planted), read_csv(scores), cities))


if "snakemake" in globals():
    run(state_truth, snakemake)
