"""Draw the event study: effects by years since the policy began."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_whole
from core.logs import log_to
from core.tables import read_csv
from report.figures import as_pdf, as_png, event_study_figure


def plot_event_study(path_to_estimates, path_to_fits, path_to_pdf, path_to_png, title, labels, data_status):
    fits = read_json(path_to_fits)
    figure = event_study_figure(read_csv(path_to_estimates), fits, title, labels, data_status)
    write_whole(path_to_pdf, lambda part: part.write_bytes(as_pdf(figure)))
    write_whole(path_to_png, lambda part: part.write_bytes(as_png(figure)))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    plot_event_study(
        path_to_estimates=snakemake.input.estimates,
        path_to_fits=snakemake.input.fits,
        path_to_pdf=snakemake.output.pdf,
        path_to_png=snakemake.output.png,
        title=snakemake.params.title,
        labels=snakemake.params.labels,
        data_status=snakemake.params.data_status,
    )
