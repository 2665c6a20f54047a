"""Efficiency scores, slacks and peers of every unit-year."""

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.files import write_json
from core.jobs import run
from efficiency.data import indicators
from efficiency.diagnose import flags, warnings_of
from efficiency.score import audit, score
from efficiency.spec import Specification
from efficiency.tables import peer_table, run_facts, score_table, slack_table

logger = logging.getLogger("efficiency")


def score_efficiency(panel, scores, slacks, peers, facts, specification, seed):
    specification = Specification.from_study(specification)
    data = indicators(Columns(panel), specification)
    start = time.perf_counter()
    found = score(data, specification)
    marks = flags(data, found, specification)
    audited = audit(data, found, specification, seed)
    spent = time.perf_counter() - start
    logger.info("%d unit-years: %d programs, flags and audit in %.2f s", len(data.unit), found.programs, spent)
    for warning in warnings_of(data, found, marks, specification):
        logger.warning(warning)
    write_columns(scores, score_table(data, found, marks))
    write_columns(slacks, slack_table(data, found, specification))
    write_columns(peers, peer_table(data, found))
    write_json(facts, run_facts(data, found, marks, specification, audited))


if "snakemake" in globals():
    run(score_efficiency, snakemake)
