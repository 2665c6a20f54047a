"""Draw how a policy spreads over units."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_rows
from core.jobs import run
from report.adoption import starts
from report.figures import write_figure
from report.rollout_figure import rollout_figure


def plot_rollout(panel, pdf, png, of, years, labels, data_status, title):
    rows = read_rows(panel)
    figure = rollout_figure(starts(rows, of), len({row["unit"] for row in rows}), years, data_status)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_rollout, snakemake)
