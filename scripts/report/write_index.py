"""Write the index of all studies, which leads to their reports."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_text
from core.jobs import run
from report.index import index


def write_index(template, style, mains, figures, studies, html):
    summaries = {name: read_json(path) for name, path in zip(studies, mains, strict=True)}
    homes = {Path(path).parent: name for name, path in zip(studies, mains, strict=True)}
    pictures = {homes[Path(path).parents[1]]: Path(path).read_bytes() for path in figures}
    text = index(
        Path(template).read_text(encoding="utf-8"), Path(style).read_text(encoding="utf-8"), summaries, pictures
    )
    write_text(html, text)


if "snakemake" in globals():
    run(write_index, snakemake)
