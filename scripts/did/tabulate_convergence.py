"""Sigma or beta convergence of a variable, as a grid."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_panel, write_csv
from core.words import MOVING_FRONTIER
from did.convergence import growth_layout, growth_on_level, spread_by_year, spread_layout


def tabulate_convergence(panel, scores, table, layout, of, measure, interval, controls, ssc, moves):
    frame = read_panel(panel, scores)
    if measure == "sigma":
        write_csv(table, spread_by_year(frame, of))
        write_json(layout, spread_layout())
        return
    growth, warnings = growth_on_level(frame, of, interval, controls, ssc)
    write_csv(table, growth)
    write_json(layout, growth_layout(of, interval, ssc, [*warnings, *[MOVING_FRONTIER] * moves]))


if "snakemake" in globals():
    run(tabulate_convergence, snakemake)
