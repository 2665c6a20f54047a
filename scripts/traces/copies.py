"""Files of a study beside or inside a manuscript: whether they are the current ones."""

import os
from collections.abc import Iterator
from pathlib import Path

from core.digests import digest
from core.errors import StudyError, cut
from core.files import read_json
from papers.pictures import other_version, pictures
from referee.findings import Finding


def copies(parts: tuple[str, ...], home: str) -> Iterator[Finding]:
    """Findings on the files of a manuscript and on the results in `home` that it is compared with."""
    yield from stale_results(home)
    yield from stale_tables(parts, home)
    yield from other_figures(parts, home)


def stale_results(home: str) -> Iterator[Finding]:
    """Results that are not what the manifest of their study says."""
    path = Path(home) / "manifest.json"
    try:
        signed = read_json(path)["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{path}: missing or no manifest; run the study to its end first") from error
    compared = {name: then for name, then in signed.items() if name.startswith(("numbers/", "tables/", "estimates/"))}
    changed = [name for name, then in compared.items() if _digest(Path(home) / name) != then]
    if changed:
        yield Finding(
            "stale_results",
            "W",
            home,
            f"Not what the manifest says: {cut(changed, 5)}. The manuscript was compared with results that changed "
            "since they were signed. Run the study, and ask again.",
        )


def stale_tables(parts: tuple[str, ...], home: str) -> Iterator[Finding]:
    """Files of the manuscript that are called as a table of the study, and are another version of it."""
    for part in map(Path, parts):
        table = Path(home) / "tables" / part.name
        shown = os.path.relpath(part)
        if table.is_file() and part.resolve() != table.resolve() and _digest(part) != digest(table):
            yield Finding(
                "stale_table",
                "W",
                shown,
                f"The file is not {table}, of which it has the name. Its numbers may be older than the data, or edited "
                f"by hand. Copy it again: `cp {table} {shown}`.",
            )


def other_figures(parts: tuple[str, ...], home: str) -> Iterator[Finding]:
    """Pictures that are another version of a figure of the study."""
    figures = sorted(path for path in (Path(home) / "figures").glob("*") if path.suffix in (".png", ".pdf"))
    for picture in pictures(parts):
        if figure := other_version(picture, figures):
            yield Finding(
                "figure_other",
                "W",
                picture.name,
                f"The picture looks like {figure}, and is not the one that the study made. It may be older than the "
                f"data, or edited. Put in {figure} again.",
            )


def _digest(path: Path) -> str:
    return digest(path) if path.is_file() else ""
