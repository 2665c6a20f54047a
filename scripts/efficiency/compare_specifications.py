"""How far the scores of a study are from the first of them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.files import score_of, write_rows
from core.jobs import run
from efficiency.sensitivity import comparison


def compare_specifications(scores, sensitivity, overrides):
    compared = comparison({score_of(path): Columns(path) for path in scores}, overrides)
    write_rows(sensitivity, compared, list(compared[0]))


if "snakemake" in globals():
    run(compare_specifications, snakemake)
