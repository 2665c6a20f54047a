"""Scores under the other specifications of the study, and how far they are from the main ones."""

import logging
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.logs import log_to
from core.tables import read_csv, write_csv
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.score import score
from efficiency.sensitivity import MAIN, comparison, label, overridden
from efficiency.spec import Specification
from efficiency.tables import score_table

COLUMNS = ["unit", "year", "score", "stage", "status", "flags"]

logger = logging.getLogger("efficiency")


def compare_specifications(
    path_to_panel, path_to_scores, path_to_sensitivity, path_to_sensitivity_scores, specification, overrides
):
    panel, main = read_csv(path_to_panel), Specification.from_study(specification)
    tables = {MAIN: read_csv(path_to_scores)[COLUMNS]}
    for override in overrides:
        other = overridden(main, override)
        data = indicators(panel, other)
        scores = score(data, other)
        tables[label(override)] = score_table(data, scores, flags(data, scores, other))[COLUMNS]
        logger.info("%s: scored", label(override))
    scored = [table.assign(override=name) for name, table in tables.items()]
    write_csv(path_to_sensitivity, comparison(tables))
    write_csv(path_to_sensitivity_scores, pd.concat(scored, ignore_index=True)[["override", *COLUMNS]])


if "snakemake" in globals():
    log_to(snakemake.log[0])
    compare_specifications(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        path_to_sensitivity=snakemake.output.sensitivity,
        path_to_sensitivity_scores=snakemake.output.scores,
        specification=snakemake.params.specification,
        overrides=snakemake.params.overrides,
    )
