"""Draw what holds efficiency down, by group."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.slacks_figure import slacks_figure


def plot_slacks(table, layout, pdf, png, labels, data_status, title):
    write_figure(slacks_figure(read_rows(table), read_json(layout), labels, data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_slacks, snakemake)
