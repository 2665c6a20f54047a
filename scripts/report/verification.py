"""What is not as a manifest says: results, inputs, study, code, packages, each finding a line that says what to do."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.contract import FACTS
from core.digests import digest, digests_of, recorded
from core.errors import StudyError
from core.files import plain, read_json
from report.manifest import pins, versions

OWNERS = {  # results that belong to an entry of the study, by what it is
    "table": re.compile(r"(?:tables|estimates/[^/]+)/([^/.]+)\.\w+"),
    "figure": re.compile(r"figures/([^/.]+)\.\w+"),
    "matrix": re.compile(r"spatial/(?:matrices|clusters)/([^/.]+)[./].+"),
    "placebo": re.compile(r"placebo/(?!chunks/)([^/.]+)/.+"),
    "score": re.compile(r"efficiency/scores/([^/.]+)/.+"),
}
CHUNKS = re.compile(r"efficiency/chunks/\d+-of-\d+\.csv|placebo/chunks/(?:[^/]+/)?\d+-of-\d+\.(?:json|npy)")
UNFINISHED = re.compile(r"\.\d+\..+")  # the temporary name of a file that is being written
LOST = (
    "\n  There is no record of the manifest under logs/digests: whether somebody edited it together with a result "
    "cannot be known here."
)
PROBLEMS = "panel/problems.csv"  # there while raw files have faults
BLOCKS = ("results", "inputs", "code", "versions", "study")  # keys of a manifest that have keys
LONGEST = 60  # characters of a value that is quoted


@dataclass(frozen=True)
class Now:
    """A study and the workflow as they are: what is compared with the manifest.

    name : of the study; files : all that the workflow makes for it, None if its file has a `fault`
    document : what its file says; lines : line of each of its keys, joined by dots
    code, versions, seed, draws : as in the manifest
    """

    name: str
    files: list[str] | None
    fault: str
    document: dict | None
    lines: dict[str, int]
    code: dict[str, str]
    versions: dict[str, str]
    seed: int
    draws: int

    @property
    def home(self) -> str:
        return f"results/{self.name}"

    @property
    def path(self) -> str:
        return f"config/studies/{self.name}.yaml"


def compared(
    workflow: dict[str, str], environments: list[str], studies: dict[str, dict], seed: int, draws: int
) -> list[tuple[Now, list[str]]]:
    """Each study as it is now, with its findings.

    workflow : digests of the workflow's own files; environments : paths of those that pin packages
    studies : by name, the rest of what `Now` has
    """
    here = versions(pins([Path(path).read_text(encoding="utf-8") for path in environments]))
    own = {"code": workflow, "versions": here, "seed": seed, "draws": draws}
    nows = [Now(name=name, **own, **study) for name, study in studies.items()]
    return [(now, findings(now)) for now in nows]


def refuse(found: list[tuple[Now, list[str]]]) -> None:
    """Raise StudyError with the findings of all studies, if there are any."""
    said = [line for now, lines in found if lines for line in (f"{now.name}:", *(f"  {one}" for one in lines))]
    if said:
        raise StudyError("\n".join(["not as the manifests say.", *said]))


def findings(now: Now) -> list[str]:
    """All that is not as the manifest of the study says; without one, what is not as the jobs wrote it."""
    path = f"{now.home}/manifest.json"
    faults = [f"{now.path} cannot be read: {now.fault}"] if now.fault else []
    if not Path(now.home).is_dir():
        return [*faults, f"{now.home}: missing; run the study"]
    manifest, said = _read(path)
    known = recorded(path)
    if known and Path(path).is_file() and known["sha256"] != digest(path):
        faults.append(f"{path}: changed since the workflow wrote it; delete it and run the study")
    if said:
        as_they_are = {file.removeprefix(f"{now.home}/"): found for file, found in digests_of(now.files or []).items()}
        return [*faults, f"{path}: {said}", *_results(now, as_they_are)]
    return [
        *faults,
        *_results(now, manifest["results"]),
        *_inputs(manifest["inputs"]),
        *_study(now, manifest),
        *_code(manifest["code"], now.code),
        *_versions(manifest["versions"], now.versions),
        *_settings(now, manifest),
    ]


def summary(now: Now) -> str:
    """What was compared of a study without findings, and what cannot be known of it."""
    manifest = read_json(f"{now.home}/manifest.json")
    counts = ", ".join(f"{key} {len(manifest[key])}" for key in ("results", "inputs", "code", "versions"))
    lost = "" if recorded(f"{now.home}/manifest.json") else LOST
    return f"{now.name}: as the manifest says ({counts}){lost}"


def _read(path: str) -> tuple[dict, str]:
    """The manifest, or what is wrong with it."""
    if not Path(path).is_file():
        return {}, "missing, so most cannot be compared; run the study to its end"
    try:
        manifest = read_json(path)
    except (OSError, ValueError):
        return {}, "cut off, or no JSON; delete it and run the study"
    layout = FACTS["manifest.json"]
    if not isinstance(manifest, dict) or set(manifest) != set(layout):
        return (
            {},
            f"of another version of the workflow, its keys are not {', '.join(layout)}; delete it and run the study",
        )
    if wrong := [key for key in BLOCKS if not isinstance(manifest[key], dict)]:
        return {}, f"no manifest, its `{wrong[0]}` has no keys; delete it and run the study"
    return manifest, ""


def _results(now: Now, signed: dict[str, str]) -> Iterator[str]:
    home = Path(now.home)
    planned = {path.removeprefix(f"{now.home}/") for path in now.files} if now.files else {*signed, "manifest.json"}
    for name in sorted(planned - {"manifest.json"}):
        if said := _result(home / name, signed.get(name)):
            yield f"{now.home}/{name}: {said}"
    found = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file() or path.is_symlink()}
    folders = {folder.as_posix() for name in planned for folder in Path(name).parents}
    for name in sorted(found - planned - folders):
        if said := _extra(now, name, planned, name in signed):
            yield f"{now.home}/{name}: {said}"
    if now.files:
        for name in sorted(signed.keys() - planned - found):
            yield f"{now.home}/{name}: in the manifest, but {_owned(name, planned)}; run the study"


def _result(path: Path, signed: str | None) -> str:
    """What is wrong with a result that the study has, or nothing."""
    if path.is_symlink() and not path.exists():
        return "missing, its link leads nowhere; delete the link and run the study"
    if not path.is_file():
        return "missing; run the study"
    known, found = recorded(path.as_posix()), digest(path)
    if known and known["sha256"] != found:
        where = (
            f" in {path.resolve().parent.name}/{path.resolve().name}, where its link leads" if path.is_symlink() else ""
        )
        return f"changed since the workflow made it{where}; delete {'both' if where else 'it'} and run the study"
    if signed is None:
        return "not in the manifest; run the study to its end"
    if signed == found:
        return ""
    if known and known.get("by") != "manifest":
        return "made again since the manifest was written; run the study to its end"
    return "not what the manifest says; delete it and run the study"


def _extra(now: Now, name: str, planned: set[str], signed: bool) -> str:
    """What is wrong with a file that is none of the study's results, or nothing."""
    path = f"{now.home}/{name}"
    known = recorded(path)
    if not Path(path).exists():
        return "a link that leads nowhere; delete it"
    if name == PROBLEMS:
        return ""
    if CHUNKS.fullmatch(name):
        if known and known["sha256"] != digest(path):
            return "changed since the workflow made it; delete it"
        lost = recorded(f"{now.home}/manifest.json") is None
        return "" if known or lost else "extra, no job made it; move it away"
    if UNFINISHED.fullmatch(Path(name).name):
        return "left half-written by a run that was killed; delete it"
    if signed or known:
        return f"{_owned(name, planned)}; delete it"
    return "extra, the workflow did not make it; move it away"


