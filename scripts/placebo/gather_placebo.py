"""Gather the chunks of placebo draws and set the observed effect against them."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.files import write_json
from core.formulas import parse_formula
from core.logs import log_to
from core.tables import read_csv, write_csv
from estimation.cohorts import cohort_sizes
from estimation.frames import estimation_frame
from estimation.least_squares import facts, fit_formula, tidy
from placebo.distribution import bandwidth, density, moments, permutation_p
from placebo.permutation import setting_of

DESIGN = "cohorts"


def all_draws(parts: list[pd.DataFrame], total: int) -> pd.DataFrame:
    """The draws 0..`total`-1 in order; StudyError unless each is there once."""
    draws = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    draws = draws.sort_values("draw", ignore_index=True)
    if not np.array_equal(draws["draw"], np.arange(total)):
        raise StudyError(
            f"{len(draws)} placebo draws, {draws['draw'].nunique()} of them different, where 0 to {total - 1} are "
            "expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    return draws


def gather_placebo(
    path_to_panel, path_to_scores, paths_to_draws, path_to_distribution, path_to_summary, path_to_density,
    formula, sample, policy, ssc, total, seed,
):  # fmt: skip
    model = parse_formula(formula)
    frame = estimation_frame(read_csv(path_to_panel), read_csv(path_to_scores), model, sample, policy)
    start = setting_of(frame, model, policy, ssc).start
    fit = fit_formula(frame, model, ssc)
    observed = tidy(fit).set_index("term").loc[policy]
    draws = all_draws([read_csv(path) for path in paths_to_draws], total)
    estimates = draws["estimate"].to_numpy()
    summary = {
        "formula": formula,
        "sample": sample,
        "policy": policy,
        **facts(fit),
        "observed": observed.to_dict(),
        "p_coefficient": permutation_p(observed["estimate"], estimates),
        "p_statistic": permutation_p(observed["statistic"], draws["statistic"].to_numpy()),
        "draws": total,
        "design": DESIGN,
        "seed": seed,
        "n_treated": int(np.isfinite(start).sum()),
        "cohorts": cohort_sizes(start),
        **moments(estimates),
        "density": {"kernel": "gaussian", "bandwidth": bandwidth(estimates)},
    }
    write_csv(path_to_distribution, draws)
    write_csv(path_to_density, density(estimates))
    write_json(path_to_summary, summary)


if "snakemake" in globals():
    log_to(snakemake.log[0])
    gather_placebo(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        paths_to_draws=snakemake.input.draws,
        path_to_distribution=snakemake.output.distribution,
        path_to_summary=snakemake.output.summary,
        path_to_density=snakemake.output.density,
        formula=snakemake.params.formula,
        sample=snakemake.params.sample,
        policy=snakemake.params.policy,
        ssc=snakemake.params.ssc,
        total=snakemake.params.total,
        seed=snakemake.params.seed,
    )
