"""Estimates and placebo effects of one chunk of the specifications of a curve."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import write_array
from core.files import write_json
from core.jobs import run
from core.tables import read_panel
from placebo.curve import chunk_of_curve


def draw_curve(panel, scores, rows, draws, formula, vary, policy, keys, total, chunk, seed):
    said, effects = chunk_of_curve(read_panel(panel, scores), formula, vary, policy, keys, total, chunk, seed)
    write_json(rows, said)
    write_array(draws, effects)


if "snakemake" in globals():
    run(draw_curve, snakemake)
