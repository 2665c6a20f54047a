"""Draw coefficients without each unit."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows
from core.jobs import run
from report.figures import write_figure
from report.jackknife_figure import jackknife_figure


def plot_jackknife(table, pdf, png, labels, data_status, title):
    figure = jackknife_figure(read_rows(table), labels, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_jackknife, snakemake)
