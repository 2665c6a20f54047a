"""Impacts of all spatial tables of a study in one file."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.logs import log_to
from core.tables import read_csv, write_csv


def gather_impacts(paths_to_impacts, path_to_impacts):
    tables = pd.concat([read_csv(path) for path in paths_to_impacts])
    write_csv(path_to_impacts, tables.sort_values("table", kind="stable"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    gather_impacts(paths_to_impacts=snakemake.input.impacts, path_to_impacts=snakemake.output.impacts)
