"""What each job wrote, so that a result that was changed by hand is not used."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from core.errors import StudyError, named
from core.files import write_text

RESULTS = "results/"  # files that jobs make
RECORDS = Path("logs/digests")


def digest(path: str | Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def record(paths: Iterable[str]) -> None:
    """Keep the digests of the results among `paths`, as they are now."""
    for path in _results(paths):
        write_text(_record(path), digest(path) + "\n")


def refuse_changed(paths: Iterable[str]) -> None:
    """Raise StudyError naming the results among `paths` that are not what their job wrote.

    A result without a record is taken as it is, and so is a link, as Snakemake makes of a result in its cache.
    """
    changed = [path for path in _results(paths) if _known(path) not in (None, digest(path))]
    if changed:
        raise StudyError(
            f"changed since the workflow made it: {named(changed)}.\n"
            "  Results are not edited: delete the file, and the same command makes it again. To use other numbers, put "
            "them into a raw file."
        )


def _results(paths: Iterable[str]) -> list[str]:
    files = (path for path in paths if path.startswith(RESULTS) and Path(path).is_file())
    return [path for path in files if not Path(path).is_symlink()]


def _record(path: str) -> Path:
    return RECORDS / f"{path}.sha256"


def _known(path: str) -> str | None:
    return _record(path).read_text(encoding="utf-8").strip() if _record(path).is_file() else None
