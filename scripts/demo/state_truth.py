"""The truth of a simulated study: what is planted, and what it does to the efficiency score."""

import json
import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.logs import log_to
from core.tables import read_csv
from demo.truth import by_level, moments_of, policy_of, score_truth, worlds_apart


def state_truth(path_to_planted, path_to_roster, path_to_scores, path_to_truth):
    truth = json.loads(Path(path_to_planted).read_text(encoding="utf-8"))
    units, years, without, with_policy = worlds_apart(read_csv(path_to_scores))
    if "policy" in truth:
        roster = pd.read_csv(path_to_roster, dtype={"adcode": str})
        policy = policy_of(units, years, roster)
        truth["policy"] |= score_truth(without, with_policy, policy)
        truth["policy"] |= by_level(with_policy - without, policy, units, roster)
    truth["score"] = moments_of(with_policy)
    truth["score"]["by_year"] = dict(zip(years, with_policy.mean(axis=0), strict=True))
    write_json(path_to_truth, truth)


if "snakemake" in globals():
    log_to(snakemake.log[0])
    state_truth(
        path_to_planted=snakemake.input.planted,
        path_to_roster=snakemake.input.roster,
        path_to_scores=snakemake.input.scores,
        path_to_truth=snakemake.output.truth,
    )
