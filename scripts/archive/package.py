"""The files of a replication package, and the same bytes for the same files."""

import io
import zipfile
from pathlib import PurePath

from report.manifest import own_name

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip archive can name
MODE = 0o100644 << 16  # a file that its owner may write, and all may read
UNIX = 3  # the system whose modes these are
PUBLISHED = "published"  # results stand below, so that a replicator's own do not meet them
OF_UNITS = ("panel", "efficiency", "spatial", "replicate")  # folders of results with rows of units


def member(path: str) -> str:
    """Where a file of a run, by its path in the run's folder, stands in a package."""
    if path.startswith("results/"):
        return f"{PUBLISHED}/{path.removeprefix('results/')}"
    return own_name(path) if path.startswith("../") else path


def results_of(home: str, signed: list[str], withheld: list[str]) -> list[str]:
    """The results of a package: all that the manifest signs, but those with rows of units if a file is `withheld`."""
    kept = [name for name in signed if not withheld or PurePath(name).parts[0] not in OF_UNITS]
    return [*(f"{home}/{name}" for name in kept), f"{home}/manifest.json"]


def zipped(members: dict[str, bytes]) -> bytes:
    """An archive of `members`, contents by name: sorted, without dates."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = UNIX, MODE
            archive.writestr(entry, members[name], zipfile.ZIP_DEFLATED)
    return memory.getvalue()
