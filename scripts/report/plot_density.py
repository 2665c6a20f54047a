"""Draw kernel densities of a variable, a curve a year."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_scored
from core.jobs import run
from report.density_figure import density_figure
from report.figures import write_figure
from report.observed import observed
from report.printed import words


def plot_density(panel, scores, pdf, png, of, years, labels, data_status):
    values = observed(read_scored(panel, scores), of)
    known = {year: [value for (_, at), value in values.items() if at == year and value is not None] for year in years}
    missing = sum(value is None for (_, at), value in values.items() if at in years)
    figure = density_figure(known, of, words(of, {"score": "Score"} | labels), missing, data_status)
    write_figure(figure, pdf, png)


if "snakemake" in globals():
    run(plot_density, snakemake)
