"""Draw the values of units against those of their neighbours."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.moran_scatter_figure import scatter_figure
from report.printed import words


def plot_moran_scatter(clusters, facts, pdf, png, of, matrix, years, labels, data_status, title):
    label = words(of, {"score": "Score"} | labels)
    figure = scatter_figure(read_rows(clusters), read_json(facts), years, label, words(matrix, labels), data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_moran_scatter, snakemake)
