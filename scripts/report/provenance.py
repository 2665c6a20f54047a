"""What made a result: rule, script, inputs down to raw files, study lines, code, packages; and what differs now."""

import json
from collections.abc import Iterator
from pathlib import Path

from core.digests import digest, recorded
from core.files import plain

SHORT = 12  # characters of a digest that are printed


def account(file: str, makers: dict[str, dict], path: str, lines: list[tuple[int, str]]) -> list[str]:
    """The account of `file`, a line each.

    makers : by result, how it would be made now: `job`, `script`, `inputs`, `code`, `params`
    path, lines : of the study file, those on which the result stands
    """
    records = {result: _record(result) for result in makers}
    chain = {result: records[result] or now for result, now in makers.items()}
    made = chain[file]
    results = [result for result in chain if result != file]
    given = {name: found for one in chain.values() for name, found in _digests(one["inputs"]) if name not in chain}
    code = {name: None for one in chain.values() for name in one["code"]}
    return [
        f"{file}  {_of(file)}",
        f"  rule {made['job'].split()[0]}, script scripts/{made['script']}",
        *_listed("from", [f"{name}  {found}" for name, found in _digests(made["inputs"])]),
        *_listed("which stand on", [f"{name}  {_of(name)}  by {chain[name]['job']}" for name in results]),
        *_listed("and on the files", [f"{name}  {found}" for name, found in given.items()]),
        *_listed(f"{path}, lines", [f"{number:4d}  {text}" for number, text in lines]),
        *_listed("code, of all steps", [", ".join(sorted(code))]),
        *_listed("packages of the last step", [", ".join(f"{name} {version}" for name, version in _packages(made))]),
        *_listed("not as it was", list(_differences(makers, records))),
    ]


def _record(path: str) -> dict | None:
    """The account of the job that made a result; None if there is none, or only the word of a manifest."""
    found = recorded(path)
    return found if found and "job" in found else None


def _digests(inputs) -> list[tuple[str, str]]:
    """Inputs with the digests that a record has of them, or else with those of now."""
    if isinstance(inputs, dict):
        return [(path, found[:SHORT]) for path, found in inputs.items()]
    return [(path, _of(path)) for path in inputs]


def _of(path: str) -> str:
    return digest(path)[:SHORT] if Path(path).is_file() else "is not there"


def _packages(made: dict) -> list[tuple[str, str]]:
    return sorted(made.get("packages", {}).items())


def _listed(heading: str, lines: list[str]) -> list[str]:
    return [f"  {heading}:", *(f"    {line}" for line in lines)] if any(lines) else []


def _differences(makers: dict[str, dict], records: dict[str, dict | None]) -> Iterator[str]:
    """What made the results and would not make them now."""
    for path, now in makers.items():
        then = records[path]
        if not Path(path).is_file():
            yield f"{path} is not there"
        elif then is None:
            yield f"{path}: no record says what made it; above stands what would make it now"
        else:
            if then["sha256"] != digest(path):
                yield f"{path} was changed since its job wrote it"
            yield from (f"{path}: {said}" for said in _changes(then, now))


def _changes(then: dict, now: dict) -> Iterator[str]:
    """How a job of now differs from the recorded one."""
    if (then["job"], then["script"]) != (now["job"], now["script"]):
        yield f"now made by {now['job']}, {now['script']}"
    read = {name: found for name in now["inputs"] if (found := _whole(name))}
    yield from (f"was made from another {name}" for name in _unlike(then["inputs"], read))
    yield from (f"was made by another {name}" for name in _unlike(then["code"], now["code"]))
    params = json.loads(json.dumps(plain(now["params"])))
    yield from (f"its job has another `{name}` now" for name in _unlike(then["params"], params))


def _whole(path: str) -> str:
    return digest(path) if Path(path).is_file() else ""


def _unlike(then: dict, now: dict) -> list[str]:
    return sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
