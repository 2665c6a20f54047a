"""Mean efficiency of groups with its confidence intervals, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, write_csv
from efficiency.bootstrap import units_of
from efficiency.convergence import COVERAGE_OF_MEANS, doubts_of_means
from efficiency.data import indicators
from efficiency.group_means import SINGLE_UNIT, SPLITS, group_means
from efficiency.layouts import group_means_layout
from efficiency.spec import Specification


def tabulate_group_means(panel, scores, table, layout, by, specification, seed):
    specification, frame = Specification.from_study(specification), read_csv(panel)
    data, sbm = indicators(frame, specification), read_csv(*scores)["sbm"].to_numpy(dtype=float)
    group = frame.sort_values(["unit", "year"])[by].reset_index(drop=True)
    means = group_means(data, sbm, group, by, specification, seed)
    left_out = {
        "an indicator is missing": int((~data.complete).sum()),
        f"{by} is missing, but for the last row": int((group.isna().to_numpy() & data.complete).sum()),
    }
    doubts = doubts_of_means(specification, len(units_of(data)))
    single = int((means["reason"] == SINGLE_UNIT).sum())
    write_csv(table, means)
    write_json(layout, group_means_layout(by, SPLITS, seed, COVERAGE_OF_MEANS, left_out, single, doubts))


if "snakemake" in globals():
    run(tabulate_group_means, snakemake)
