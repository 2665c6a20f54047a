"""Placebo effects of one chunk of draws, of all models of a study."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import read_panel, write_exact
from placebo.models import chunk_of_draws


def draw_placebo(panel, scores, draws, models, chunk, seed):
    write_exact(draws, chunk_of_draws(read_panel(panel, scores), models, chunk, seed))


if "snakemake" in globals():
    run(draw_placebo, snakemake)
