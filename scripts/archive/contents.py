"""What is in the package of a study, by name: code, data, results, and what says how they hang together."""

import json
from dataclasses import asdict
from math import ceil
from pathlib import Path

from archive.crate import METADATA, crate
from archive.lists import Dataset, Exhibit, datasets, exhibits, in_text, programs
from archive.package import OF_UNITS, PUBLISHED, member, results_of
from archive.readme import README, braced, readme
from core.errors import StudyError
from core.files import read_json
from report.manifest import digest
from report.verification import Now

CONFIG = "config/config.yaml"
FACTS = "resources/"  # files below ship with the workflow
SOURCES = f"{FACTS}SOURCES.md"
MEGABYTE = 2**20


def contents(now: Now, told: dict, shipped: dict[str, str], published: str) -> dict[str, bytes]:
    """Every file of the package.

    told : what the study says of itself, its configuration alone, and its graph of jobs
    shipped : files of the workflow, paths by their names in the package; published : date, as YYYY-MM-DD
    """
    manifest = read_json(f"{now.home}/manifest.json")
    withheld = [path for path, said in told["provenance"].items() if not said["share"]]
    inputs = [path for path in manifest["inputs"] if member(path) not in withheld]
    results = results_of(now.home, list(manifest["results"]), withheld)
    members = {name: Path(path).read_bytes() for name, path in shipped.items() if name not in withheld}
    for path in [*inputs, *results]:
        _add(members, member(path), Path(path).read_bytes())
    members[CONFIG] = told["config"].encode()
    shown = exhibits(told["makers"], now.home, told["sections"], told["titles"])
    facts = _facts(now, told, manifest, withheld, members, shown)
    members[README] = readme(members["scripts/archive/README.md.j2"].decode(), **facts).encode()
    described = {name: (digest(content), len(content)) for name, content in members.items()}
    words = f"Simulated data. {told['description']}" if facts["simulated"] else told["description"]
    metadata = crate(told["title"], words, published, described, manifest["versions"], shown, told["makers"])
    members[METADATA] = (json.dumps(metadata, indent=1, ensure_ascii=False) + "\n").encode()
    return members


def _add(members: dict[str, bytes], name: str, content: bytes) -> None:
    if members.setdefault(name, content) != content:
        raise StudyError(
            f"{name} of this folder and that of the workflow differ, and a package has one; give yours another name"
        )


def _facts(
    now: Now, told: dict, manifest: dict, withheld: list[str], members: dict[str, bytes], shown: list[Exhibit]
) -> dict:
    """What the README says, by the names that its template uses."""
    makers = told["makers"]
    texts = {name: content.decode() for name, content in members.items() if name.endswith(".py")}
    data = datasets(makers, told["named"], f"{now.home}/manifest.json")
    lines = told["config"].splitlines()
    return {
        "study": now.name,
        "title": told["title"],
        "description": told["description"],
        "simulated": told["data_status"] == "simulated",
        "references": told["references"],
        "published": PUBLISHED,
        "withheld": withheld,
        "of_units": OF_UNITS,
        "datasets": [_dataset(one, told, withheld) for one in data],
        "versions": manifest["versions"],
        "seed": manifest["seed"],
        "seed_line": lines.index(f"seed: {manifest['seed']}") + 1,
        "jobs": len({maker["job"] for maker in makers.values()}),
        "megabytes": ceil(sum(map(len, members.values())) / MEGABYTE),
        "programs": programs(makers, texts, told["rules"]),
        "exhibits": [asdict(one) | {"line": now.lines[one.key], "files": braced(one.files)} for one in shown],
        "in_text": in_text(makers, texts, f"{now.home}/report.html"),
    }


def _dataset(data: Dataset, told: dict, withheld: list[str]) -> dict:
    """A row of the lists of data sets."""
    name = member(data.path)
    if said := told["provenance"].get(name):
        source, licence = said["source"], said["licence"]
    elif data.made_by:
        simulated = "simulated, " if told["data_status"] == "simulated" else ""
        source, licence = f"{simulated}made by `scripts/{data.made_by}`", ""
    else:
        source = licence = f"`{SOURCES}`" if name.startswith(FACTS) else "the study file does not say"
    provided = "no" if name in withheld else "yes"
    found = {"file": name, "provided": provided, "digest": digest(Path(data.path).read_bytes())}
    return found | {"source": source, "licence": licence, "read_by": data.read_by}
