"""A table that sets the numbers of a simulated study beside the planted truth and the published ones."""

import json
import logging
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.documents import load_yaml, read_document
from core.logs import log_to
from core.tables import read_csv, write_csv
from demo.comparison import comparison
from demo.settings import Demo

KEYS = ["table", "column", "term", "estimate"]

logger = logging.getLogger("demo")


def compare_with_paper(
    path_to_settings, path_to_published, path_to_truth, path_to_panel, path_to_scores, paths_to_estimates, path_to_table
):
    wanted = read_document(path_to_settings, Demo).comparison
    truth = json.loads(Path(path_to_truth).read_text(encoding="utf-8"))
    scores = read_csv(path_to_scores)[["unit", "year", "score"]]
    panel = read_csv(path_to_panel).merge(scores, on=["unit", "year"], validate="1:1")
    estimates = [read_csv(path) for path in paths_to_estimates]
    estimates = pd.concat(estimates, ignore_index=True) if estimates else pd.DataFrame(columns=KEYS)
    table = comparison(wanted, load_yaml(path_to_published)["entries"], panel, estimates, truth)
    outside = table.loc[table["inside"].eq(False), "id"]
    for key in outside:
        logger.warning("%s is outside its band", key)
    write_csv(path_to_table, table.assign(data_status="simulated"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    compare_with_paper(
        path_to_settings=snakemake.input.settings,
        path_to_published=snakemake.input.published,
        path_to_truth=snakemake.input.truth,
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        paths_to_estimates=snakemake.input.estimates,
        path_to_table=snakemake.output.comparison,
    )
