"""What each job wrote, and from what, so that a result that no job of this folder wrote is not used."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from core.errors import StudyError, named
from core.files import read_json, write_json

RESULTS = "results/"  # files that jobs make
RECORDS = Path("logs/digests")
CACHE = "SNAKEMAKE_OUTPUT_CACHE"  # variable of the environment: the folder of Snakemake's cache


def digest(path: str | Path) -> str:
    """SHA-256 of a file, through links."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def digests_of(paths: Iterable[str]) -> dict[str, str]:
    """The digest of each file among `paths`."""
    return {path: digest(path) for path in dict.fromkeys(paths) if Path(path).is_file()}


def record(paths: Iterable[str], account: Mapping = {}) -> None:
    """Keep the digests of the results among `paths`, as they are now, each with the `account` of its job."""
    for path, found in digests_of(filter(_is_result, paths)).items():
        write_json(_record(path), {**account, "sha256": found, "entry": _entry(path)})


def recorded(path: str) -> dict | None:
    """The record of a result: its digest, and the account of its job; None without a record that can be read."""
    try:
        found = read_json(_record(path))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and "sha256" in found else None


def vouch(home: str, results: Iterable[str]) -> None:
    """Give the `results` below `home` that have no record, as after their logs were deleted, that of its manifest."""
    try:
        manifest = read_json(f"{home}/manifest.json")
    except (OSError, ValueError):
        return
    signed = manifest.get("results") if isinstance(manifest, dict) else None
    if not isinstance(signed, dict):
        return
    for path in results:
        name = path.removeprefix(f"{home}/")
        if name in signed and Path(path).is_file() and not recorded(path):
            write_json(_record(path), {"sha256": signed[name], "entry": None, "by": "manifest"})


def refuse_changed(found: Mapping[str, str]) -> None:
    """Raise StudyError naming the results among `found`, paths with their digests, that no job of this folder wrote.

    A link into Snakemake's cache that was not seen before is taken, and recorded, so that its entry cannot change.
    """
    changed, strange = [], []
    for path in filter(_is_result, found):
        known, entry = recorded(path), _entry(path)
        if known and known["sha256"] == found[path]:
            if entry and entry != known.get("entry"):
                record([path], {} if _late(known) else known)
        elif entry and not (known and known.get("entry") == entry):
            record([path])
        else:
            (changed if known else strange).append(path)
    said = []
    if changed:
        said.append(
            f"changed since the workflow made it: {named(changed)}.\n"
            "  Results are not edited: delete the file, and the same command makes it again. To use other numbers, put "
            "them into a raw file."
        )
    if strange:
        said.append(
            f"not made by the workflow, or the record of it is lost: {named(strange)}.\n"
            "  Delete the file, and the same command makes it. A file of your own belongs into raw/."
        )
    if said:
        raise StudyError("\n".join(said))


def refuse_outdated(results: Iterable[str]) -> None:
    """Raise StudyError naming those of the `results` whose inputs have other contents now than when they were read."""
    records = {path: recorded(path) or {} for path in results}
    now = digests_of(source for known in records.values() for source in known.get("inputs", {}))
    if late := [f"{path} (from {source})" for path, known in records.items() for source in _late(known, now)]:
        raise StudyError(
            f"made from other contents than there are now: {named(late)}.\n"
            "  A file was changed while the workflow ran. Run it again; if it says the same, delete what it names."
        )


def _late(known: Mapping, now: Mapping[str, str] | None = None) -> list[str]:
    """The inputs of a record that have other contents `now`."""
    inputs = known.get("inputs", {})
    now = digests_of(inputs) if now is None else now
    return [source for source, then in inputs.items() if now.get(source, then) != then]


def _is_result(path: str) -> bool:
    return path.startswith(RESULTS)


def _record(path: str) -> Path:
    return RECORDS / f"{path}.json"


def _entry(path: str) -> str | None:
    """The name of the entry of Snakemake's cache to which a result is a link."""
    folder = os.environ.get(CACHE)
    target = Path(path).resolve()
    inside = folder and Path(path).is_symlink() and target.is_relative_to(Path(folder).resolve())
    return target.name if inside else None
