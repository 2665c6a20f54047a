"""The numbers of a study by their addresses: what a manuscript may print, and rounded how."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from pathlib import Path

from core.errors import StudyError
from core.files import header_of, read_rows
from papers.numerals import MINUS, Number
from referee.matching import words
from report.commands import making

TEXTS = ("address", "meaning", "table", "column", "term", "label", "stars", "file")  # columns that are read here
COLUMNS = (*TEXTS, "value", "p_value")
VALUE = attrgetter("value")
SETTING = "setting"  # meaning of a number that the configuration says
BRACKETS = ("std_error", "statistic", "p_value")
TERM = re.compile(r"[\W_]+")
WORD = re.compile(r"\w+")
SIGN = re.compile(rf"[{MINUS}](?=\d)")
SIZES = {"n_obs", "n", "n_units", "n_periods", "n_clusters", "count", "df"}  # that many columns share


@dataclass(frozen=True)
class Result:
    """A number of the study: where it stands, its exact value, and what it means; as a row of numbers.csv.

    stars : those that the study prints, which are not those of `p_value` where its table says another test
    """

    address: str
    value: float
    meaning: str
    table: str = ""
    column: str = ""
    term: str = ""
    label: str = ""
    p_value: float | None = None
    stars: str = ""
    file: str = ""

    @cached_property
    def kind(self) -> str:
        """What it is among the results of its row and column: the last part of its address, but of estimates."""
        return "" if self.meaning == "estimate" else self.address.rpartition(".")[2]

    @cached_property
    def place(self) -> tuple[str, str]:
        """The column that it stands in; what is in no table of the study stands in a column of its kind."""
        if not self.table or not self.address.startswith(f"{self.table}."):
            return self.address.partition(".")[0], self.kind
        return self.table, "estimate" if self.column == "std_error" else self.column


def read_results(path: str | Path) -> list[Result]:
    """Rows of numbers.csv, those that have a value."""
    if not Path(path).is_file():
        raise StudyError(f"{path}: missing; run the study first, `{making(path)}`")
    if lacking := [name for name in COLUMNS if name not in header_of(path)]:
        raise StudyError(f"{path} lacks {', '.join(lacking)}; delete it and run the study")
    return [
        Result(value=float(row["value"]), p_value=row["p_value"], **{name: str(row[name] or "") for name in TEXTS})
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
    def _by_value(self) -> dict[tuple[str, str], list[Result]]:
        """By column its results, the smallest first."""
        columns = {place: [one for of in terms.values() for one in of] for place, terms in self.cells.items()}
        return {place: sorted(of, key=VALUE) for place, of in columns.items()}

    def in_column(self, place: tuple[str, str], low: float, high: float) -> list[Result]:
        """Results of a column of the study from `low` to `high`."""
        of = self._by_value[place]
        return of[bisect_left(of, low, key=VALUE) : bisect_right(of, high, key=VALUE)]

    @cached_property
    def values(self) -> dict[str, set[float]]:
        """By meaning all values of it."""
        found: dict = defaultdict(set)
        for one in self.all:
            found[one.meaning].add(one.value)
        return found

    @cached_property
    def samples(self) -> dict[str, dict[str, float]]:
        """By column, and for the panel, its observations, units and periods."""
        found: dict = defaultdict(dict)
        for one in self.all:
            whole, _, name = one.address.rpartition(".")
            if name in ("n_obs", "n_units", "n_periods"):
                found[whole][name] = one.value
        return found

    def value_at(self, address: str) -> float | None:
        """The value of a result by its address, None if the study has none."""
        return self._by_address.get(address)

    @cached_property
    def _by_address(self) -> dict[str, float]:
        return {one.address: one.value for one in self.all}

    @cached_property
    def names_of(self) -> dict[str, list[str]]:
        """By term all that readers may see of it: its name, and what all its labels share."""
        labels: dict[str, list[str]] = defaultdict(list)
        for one in self.all:
            if one.term and one.label:
                labels[one.term].append(one.label)
        shared = {term: _shared(of) for term, of in labels.items()}
        return {term: [term, *filter(None, [shared[term]]), *self.names.get(term, [])] for term in shared}

    @cached_property
    def variables(self) -> dict[str, list[str]]:
        """By variable its names; a term may be of several, as a product, or of one and a group or a year."""
        single = {one.term for one in self.all if one.meaning == "estimate" or one.address.startswith("Panel.")}
        known = self.names.keys() | {term for term in single if WORD.fullmatch(term)}
        return {name: [name, *self.names.get(name, []), *self.names_of.get(name, [])] for name in known}

    def variables_in(self, term: str) -> set[str]:
        return {word for word in WORD.findall(term) if word in self.variables}

    def printed_as(self, number: Number, factor: float = 1.0) -> Iterator[Result]:
        """Results that, times `factor`, may be printed as `number`."""
        low, high = sorted(end / factor for end in number.range)
        yield from self.between(low, high)

    def between(self, low: float, high: float) -> Iterator[Result]:
        for _, place in self._sorted[bisect_left(self._values, low) : bisect_right(self._values, high)]:
            yield self.all[place]


def _shared(labels: list[str]) -> str:
    """The words of the first label that all have."""
    first, *others = (plain(label).split() for label in dict.fromkeys(labels))
    return " ".join(word for word in first if all(word in other for other in others))


def plain(words: str) -> str:
    """Words without case, points and marks, to be compared."""
    return TERM.sub(" ", _signed(words)).strip().casefold()


def _signed(words: str) -> str:
    """Words with the signs of their numbers as words: year -1 is not year 1."""
    return SIGN.sub(" minus ", words)


def alike(printed: str, names: Iterable[str]) -> float:
    """How much a printed heading says what one of `names` says, from 0 to 1, by the words that both have."""
    return max((_shared_part(printed, name) for name in names), default=0.0)


@lru_cache(2**16)
def _shared_part(one: str, other: str) -> float:
    ours, theirs = _said(one), _said(other)
    return len(ours & theirs) / len(ours | theirs)


@cache
def _said(text: str) -> frozenset[str]:
    return frozenset(words(_signed(text))) or frozenset([plain(text)])
