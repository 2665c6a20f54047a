"""Draw a variable on maps, one for each of some years."""

import sys
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.classes import classes_of, text_classes
from core.files import read_rows, read_scored
from core.jobs import run
from core.shapes import read_lines, read_shapes
from report.adoption import cohorts
from report.clusters import cluster_classes, numbered
from report.figures import write_figure
from report.map_figure import map_figure
from report.maps import Ground, with_values
from report.observed import observed
from report.printed import words


def plot_map(
    panel,
    scores,
    shapes,
    outline,
    lines,
    clusters,
    pdf,
    png,
    of,
    years,
    key,
    classes,
    matrix,
    box,
    inset,
    labels,
    data_status,
    title,
):
    if clusters:
        values = numbered(read_rows(clusters))
    else:
        rows = read_scored(panel, scores)
        values = cohorts(rows, of) if classes == "cohorts" else observed(rows, of, classes == "values")
    texts = [value for value in values.values() if isinstance(value, str)]
    kinds = text_classes(texts) if texts else None
    if kinds:
        values = {place: kinds.names.index(value) for place, value in values.items() if value is not None}
    read = cache(read_shapes)  # the outline may be the same file
    ground = Ground(read(outline) if outline else None, read_lines(lines) if lines else None, box, inset)
    units, note = with_values(read(shapes), key, values, years, units_alone=bool(outline))
    kinds = kinds or (
        cluster_classes(units.shown, words(matrix, labels)) if clusters else classes_of(units.shown, classes)
    )
    figure = map_figure(units, kinds, note, words(of, labels), data_status, ground)
    write_figure(figure, pdf, png, title)


if "snakemake" in globals():
    run(plot_map, snakemake)
