"""Draw the distributions of placebo coefficients, with the observed coefficient of each model."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_whole
from core.logs import log_to
from core.tables import read_csv
from report.figures import as_pdf, as_png, placebo_figure
from report.printed import words


def plot_placebo_density(
    paths_to_distributions,
    paths_to_densities,
    paths_to_summaries,
    path_to_pdf,
    path_to_png,
    models,
    title,
    labels,
    data_status,
):
    figure = placebo_figure(
        distributions=[read_csv(path) for path in paths_to_distributions],
        densities=[read_csv(path) for path in paths_to_densities],
        summaries=[read_json(path) for path in paths_to_summaries],
        names=[words(model, labels) for model in models],
        title=title,
        data_status=data_status,
    )
    write_whole(path_to_pdf, lambda part: part.write_bytes(as_pdf(figure)))
    write_whole(path_to_png, lambda part: part.write_bytes(as_png(figure)))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    plot_placebo_density(
        paths_to_distributions=snakemake.input.distributions,
        paths_to_densities=snakemake.input.densities,
        paths_to_summaries=snakemake.input.summaries,
        path_to_pdf=snakemake.output.pdf,
        path_to_png=snakemake.output.png,
        models=snakemake.params.models,
        title=snakemake.params.title,
        labels=snakemake.params.labels,
        data_status=snakemake.params.data_status,
    )
