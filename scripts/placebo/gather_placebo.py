"""Gather the draws of one model and set the observed effect against them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import read_array
from core.files import read_json, write_json, write_rows
from core.jobs import run
from placebo.chunks import EFFECTS, fitted, gathered, rows_of, summary_of
from placebo.distribution import density


def gather_placebo(facts, chunks, draws, summary, curve, placebo, column):
    said, observed, effects = gathered([*map(read_json, facts)], [*map(read_array, chunks)], placebo, column)
    write_rows(draws, rows_of(effects), EFFECTS)
    write_rows(curve, density(fitted(effects, "estimate")), ["x", "density"])
    write_json(summary, summary_of(said, observed, effects))


if "snakemake" in globals():
    run(gather_placebo, snakemake)
