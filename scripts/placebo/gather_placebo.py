"""Gather the draws of one model and set the observed effect against them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.weights import from_tables
from placebo.distribution import density
from placebo.models import all_draws, setting_of_model, summary_of
from placebo.neighbours import with_weights
from placebo.permutation import EFFECTS


def gather_placebo(panel, scores, chunks, matrices, draws, summary, curve, model, seed):
    frame = read_panel(panel, scores)
    names = [model["matrix"]] if matrices else []
    (model,) = with_weights([model], from_tables(names, map(read_csv, matrices)))
    setting = setting_of_model(frame, model)
    effects = all_draws([read_csv(path) for path in chunks], model, setting.draws)
    write_csv(draws, effects[EFFECTS])
    write_rows(curve, density(effects["estimate"].dropna().to_numpy()), ["x", "density"])
    write_json(summary, summary_of(frame, setting, effects, model, seed))


if "snakemake" in globals():
    run(gather_placebo, snakemake)
