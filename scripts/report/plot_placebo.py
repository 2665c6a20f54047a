"""Draw the distributions of placebo coefficients, with the observed coefficient of each column."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.placebo_figure import Placebo, placebo_figure
from report.printed import words


def plot_placebo(draws, densities, summaries, pdf, png, names, labels, data_status, title):
    placebos = [
        Placebo(words(name, labels), read_rows(drawn), read_rows(density), read_json(summary))
        for name, drawn, density, summary in zip(names, draws, densities, summaries, strict=True)
    ]
    figure = placebo_figure(placebos, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_placebo, snakemake)
