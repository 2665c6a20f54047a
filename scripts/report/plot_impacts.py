"""Draw direct, indirect and total effects."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows
from core.jobs import run
from report.figures import write_figure
from report.impacts_figure import impacts_figure


def plot_impacts(table, pdf, png, labels, data_status, title):
    write_figure(impacts_figure(read_rows(table), labels, data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_impacts, snakemake)
