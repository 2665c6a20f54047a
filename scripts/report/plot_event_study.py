"""Draw event studies: effects by years since the policy began."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.event_study_figure import event_study_figure
from report.figures import write_figure
from report.fitted import fitted_columns


def plot_event_study(estimates, facts, pdf, png, columns, names, bands, labels, data_status, title):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    fitted = {column.address: column for column in fitted_columns(pairs)}
    shown = [fitted[address] for address in columns]
    figure = event_study_figure(shown, names, bands, labels, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_event_study, snakemake)
