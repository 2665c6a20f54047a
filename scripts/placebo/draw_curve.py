"""Estimates and placebo effects of one chunk of the specifications of a curve."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import write_array
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel
from estimation.weights import from_tables
from placebo.curve import chunk_of_curve


def draw_curve(panel, scores, matrices, rows, draws, formula, vary, policy, keys, total, names, chunk, seed):
    weights = from_tables(names, map(read_csv, matrices))
    frame = read_panel(panel, scores)
    said, effects = chunk_of_curve(frame, formula, vary, policy, keys, total, chunk, seed, weights)
    write_json(rows, said)
    write_array(draws, effects)


if "snakemake" in globals():
    run(draw_curve, snakemake)
