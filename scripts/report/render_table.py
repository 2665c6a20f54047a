"""Print one table for LaTeX, for Word, for the page and as CSV."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows, write_bytes, write_text
from core.jobs import run
from report.fitted import fitted_columns, in_order, with_placebos
from report.fragment import to_html
from report.grid_table import grid_table
from report.latex import to_latex
from report.rectangle import to_csv
from report.regression_table import regression_table
from report.three_line import framed, in_language, without_stars
from report.word import to_docx


def render_table(
    estimates,
    facts,
    placebos,
    tex,
    docx,
    csv,
    html,
    label,
    title,
    note,
    stars,
    columns,
    keep,
    indicate,
    under,
    fitstat,
    labels,
    data_status,
):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    if pairs[0][1]["kind"] == "coefficients":
        shown = in_order(fitted_columns(pairs), [column["name"] for column in columns])
        shown = with_placebos(shown, [read_json(path) for path in placebos])
        headings = [column["label"] for column in columns]
        table = regression_table(shown, headings, keep, indicate, under, fitstat, labels)
    else:
        ((rows, layout),) = pairs
        table = grid_table(rows, layout, labels)
    table = in_language(framed(table if stars else without_stars(table), title, note, data_status))
    write_text(tex, to_latex(table, label))
    write_bytes(docx, to_docx(table))
    write_text(csv, to_csv(table, data_status))
    write_text(html, to_html(table))


if "snakemake" in globals():
    run(render_table, snakemake)