def _owned(name: str, planned: set[str]) -> str:
    owner = _owner(name)
    if owner and owner not in {_owner(other) for other in planned}:
        return f"the study no longer has the {owner[0]} `{owner[1]}`"
    return "the study no longer makes it"


def _owner(name: str) -> tuple[str, str] | None:
    for kind, place in OWNERS.items():
        if match := place.fullmatch(name):
            return kind, match[1]
    return None


def _inputs(signed: dict[str, str]) -> Iterator[str]:
    for path, then in signed.items():
        if not Path(path).is_file():
            yield f"{path}: missing, and results were made from it; put it back"
        elif digest(path) != then:
            yield f"{path}: changed since the results were made from it; run the study"


def _study(now: Now, manifest: dict) -> Iterator[str]:
    """The keys of the study file that say otherwise now."""
    if now.document is not None:
        for keys, then, said in differences(manifest["study"], json.loads(json.dumps(plain(now.document)))):
            line = next((f":{now.lines[key]}" for key in _above(keys) if key in now.lines), "")
            yield f"{now.path}{line}: `{'.'.join(keys)}` {_change(then, said)}; run the study"


ABSENT = object()


def differences(then, now, keys: tuple = ()) -> Iterator[tuple[tuple, object, object]]:
    """The keys at which two documents differ, the deepest that tell, with both values; `ABSENT` where there is none."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*now, *then]):
            yield from differences(then.get(key, ABSENT), now.get(key, ABSENT), (*keys, key))
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for place, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from differences(one, other, (*keys, str(place)))
    elif then is ABSENT or now is ABSENT or json.dumps(then) != json.dumps(now):
        yield keys, then, now


def _above(keys: tuple) -> list[str]:
    """A key and those above it, the deepest first."""
    return [".".join(keys[:length]) for length in range(len(keys), 0, -1)]


def _change(then, now) -> str:
    if then is ABSENT:
        return "is new"
    return "is gone" if now is ABSENT else f"was {_quoted(then)}, is {_quoted(now)}"


def _quoted(value) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def _code(then: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            said = "added" if name not in then else "removed" if name not in now else "changed"
            yield f"{name}: {said} since the results were made; run the study"


def _versions(then: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            yield (
                f"{name}: version {now.get(name, 'none')} is here, {then.get(name, 'none')} made the results; "
                "install that, or run the study with `--forceall`"
            )


def _settings(now: Now, manifest: dict) -> Iterator[str]:
    for key, said in (("seed", now.seed), ("draws", now.draws)):
        if manifest[key] != said:
            place = "placebo.draws" if key == "draws" else key
            yield f"config/config.yaml: `{place}` was {manifest[key]}, is {said}; run the study"
