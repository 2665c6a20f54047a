"""Draw kernel densities of a variable, a ridge a year."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_scored
from core.jobs import run
from report.figures import write_figure
from report.observed import by_year, observed
from report.printed import words
from report.ridgelines_figure import ridgelines_figure


def plot_ridgelines(panel, scores, pdf, png, of, years, labels, data_status, title):
    known, missing = by_year(observed(read_scored(panel, scores), of), years)
    figure = ridgelines_figure(known, of, words(of, {"score": "Score"} | labels), missing, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_ridgelines, snakemake)
