"""Draw coefficients of several columns."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.coefficients_figure import coefficients_figure
from report.figures import write_figure
from report.fitted import fitted_columns


def plot_coefficients(estimates, facts, pdf, png, columns, terms, labels, data_status, title):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    fitted = {column.address: column for column in fitted_columns(pairs)}
    figure = coefficients_figure([fitted[address] for address in columns], terms, labels, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_coefficients, snakemake)
