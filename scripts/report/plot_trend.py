"""Draw the mean or the median of a variable by year, for all units or for groups of them."""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_scored
from core.jobs import run
from report.adoption import starts
from report.figures import write_figure
from report.observed import observed
from report.printed import words
from report.trend import groups_of, lines_of
from report.trend_figure import trend_figure


def plot_trend(panel, scores, pdf, png, of, by, policy, total, statistic, labels, data_status, title):
    rows = read_scored(panel, scores)
    values = observed(rows, of)
    figure = trend_figure(
        lines_of(values, groups_of(rows, by, policy, labels), total, statistic),
        adoption=Counter(starts(rows, by).values()) if policy else {},
        missing=sum(value is None for value in values.values()),
        label=words(of, {"score": "Score"} | labels),
        year=labels.get("year", "Year"),
        data_status=data_status,
        statistic=statistic,
    )
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_trend, snakemake)
