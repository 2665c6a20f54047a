"""Write the report: one page with the figures, the tables, the referee's reading and what was done."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows, write_text
from core.jobs import run
from report.page import numbered, page
from report.spoken import in_language
from report.voices import agreement


def write_report(
    template,
    figures,
    tables,
    findings,
    voices,
    run,
    audit,
    warnings,
    html,
    title,
    description,
    data_status,
    sections,
    sources,
    labels,
):
    pictures = {Path(path).stem: Path(path).read_bytes() for path in figures}
    fragments = {Path(path).stem: Path(path).read_text(encoding="utf-8") for path in tables}
    text = page(
        template=Path(template).read_text(encoding="utf-8"),
        title=title,
        description=description,
        data_status=data_status,
        sections=numbered(sections, pictures, fragments),
        findings=read_rows(findings),
        voices=[agreement(read_rows(path), path) for path in voices],
        run=read_json(run),
        audit=read_rows(audit),
        warnings=read_rows(warnings),
        sources=sources,
        labels=labels,
    )
    write_text(html, in_language(text))


if "snakemake" in globals():
    run(write_report, snakemake)
