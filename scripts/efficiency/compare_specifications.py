"""Scores under the other specifications of the study, and how far they are from the main ones."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.sensitivity import comparison, stacked, tables_of
from efficiency.spec import Specification


def compare_specifications(panel, scores, sensitivity, sensitivity_scores, specification, overrides):
    tables = tables_of(read_csv(panel), read_csv(scores), Specification.from_study(specification), overrides)
    write_csv(sensitivity, comparison(tables))
    write_csv(sensitivity_scores, stacked(tables))


if "snakemake" in globals():
    run(compare_specifications, snakemake)
