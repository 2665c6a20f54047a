"""The figures, tables and numbers that studies make, as a paper takes them."""

from collections import defaultdict
from pathlib import Path

from core.digests import digest
from core.files import read_rows
from report.paper_folder import Folder

SHOWN = ("figures", "tables", "numbers")  # folders of results that a paper takes copies from
SURE = 1000  # votes of a file that is the result to the byte
TEXT = (".tex", ".csv", ".html", ".sty")  # files whose ends of lines do not count


class Results:
    """The figures, tables and numbers of studies.

    by_name : by the name of a file the results of that name; numbers : by study and address the rows of numbers.csv
    """

    def __init__(self, files: dict[str, list[str]]):
        """files : by study all that the workflow makes for it"""
        self.by_name: dict[str, list[str]] = defaultdict(list)
        for path in (path for paths in files.values() for path in paths if Path(path).parts[2] in SHOWN):
            self.by_name[Path(path).name].append(path)
        self.numbers = {study: _numbers(Path(f"results/{study}/numbers/numbers.csv")) for study in files}
        self._figures: dict[str, str] = {}

    def made(self, name: str) -> list[str]:
        """The results of this name that are there."""
        return [path for path in self.by_name.get(name, []) if Path(path).is_file()]

    def files(self, folder: str) -> list[str]:
        """The results that begin with this path."""
        return [path for paths in self.by_name.values() for path in paths if path.startswith(folder)]

    def same(self, path: Path) -> str | None:
        """The result of the name of a file that has its content."""
        content = _content(path)
        return next((one for one in self.made(path.name) if _content(Path(one)) == content), None)

    def of(self, name: str, studies: list[str]) -> str:
        """The result of this name, of the first of the studies that has one."""
        made = [path for study in studies for path in self.made(name) if study_of(path) == study]
        return (made or self.by_name[name])[0]

    def figure(self, content: str) -> str | None:
        """The figure of this digest, whatever its name."""
        if not self._figures:
            names = [name for name in self.by_name if name.endswith((".pdf", ".png"))]
            self._figures = {digest(path): path for name in names for path in self.made(name)}
        return self._figures.get(content)

    def row(self, address: str, studies: list[str]) -> dict | None:
        """The number of this address, of the first of the studies that has it."""
        return next((self.numbers[study][address] for study in studies if address in self.numbers[study]), None)


def study_of(path: str) -> str:
    return Path(path).parts[1]


def used(folder: Folder, results: Results) -> list[str]:
    """The studies that a paper takes something from, the one it takes most from first; all if its files do not tell.

    A file that is the result to the byte tells more than one that has its name.
    """
    votes: dict[str, int] = defaultdict(int)
    for path in {*folder.files, *(quote.path for quote in folder.quotes if quote.path)}:
        same = results.same(path) if path.name in results.by_name else None
        for one in results.by_name.get(path.name, []):
            votes[study_of(one)] += SURE if one == same else 1
    for quote in folder.quotes:
        for study, numbers in results.numbers.items():
            votes[study] += quote.kind == "number" and quote.target in numbers
    for _, content, _ in folder.pictures:
        if figure := results.figure(content):
            votes[study_of(figure)] += SURE
    most = max(votes.values(), default=0)
    found = [study for study, number in sorted(votes.items(), key=lambda vote: -vote[1]) if number * 20 > most]
    return found or list(results.numbers)


def _numbers(path: Path) -> dict[str, dict]:
    return {row["address"]: row for row in read_rows(path)} if path.is_file() else {}


def _content(path: Path) -> bytes:
    content = path.read_bytes()
    return content.replace(b"\r\n", b"\n") if path.suffix in TEXT else content
