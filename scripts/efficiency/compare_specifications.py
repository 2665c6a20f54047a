"""How far the scores of a study are from the first of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import score_of
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.sensitivity import comparison


def compare_specifications(scores, sensitivity, overrides):
    write_csv(sensitivity, comparison({score_of(path): read_csv(path) for path in scores}, overrides))


if "snakemake" in globals():
    run(compare_specifications, snakemake)
