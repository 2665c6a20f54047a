"""Gather the bootstrap replications: intervals and order-m scores of every unit-year, and how they were made."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.files import write_json
from core.jobs import run
from efficiency.bootstrap import bootstrap_table, facts_of, gathered, size_of, units_of
from efficiency.data import indicators
from efficiency.spec import Specification

logger = logging.getLogger("efficiency")


def gather_bootstrap(panel, scores, draws, bootstrap, facts, specification, total, size, seed):
    specification = Specification.from_study(specification)
    data, scored = indicators(Columns(panel), specification), Columns(scores)
    size = size_of(data, size)
    replications = gathered([Columns(path) for path in draws], scored, total)
    table = bootstrap_table(data, scored, replications, specification, size, seed)
    said = facts_of(table, specification, len(units_of(data)), size, total, seed)
    for warning in said["warnings"]:
        logger.warning(warning)
    write_columns(bootstrap, table)
    write_json(facts, said)


if "snakemake" in globals():
    run(gather_bootstrap, snakemake)
