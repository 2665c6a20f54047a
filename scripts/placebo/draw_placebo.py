"""Placebo effects of one chunk of draws."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.formulas import parse_formula
from core.logs import log_to
from core.tables import read_csv
from estimation.frames import estimation_frame
from placebo.permutation import draws_of, placebo_effects, setting_of


def draw_placebo(path_to_panel, path_to_scores, path_to_draws, formula, sample, policy, ssc, chunk, total, seed):
    model = parse_formula(formula)
    frame = estimation_frame(read_csv(path_to_panel), read_csv(path_to_scores), model, sample, policy)
    draws = placebo_effects(setting_of(frame, model, policy, ssc), draws_of(chunk, total), seed)
    # every digit is kept until the draws are compared with the observed effect, so that ties count
    write_whole(path_to_draws, lambda path: draws.to_csv(path, index=False, lineterminator="\n"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    draw_placebo(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        path_to_draws=snakemake.output.draws,
        formula=snakemake.params.formula,
        sample=snakemake.params.sample,
        policy=snakemake.params.policy,
        ssc=snakemake.params.ssc,
        chunk=snakemake.params.chunk,
        total=snakemake.params.total,
        seed=snakemake.params.seed,
    )
