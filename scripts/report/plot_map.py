"""Draw the scores of one year on a map."""

import sys
from pathlib import Path

import geopandas

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.logs import log_to
from core.tables import read_csv
from report.figures import as_pdf, as_png, map_figure
from report.maps import with_scores
from report.printed import words


def plot_map(path_to_scores, path_to_shapes, path_to_pdf, path_to_png, key, year, title, labels, data_status):
    shapes, note = with_scores(geopandas.read_file(path_to_shapes), key, read_csv(path_to_scores), year)
    figure = map_figure(shapes, note, title, f"{words('score', labels)}, {year}", data_status)
    write_whole(path_to_pdf, lambda part: part.write_bytes(as_pdf(figure)))
    write_whole(path_to_png, lambda part: part.write_bytes(as_png(figure)))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    plot_map(
        path_to_scores=snakemake.input.scores,
        path_to_shapes=snakemake.input.shapes,
        path_to_pdf=snakemake.output.pdf,
        path_to_png=snakemake.output.png,
        key=snakemake.params.key,
        year=snakemake.params.year,
        title=snakemake.params.title,
        labels=snakemake.params.labels,
        data_status=snakemake.params.data_status,
    )
