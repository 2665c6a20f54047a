"""The numbers of a study by their addresses: what a manuscript may print, and rounded how."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.errors import StudyError
from core.files import header_of, read_rows
from manuscript.numerals import Number

COLUMNS = ("address", "value", "meaning", "table", "column", "term", "label", "p_value", "file")  # that are read here
SETTING = "setting"  # meaning of a number that the configuration says
BRACKETS = ("std_error", "statistic", "p_value")
TERM = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Result:
    """A number of the study: where it stands, its exact value, and what it means; as a row of numbers.csv."""

    address: str
    value: float
    meaning: str
    table: str = ""
    column: str = ""
    term: str = ""
    label: str = ""
    p_value: float | None = None
    file: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The column that it stands in."""
        return self.table, self.column


def read_results(path: str | Path) -> list[Result]:
    """Rows of numbers.csv, those that have a value."""
    if not Path(path).is_file():
        raise StudyError(f"{path}: missing; run the study first, `snakemake --cores 2 {path}`")
    if lacking := [name for name in COLUMNS if name not in header_of(path)]:
        raise StudyError(f"{path} lacks {', '.join(lacking)}; delete it and run the study")
    kept = ("address", "meaning", "table", "column", "term", "label", "file")
    return [
        Result(value=float(row["value"]), p_value=row["p_value"], **{name: str(row[name] or "") for name in kept})
        for row in read_rows(path)
        if isinstance(row["value"], (int, float)) and not isinstance(row["value"], bool)
    ]


def numbers_of_study(home: str, labels: dict, settings: dict) -> "Numbers":
    """The numbers of the study in `home`; `labels` are those of its file, `settings` what its configuration says."""
    results = [*read_results(f"{home}/numbers/numbers.csv"), *settings_of(settings)]
    names = {name: list(said.values()) if isinstance(said, dict) else [said] for name, said in labels.items()}
    return Numbers(results, names)


def settings_of(said, address: str = "") -> Iterator[Result]:
    """Numbers of a configuration as results, each under its keys, as ``config.placebo.draws``."""
    if isinstance(said, (dict, list)):
        pairs = said.items() if isinstance(said, dict) else enumerate(said)
        for key, value in pairs:
            yield from settings_of(value, f"{address}.{key}".lstrip("."))
    elif isinstance(said, (int, float)) and not isinstance(said, bool):
        yield Result(address, float(said), SETTING)


class Numbers:
    """The results of a study, to be looked up by what a manuscript prints.

    names : by variable what it is called, in every language of the study
    """

    def __init__(self, results: Iterable[Result], names: dict[str, list[str]] | None = None):
        self.all = list(results)
        self.names = names or {}
        self._sorted = sorted((one.value, place) for place, one in enumerate(self.all))
        self._values = [value for value, _ in self._sorted]

    @cached_property
    def cells(self) -> dict[tuple[str, str], dict[str, list[Result]]]:
        """By column, as (table, column), and term the results that stand there."""
        found: dict = defaultdict(lambda: defaultdict(list))
        for one in self.all:
            if one.meaning != SETTING:
                found[one.place][one.term].append(one)
        return found

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """By term all that readers may see of it, in plain words."""
        found: dict = defaultdict(set)
        for one in self.all:
            if one.term:
                found[one.term] |= {plain(one.term), plain(one.label), *map(plain, self.names.get(one.term, []))} - {""}
        return found

    def printed_as(self, number: Number, factor: float = 1.0) -> Iterator[Result]:
        """Results that, times `factor`, may be printed as `number`."""
        low, high = sorted(end / factor for end in number.range)
        for _, place in self._sorted[bisect_left(self._values, low) : bisect_right(self._values, high)]:
            yield self.all[place]


def plain(words: str) -> str:
    """Words without case, points and marks, to be compared."""
    return TERM.sub(" ", words).strip().casefold()


def alike(printed: str, words: Iterable[str]) -> float:
    """How much a printed heading says what one of `words` says, from 0 to 1, by the words that both have."""
    ours = set(pieces(printed))
    best = 0.0
    for one in words:
        theirs = set(pieces(one))
        if ours and theirs:
            best = max(best, len(ours & theirs) / len(ours | theirs))
    return best


def pieces(words: str) -> list[str]:
    """Words of a Latin text, pairs of characters of a Chinese one."""
    found = []
    for word in plain(words).split():
        if re.search("[\u4e00-\u9fff]", word) and len(word) > 1:
            found += [word[place : place + 2] for place in range(len(word) - 1)]
        else:
            found.append(word.rstrip("s") if len(word) > 3 else word)
    return found
