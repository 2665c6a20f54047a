"""Write every number of a study with its address, so that texts quote it without copying it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_bytes, write_rows, write_text
from core.jobs import run
from core.language import said
from report.all_numbers import numbers_of
from report.numbers_tex import to_tex
from report.numbers_word import to_docx
from report.quotable import COLUMNS


def write_numbers(
    tabulated, summaries, panel, descriptives, scores, main, style, numbers, tex, sty, docx, home, tables, labels, title
):
    """`tabulated` are the files that `tables` names: the job reads each beside those of its table."""
    files = {"main": main, "panel": panel, "descriptives": descriptives, "scores": scores, "summaries": summaries}
    found = numbers_of(home, tables, files, labels)
    write_rows(numbers, [one.row() for one in found], COLUMNS)
    write_text(tex, to_tex(found))
    write_bytes(sty, Path(style).read_bytes())
    titles = {name: said(table["printing"]["title"]) for name, table in tables.items()}
    write_bytes(docx, to_docx(found, title, titles))


if "snakemake" in globals():
    run(write_numbers, snakemake)
