"""Print direct, indirect and total effects for LaTeX, for Word and as CSV."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.logs import log_to
from core.tables import read_csv
from report.other_tables import impacts_table
from report.three_line import to_csv, to_docx, to_latex


def render_impacts(path_to_impacts, path_to_tex, path_to_docx, path_to_csv, leave_out, title, labels, data_status):
    table = impacts_table(read_csv(path_to_impacts), leave_out, title, labels, data_status)
    write_whole(path_to_tex, lambda part: part.write_text(to_latex(table), encoding="utf-8"))
    write_whole(path_to_docx, lambda part: part.write_bytes(to_docx(table)))
    write_whole(path_to_csv, lambda part: part.write_text(to_csv(table), encoding="utf-8"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    render_impacts(
        path_to_impacts=snakemake.input.impacts,
        path_to_tex=snakemake.output.tex,
        path_to_docx=snakemake.output.docx,
        path_to_csv=snakemake.output.csv,
        leave_out=snakemake.params.leave_out,
        title=snakemake.params.title,
        labels=snakemake.params.labels,
        data_status=snakemake.params.data_status,
    )
