"""Write the report: one page with the figures, the tables, the referee's reading and what was done."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_whole
from core.logs import log_to
from core.tables import read_csv
from report.page import Picture, page
from report.three_line import from_csv


def write_report(
    path_to_template,
    paths_to_figures,
    paths_to_tables,
    path_to_findings,
    path_to_run,
    path_to_audit,
    path_to_warnings,
    path_to_html,
    title,
    description,
    data_status,
    captions,
    sources,
):
    figures = [Path(path) for path in paths_to_figures]
    tables = [Path(path) for path in paths_to_tables]
    text = page(
        template=Path(path_to_template).read_text(encoding="utf-8"),
        title=title,
        description=description,
        data_status=data_status,
        pictures=[Picture(captions.get(path.stem, path.stem), path.read_bytes()) for path in figures],
        tables=[from_csv(path.read_text(encoding="utf-8")) for path in tables],
        findings=read_csv(path_to_findings),
        run=read_json(path_to_run),
        audit=read_csv(path_to_audit),
        warnings=read_csv(path_to_warnings),
        sources=list(sources),
    )
    write_whole(path_to_html, lambda part: part.write_text(text, encoding="utf-8"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    write_report(
        path_to_template=snakemake.input.template,
        paths_to_figures=snakemake.input.figures,
        paths_to_tables=snakemake.input.tables,
        path_to_findings=snakemake.input.findings,
        path_to_run=snakemake.input.run,
        path_to_audit=snakemake.input.audit,
        path_to_warnings=snakemake.input.warnings,
        path_to_html=snakemake.output.html,
        title=snakemake.params.title,
        description=snakemake.params.description,
        data_status=snakemake.params.data_status,
        captions=snakemake.params.captions,
        sources=snakemake.params.sources,
    )
