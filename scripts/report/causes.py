"""What two runs of a study did not have the same: raw files, study lines, code, packages, seed."""

import json
from collections.abc import Iterator
from pathlib import Path

from core.errors import cut
from core.files import read_json
from report.verification import ABSENT, differences

STUDIES = "config/studies/"  # what a study file says is compared key by key
LONGEST = 40  # characters of a value that is quoted


def of_manifests(there: Path, here: Path) -> list[str]:
    """What the manifests of two runs, in their folders, say otherwise."""
    try:
        then, now = (read_json(home / "manifest.json") for home in (there, here))
        said = [
            *_named(
                "raw files", [one for one in _unlike(then["inputs"], now["inputs"]) if not one.startswith(STUDIES)]
            ),
            *_keys("study file: ", then["study"], now["study"]),
            *_keys("configuration: ", *({key: one[key] for key in ("seed", "draws")} for one in (then, now))),
            *_named("code", _unlike(then["code"], now["code"])),
            *_named("packages", _versions(then["versions"], now["versions"])),
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ["one of the runs has no whole manifest: run it to its end"]
    return said


def of_table(there: Path, here: Path, files: list[str]) -> list[str] | None:
    """What the jobs behind the `files` of a table, paths below both folders, did not have the same.

    None if a run kept no records of its jobs, as an archive.
    """
    then, now = _jobs(there, files), _jobs(here, files)
    if then is None or now is None:
        return None
    said = _named("raw files", _unlike(_given(then), _given(now)))
    for job in dict.fromkeys([*now, *then]):
        if job not in then or job not in now:
            said.append(f"job {job} only {'here' if job in now else 'there'}")
        else:
            said += _keys(f"{job}: ", then[job]["params"], now[job]["params"])
    said += _named("code", _unlike(*(_joined(run, "code") for run in (then, now))))
    return said + _named("packages", _versions(*(_joined(run, "packages") for run in (then, now))))


def _jobs(home: Path, files: list[str]) -> dict[str, dict] | None:
    """The records of the jobs behind results of a folder, down to the raw files, by job."""
    root, study = home.parent.parent, home.name
    found: dict[str, dict] = {}
    todo, seen = [f"results/{study}/{file}" for file in files], set()
    while todo:
        path = todo.pop()
        if path in seen or not path.startswith("results/"):
            continue
        seen.add(path)
        record = root / "logs/digests" / f"{path}.json"
        known = read_json(record) if record.is_file() else {}
        if "job" not in known:
            return None
        found[known["job"]] = known
        todo += known["inputs"]
    return found


def _given(jobs: dict[str, dict]) -> dict[str, str]:
    """The files that no job made, with their digests."""
    return {path: found for path, found in _joined(jobs, "inputs").items() if not path.startswith("results/")}


def _joined(jobs: dict[str, dict], part: str) -> dict:
    """By name what the jobs say of it; where they say several things, all."""
    found: dict[str, set[str]] = {}
    for name, one in (pair for job in jobs.values() for pair in job[part].items()):
        found.setdefault(name, set()).add(one)
    return {name: " and ".join(sorted(values)) for name, values in found.items()}


def _unlike(then: dict, now: dict) -> list[str]:
    return sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))


def _versions(then: dict, now: dict) -> list[str]:
    return [f"{name} {then.get(name, 'none')} there, {now.get(name, 'none')} here" for name in _unlike(then, now)]


def _named(what: str, names: list[str]) -> list[str]:
    return [f"{what}: {cut(names)}"] if names else []


def _keys(before: str, then: dict, now: dict) -> Iterator[str]:
    for keys, one, other in differences(then, now):
        yield f"{before}`{'.'.join(map(str, keys))}` {_quoted(one)} there, {_quoted(other)} here"


def _quoted(value) -> str:
    text = "none" if value is ABSENT else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
