"""Draw a specification curve."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.curve_figure import curve_figure
from report.figures import write_figure


def plot_specification_curve(table, layout, pdf, png, labels, data_status, title):
    write_figure(curve_figure(read_rows(table), read_json(layout)["tests"], labels, data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_specification_curve, snakemake)
