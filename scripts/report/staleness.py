"""Which files of a paper's folder are not those of the results, and what mends it."""

import re
import shlex
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.digests import digest
from core.errors import nearest
from report.made_results import TEXT, Results
from report.paper_folder import ENDINGS, Folder, Quote

FAULTS = ("old", "edited", "missing", "unknown")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TAG = re.compile(r"<[^>]*>")
COUNTED = ("numbers.tex", "numbers.csv", "numbers.docx")  # of which the numbers are told, by `report.stale_numbers`


@dataclass(frozen=True)
class Found:
    """What is to be said of a file or a number of a paper.

    status : one of `FAULTS`; or, which is none, `unused`, made and not quoted, and `own`, quoted and of no study
    why : what is the matter, and where it is quoted; command : what mends it, empty if only a hand can
    """

    status: str
    what: str
    why: str
    command: str = ""


def file_findings(folder: Folder, root: Path, results: Results, studies: list[str]) -> Iterator[Found]:
    """What is to be said of the copies, the quoted files and the pictures of a paper."""
    for path in folder.files:
        if path.name in results.by_name and path.name not in COUNTED and not inside(path):
            yield from _of_copy(path, folder, root, results, studies)
    files = {quote.target: quote for quote in reversed(folder.quotes) if quote.kind != "number"}
    for quote in reversed(files.values()):
        yield from _of_quote(quote, root, results, studies)
    for where, content, names in folder.pictures:
        known = [name for name in names if name in results.by_name]
        if known and not results.figure(content):
            why = f"not {results.of(known[0], studies)}: an older figure, or one that Word compressed; put it in anew"
            yield Found("old", known[0], f"{why} ({where})")
    yield from _unused(folder, results, studies)


def _of_copy(path: Path, folder: Folder, root: Path, results: Results, studies: list[str]) -> Iterator[Found]:
    """A file that has the name of a result, and is not that."""
    if results.same(path):
        return
    result, name = results.of(path.name, studies), path.relative_to(root).as_posix()
    at = [quote.where for quote in folder.quotes if quote.path == path]
    quoted = f" (quoted in {', '.join(at[:3])})" if at else ""
    if not Path(result).is_file():
        yield Found("old", name, f"{result} is not there to compare it with{quoted}", copying(result, path))
    elif path.suffix in (*TEXT, ".docx") and _numbers(path) == _numbers(Path(result)):
        yield Found("edited", name, f"it has the numbers of {result}, and another text{quoted}", copying(result, path))
    else:
        yield Found("old", name, f"not that of {result}, but of another run, or edited{quoted}", copying(result, path))


def _numbers(path: Path) -> list[str]:
    """The numbers of a table, as they stand in it."""
    if path.suffix == ".docx":
        if not zipfile.is_zipfile(path):
            return []
        with zipfile.ZipFile(path) as archive:
            text = TAG.sub("", archive.read("word/document.xml").decode("utf-8").replace("</w:p>", " "))
    else:
        text = path.read_text(encoding="utf-8", errors="replace")
    return NUMBER.findall(text)


def _of_quote(quote: Quote, root: Path, results: Results, studies: list[str]) -> Iterator[Found]:
    """A file that a text quotes and that is not there, or is of no study."""
    name, at = Path(quote.target).name, f"({quote.where})"
    if quote.path:
        known = quote.kind != "figure" or quote.path.name in results.by_name or inside(quote.path)
        if not known and not results.figure(digest(quote.path)):
            yield Found("own", quote.target, f"of no study {at}")
        return
    if made := [name + ending for ending in ENDINGS[quote.kind] if name + ending in results.by_name]:
        result, target = results.of(made[0], studies), (root / quote.target).with_name(made[0])
        yield Found("missing", quote.target, f"quoted, and not in the folder {at}", copying(result, target))
        return
    known = [Path(one).stem for one in results.by_name if one.endswith((".pdf", ".tex"))]
    close = said if (said := nearest(Path(name).stem, known)).startswith("did") else ""
    if quote.kind == "figure" or close:  # what else TeX reads may lie among its own files
        yield Found(
            "unknown", quote.target, f"quoted, and no study makes it; {close or 'make it, or take it out'} {at}"
        )


def _unused(folder: Folder, results: Results, studies: list[str]) -> Iterator[Found]:
    """The figures and tables of the paper's studies that it does not quote."""
    quoted = {(quote.path or Path(quote.target)).stem for quote in folder.quotes}
    quoted |= {Path(name).stem for _, content, names in folder.pictures for name in names}
    quoted |= {Path(made).stem for _, content, _ in folder.pictures if (made := results.figure(content))}
    quoted |= {path.stem for path in folder.files if path.suffix in (".docx", ".csv")}
    for study in studies:
        for kind in ("figures", "tables"):
            made = {Path(path).stem for path in results.files(f"results/{study}/{kind}/")}
            if left := sorted(made - quoted):
                yield Found("unused", f"results/{study}/{kind}", ", ".join(left))


def inside(path: Path) -> bool:
    """Whether a file is itself among the results."""
    return path.resolve().is_relative_to(Path("results").resolve())


def copying(result: str, target: Path) -> str:
    """The command that puts a result, made if it is not there, into a paper's folder."""
    make = "" if Path(result).is_file() else f"snakemake --cores 1 {shlex.quote(result)} && "
    return f"{make}cp {shlex.quote(result)} {shlex.quote(target.as_posix())}"
