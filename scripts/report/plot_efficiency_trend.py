"""Draw mean efficiency by year, for the units that adopt the policy and the others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.logs import log_to
from core.tables import read_csv
from report.figures import as_pdf, as_png, trend_figure
from report.trend import score_trend, starts


def plot_efficiency_trend(path_to_scores, path_to_panel, path_to_pdf, path_to_png, policy, title, labels, data_status):
    start = starts(read_csv(path_to_panel), policy)
    trend = score_trend(read_csv(path_to_scores), set(start.index))
    adoption = start.value_counts().sort_index().to_dict()
    figure = trend_figure(trend, adoption, title, labels, data_status)
    write_whole(path_to_pdf, lambda part: part.write_bytes(as_pdf(figure)))
    write_whole(path_to_png, lambda part: part.write_bytes(as_png(figure)))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    plot_efficiency_trend(
        path_to_scores=snakemake.input.scores,
        path_to_panel=snakemake.input.panel,
        path_to_pdf=snakemake.output.pdf,
        path_to_png=snakemake.output.png,
        policy=snakemake.params.policy,
        title=snakemake.params.title,
        labels=snakemake.params.labels,
        data_status=snakemake.params.data_status,
    )
