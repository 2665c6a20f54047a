"""Placebo effects of one chunk of draws, of all models of a study."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_csv, read_panel, write_exact
from estimation.weights import from_tables
from placebo.models import chunk_of_draws
from placebo.neighbours import with_weights


def draw_placebo(panel, scores, matrices, draws, models, names, chunk, seed):
    weights = from_tables(names, map(read_csv, matrices))
    write_exact(draws, chunk_of_draws(read_panel(panel, scores), with_weights(models, weights), chunk, seed))


if "snakemake" in globals():
    run(draw_placebo, snakemake)
