"""The metadata of a package as an RO-Crate 1.1: what its files are, and what made which."""

from collections.abc import Iterable
from mimetypes import MimeTypes
from pathlib import PurePath, PurePosixPath

from archive.lists import Exhibit
from archive.package import member

METADATA = "ro-crate-metadata.json"
CRATE = "https://w3id.org/ro/crate/1.1"
WORKFLOW_CRATE = "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
CONTEXT = [f"{CRATE}/context", {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"}]
MAIN = "Snakefile"
LANGUAGE = {
    "@id": "#language",
    "@type": "ComputerLanguage",
    "name": "Snakemake",
    "url": "https://doi.org/10.12688/f1000research.29032.2",
}
CODE = ".py"
# What the table of the standard library lacks; all other files of a workflow are text.
FORMATS = {
    ".yaml": "application/yaml",
    ".geojson": "application/geo+json",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".dta": "application/x-stata-dta",
}
OWN = MimeTypes()  # of the standard library alone, the same on every machine


def crate(
    title: str,
    description: str,
    published: str,
    described: dict[str, tuple[str, int]],
    versions: dict[str, str],
    exhibits: list[Exhibit],
    makers: dict[str, dict],
) -> dict:
    """The JSON-LD document.

    published : date of publication, as YYYY-MM-DD; described : SHA-256 and size in bytes of every other file
    versions : of Python and the packages; makers : by result, its `script` and `inputs`
    """
    files = [_file(name, *described[name]) for name in sorted(described)]
    software = [
        {"@id": f"#{name}", "@type": "SoftwareApplication", "name": name, "version": version}
        for name, version in sorted(versions.items())
    ]
    actions = [_action(one, makers, described) for one in exhibits]
    next(one for one in files if one["@id"] == MAIN).update(
        {
            "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
            "programmingLanguage": {"@id": LANGUAGE["@id"]},
            "softwareRequirements": _entities(software),
        }
    )
    root = {"@id": "./", "@type": "Dataset", "name": title, "description": description, "datePublished": published}
    root |= {"license": {"@id": "LICENSE"}, "hasPart": _entities(files)}
    root |= {"mainEntity": {"@id": MAIN}, "mentions": _entities(actions)}
    descriptor = {"@id": METADATA, "@type": "CreativeWork", "about": {"@id": "./"}}
    descriptor |= {"conformsTo": _references([CRATE, WORKFLOW_CRATE])}
    return {"@context": CONTEXT, "@graph": [descriptor, root, *files, LANGUAGE, *software, *actions]}


def _file(name: str, digest: str, size: int) -> dict:
    kind = ["File", "SoftwareSourceCode"] if PurePath(name).suffix == CODE else "File"
    found = {"@id": _address(name), "@type": kind, "name": name, "encodingFormat": media_type(name)}
    return found | {"contentSize": str(size), "sha256": digest}


def _address(name: str) -> str:
    """A path as a crate calls it, in ASCII."""
    return PurePosixPath(f"/{name}").as_uri().removeprefix("file:///")


def media_type(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    return FORMATS.get(suffix) or OWN.types_map[True].get(suffix, "text/plain")


def _action(exhibit: Exhibit, makers: dict[str, dict], described: dict) -> dict:
    """How a table or figure is made: by which script, from which files of the package."""
    read = {member(source) for path in exhibit.files for source in makers[path]["inputs"]}
    sources = sorted(read & described.keys())
    return {
        "@id": f"#{exhibit.key}",
        "@type": "CreateAction",
        "name": exhibit.title,
        "instrument": {"@id": f"scripts/{exhibit.printed_by}"},
        "object": _references(map(_address, sources)),
        "result": _references(_address(member(path)) for path in exhibit.files),
    }


def _references(names: Iterable[str]) -> list[dict]:
    return [{"@id": name} for name in names]


def _entities(found: list[dict]) -> list[dict]:
    return _references(one["@id"] for one in found)
