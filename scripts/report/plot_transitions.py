"""Draw how units move between classes from a year to the next."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.transitions_figure import transitions_figure


def plot_transitions(table, layout, pdf, png, labels, data_status, title):
    write_figure(transitions_figure(read_rows(table), read_json(layout), data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_transitions, snakemake)
