"""Mean efficiency of groups with its confidence intervals, as a grid."""

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns
from core.files import write_json, write_rows
from core.jobs import run
from efficiency.bootstrap import units_of
from efficiency.convergence import COVERAGE_OF_MEANS, doubts_of_means
from efficiency.data import in_order, indicators
from efficiency.group_means import SINGLE_UNIT, SPLITS, group_means
from efficiency.layouts import group_means_layout
from efficiency.spec import Specification


def tabulate_group_means(panel, scores, table, layout, by, specification, seed):
    specification, columns = Specification.from_study(specification), Columns(panel)
    data, sbm = indicators(columns, specification), np.array(Columns(*scores)["sbm"], dtype=float)
    group = np.array(in_order(columns, [by])[by], dtype=object)
    means = group_means(data, sbm, group, by, specification, seed)
    left_out = {
        "an indicator is missing": int((~data.complete).sum()),
        f"{by} is missing, but for the last row": sum(own is None for own in group[data.complete]),
    }
    doubts = doubts_of_means(specification, len(units_of(data)))
    single = sum(row["reason"] == SINGLE_UNIT for row in means)
    write_rows(table, means, list(means[0]))
    write_json(layout, group_means_layout(by, SPLITS, seed, COVERAGE_OF_MEANS, left_out, single, doubts))


if "snakemake" in globals():
    run(tabulate_group_means, snakemake)
