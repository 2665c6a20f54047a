"""Draw effects by the bound on departures from parallel trends."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.honest_figure import honest_figure


def plot_honest(table, layout, pdf, png, labels, data_status, title):
    figure = honest_figure(read_rows(table), read_json(layout)["tests"]["restriction"], labels, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_honest, snakemake)
