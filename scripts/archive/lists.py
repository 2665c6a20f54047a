"""What a replicator looks up, from the graph of jobs: data, programs, tables, figures and numbers in the text.

The graph is `makers`: by result, the `job` that makes it, its `script`, and its `inputs`.
"""

import ast
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import PurePath

from archive.package import member
from core.digests import RESULTS

CODE = "scripts/"  # inputs below are programs, others are data
PRINTED = {"table": "tables", "figure": "figures"}  # folder of what is printed, by kind


@dataclass(frozen=True)
class Dataset:
    """A file that jobs read: which program made it, if one did, and which read it."""

    path: str
    made_by: str
    read_by: list[str]


@dataclass(frozen=True)
class Program:
    """A script, its rule, what it does, and the folders into which it writes, with the number of files."""

    script: str
    rule: str
    does: str
    writes: dict[str, int]


@dataclass(frozen=True)
class Exhibit:
    """A table or figure: its number on the page, or nothing; the scripts that compute and print it; its files."""

    number: str
    title: str
    key: str
    computed_by: list[str]
    printed_by: str
    files: list[str]


@dataclass(frozen=True)
class Source:
    """A file from which numbers in the text of the page are taken, and the scripts that compute and print them."""

    path: str
    does: str
    computed_by: str
    printed_by: str


def datasets(makers: dict[str, dict], named: Iterable[str], manifest: str) -> list[Dataset]:
    """Files that no job makes, and results that the study names as if they were raw; the manifest reads for itself."""
    readers: dict[str, list[str]] = {}
    for path, maker in makers.items():
        for source in maker["inputs"] if path != manifest else []:
            readers.setdefault(source, []).append(maker["script"])
    raw = {path for path in readers if path not in makers and not member(path).startswith(CODE)}
    wanted = sorted(raw | {path for path in named if path.startswith(RESULTS)})
    return [
        Dataset(path, makers[path]["script"] if path in makers else "", sorted({*readers.get(path, [])}))
        for path in wanted
    ]


def programs(makers: dict[str, dict], texts: dict[str, str], rules: list[str]) -> list[Program]:
    """Every script that runs, in the order of the workflow's rules.

    texts : text of each file below scripts/; rules : names of all, in the order of the workflow
    """
    made: dict[tuple[str, str], list[str]] = {}
    for path, maker in makers.items():
        key = maker["job"].split()[0], maker["script"]
        made.setdefault(key, []).append(PurePath(path).parent.as_posix())
    return [
        Program(script, rule, does(texts[f"{CODE}{script}"]), dict(sorted(Counter(made[rule, script]).items())))
        for rule, script in sorted(made, key=lambda key: (rules.index(key[0]), key[1]))
    ]


def does(text: str) -> str:
    """The first sentence of a module: what it does."""
    return (ast.get_docstring(ast.parse(text)) or "").split("\n\n")[0].replace("\n", " ")


def exhibits(makers: dict[str, dict], home: str, sections: list, titles: list) -> list[Exhibit]:
    """Tables and figures: those on the page in its order and with its numbers, then the others.

    sections : of the page, as the plan has them; titles : (kind, name, title) of every table and figure
    """
    shown = [(kind, name) for _, entries in sections for kind, name, *_ in entries]
    called = {(kind, name): title for kind, name, title in titles}
    numbers = {kind: count(1) for kind in PRINTED}
    return [
        Exhibit(
            number=f"{kind.capitalize()} {next(numbers[kind])}" if (kind, name) in shown else "",
            title=called[kind, name],
            key=f"{PRINTED[kind]}.{name}",
            **_made(makers, f"{home}/{PRINTED[kind]}/{name}."),
        )
        for kind, name in dict.fromkeys([*shown, *called])
    ]


def _made(makers: dict[str, dict], stem: str) -> dict:
    """The files whose paths begin with `stem`, which one job prints, and the scripts that compute what it reads."""
    files = sorted(path for path in makers if path.startswith(stem))
    maker = makers[files[0]]
    computed = {makers[path]["script"] for path in maker["inputs"] if path in makers}
    return {"computed_by": sorted(computed), "printed_by": maker["script"], "files": files}


def in_text(makers: dict[str, dict], texts: dict[str, str], page: str) -> list[Source]:
    """The results beside tables and figures that the page reads: its sentences say their numbers."""
    beside = [path for path in makers[page]["inputs"] if path in makers]
    scripts = {path: makers[path]["script"] for path in beside if PurePath(path).parent.name not in PRINTED.values()}
    printed_by = makers[page]["script"]
    return [Source(path, does(texts[f"{CODE}{script}"]), script, printed_by) for path, script in scripts.items()]
