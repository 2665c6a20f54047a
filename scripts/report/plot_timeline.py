"""Draw how a policy evolved, from the events that the study file tells."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows
from core.jobs import run
from report.adoption import starts
from report.figures import write_figure
from report.printed import words
from report.timeline_figure import timeline_figure


def plot_timeline(panel, pdf, png, of, events, labels, data_status, title):
    rows = read_rows(panel)
    units = len({row["unit"] for row in rows})
    figure = timeline_figure(dict(events), starts(rows, of), words(of, labels), units, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_timeline, snakemake)
