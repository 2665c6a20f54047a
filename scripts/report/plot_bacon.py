"""Draw the comparisons that a two-way estimate averages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.bacon_figure import bacon_figure
from report.figures import write_figure


def plot_bacon(table, layout, pdf, png, labels, data_status, title):
    figure = bacon_figure(read_rows(table), read_json(layout)["tests"]["two_way"], data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_bacon, snakemake)
