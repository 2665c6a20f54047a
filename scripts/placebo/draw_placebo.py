"""Placebo effects of one chunk of draws, of all models of a study."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import write_array
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel
from estimation.weights import from_tables
from placebo.models import chunk_of_draws
from placebo.neighbours import with_weights


def draw_placebo(panel, scores, matrices, facts, draws, models, names, chunk, seed):
    weights = from_tables(names, map(read_csv, matrices))
    said, effects = chunk_of_draws(read_panel(panel, scores), with_weights(models, weights), chunk, seed)
    write_json(facts, said)
    write_array(draws, effects)


if "snakemake" in globals():
    run(draw_placebo, snakemake)
