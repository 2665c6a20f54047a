"""Efficiency scores, slacks and peers of every unit-year."""

import logging
import sys
import time
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.logs import log_to
from core.tables import read_csv, write_csv
from efficiency.data import indicators
from efficiency.diagnose import flags, warnings_of
from efficiency.score import audit, score
from efficiency.spec import Specification
from efficiency.tables import peer_table, run_facts, score_table, slack_table

logger = logging.getLogger("efficiency")


def score_efficiency(path_to_panel, path_to_scores, path_to_slacks, path_to_peers, path_to_run, specification, seed):
    specification = Specification.from_study(specification)
    data = indicators(read_csv(path_to_panel), specification)
    start = time.perf_counter()
    scores = score(data, specification)
    seconds = time.perf_counter() - start
    marks = flags(data, scores, specification)
    size, difference = audit(data, scores, specification, seed)
    programs = sum(part["solves"] for part in scores.work.values())
    logger.info("%d unit-years: %d programs in %.2f s", len(data.unit), programs, seconds)
    logger.info("audit of %d unit-years: largest difference %.1e", size, difference)
    for warning in warnings_of(data, scores, marks, specification):
        logger.warning(warning)
    write_csv(path_to_scores, score_table(data, scores, marks))
    write_csv(path_to_slacks, slack_table(data, scores, specification))
    write_csv(path_to_peers, peer_table(data, scores))
    facts = run_facts(data, scores, marks, specification)
    versions = {name: version(name) for name in ("numpy", "highspy", "pyomo")}
    write_json(path_to_run, facts | {"audit": {"units": size, "largest_difference": difference}, "versions": versions})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    score_efficiency(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.output.scores,
        path_to_slacks=snakemake.output.slacks,
        path_to_peers=snakemake.output.peers,
        path_to_run=snakemake.output.run,
        specification=snakemake.params.specification,
        seed=snakemake.params.seed,
    )
