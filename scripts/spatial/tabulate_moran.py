"""Moran's I of each variable, by year and matrix."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.weights import from_tables
from spatial.autocorrelation import autocorrelation
from spatial.moran import circular
from spatial.moran import layout as layout_of


def tabulate_moran(
    panel, scores, matrices, table, layout, of, names, leave_out, made_of, years, statistics, permutations, seed
):
    frame = read_panel(panel, scores)
    weights = from_tables(names, map(read_csv, matrices)).values()
    parts = [autocorrelation(frame, one, leave_out[one.name], of, years, permutations, seed) for one in weights]
    whole = pd.concat([rows for rows, _ in parts], ignore_index=True)
    warnings = [*dict.fromkeys(said for _, doubts in parts for said in doubts), *circular(of, made_of)]
    write_csv(table, whole)
    write_json(layout, layout_of(statistics, whole, leave_out, warnings))


if "snakemake" in globals():
    run(tabulate_moran, snakemake)
