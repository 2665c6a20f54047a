"""What a text claims about its results, a row a claim: `where,kind,term,value,level`, typed by hand."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError, nearest

COLUMNS = ["where", "kind", "term", "value", "level"]
INTERVAL = re.compile(r"([\[(])\s*(-?[\d.]+)?\s*,\s*(-?[\d.]+)?\s*([\])])")
NUMBER = re.compile(r"[-−+]?(\d+\.?\d*|\.\d+)")
PERIOD = re.compile(r"(\w+)::(\d{4})(?:::(\d{4}))?")
ROLES = ("outcome", "regressor")
RANGES = {  # of all values, by what a variable is declared to be
    "share": (0, 1),
    "percentage": (0, 100),
    "log of GDP per head": (7, 14),  # in yuan or dollars of any year: 1,100 to 1.2 million
    "science spending over GDP": (0, 0.05),  # all research and development of any country is below .07
}
FIRST_ROW = 2  # of the data, as spreadsheets count


@dataclass(frozen=True)
class Interval:
    """An interval with open or closed ends; an end that is missing is infinite."""

    low: float
    high: float
    with_low: bool
    with_high: bool

    def __contains__(self, value: float) -> bool:
        above = value >= self.low if self.with_low else value > self.low
        return above and (value <= self.high if self.with_high else value < self.high)


@dataclass(frozen=True)
class Claim:
    """A claim; `term`, `value` and `level` as typed, empty where the kind has none."""

    where: str
    kind: str
    term: str
    value: str
    level: str

    @property
    def number(self) -> float:
        return number_of(self.value)

    @property
    def interval(self) -> Interval:
        return interval_of(self.value)

    @property
    def period(self) -> tuple[str, int, int | None]:
        """Variable and years of the term ``score::2003`` or ``score::2003::2017``."""
        name, first, last = PERIOD.fullmatch(self.term).groups()
        return name, int(first), last and int(last)


def number_of(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise ValueError("a number, as `0.0638`")
    return float(text.replace("−", "-"))


def interval_of(text: str) -> Interval:
    found = INTERVAL.fullmatch(text)
    if not found:
        raise ValueError("an interval, as `[0.3, 0.6)`")
    opening, low, high, closing = found.groups()
    return Interval(float(low or "-inf"), float(high or "inf"), opening == "[", closing == "]")


def text_of(text: str) -> str:
    if not text:
        raise ValueError("a text")
    return text


def stars_of(text: str) -> str:
    if text.strip("*"):
        raise ValueError("stars, as `**`, or nothing")
    return text


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    def word_of(text: str) -> str:
        if text not in known:
            raise ValueError(f"one of {', '.join(f'`{word}`' for word in known)}")
        return text

    return word_of


def of_years(years: int) -> Callable[[str], str]:
    """A term with one year, or with two."""

    def period_of(text: str) -> str:
        found = PERIOD.fullmatch(text)
        if not found or bool(found[3]) != (years == 2):
            raise ValueError(f"a variable with its years, as `score{'::2003' * (years == 1) or '::2003::2017'}`")
        return text

    return period_of


def or_nothing(read: Callable[[str], object]) -> Callable[[str], object]:
    """The same for a cell that may be empty."""
    return lambda text: read(text) if text else None


@dataclass(frozen=True)
class Kind:
    """What the cells of a kind must be; None is a cell that stays empty."""

    term: Callable[[str], object] | None = None
    value: Callable[[str], object] | None = None
    level: Callable[[str], object] | None = None


KINDS = {
    "estimate": Kind(text_of, or_nothing(number_of), or_nothing(number_of)),
    "stars": Kind(text_of, or_nothing(stars_of)),
    "legend": Kind(None, text_of),
    "header": Kind(None, text_of),
    "critical_value": Kind(text_of, number_of),
    "cohorts": Kind(text_of, number_of),
    "adopters": Kind(text_of, number_of, number_of),
    "declared": Kind(text_of, one_of(RANGES)),
    "unit": Kind(text_of, text_of, or_nothing(text_of)),
    "size": Kind(text_of, number_of),
    "class": Kind(text_of, interval_of),
    "mean": Kind(of_years(1), number_of),
    "growth": Kind(of_years(2), number_of),
    "change": Kind(of_years(2), number_of),
    "mediation": Kind(text_of, None),
    "name": Kind(text_of, text_of),
    "role": Kind(text_of, one_of(ROLES)),
    "announced": Kind(text_of, number_of),
    "listed": Kind(text_of, text_of),
    "matrix": Kind(text_of, text_of),
    "index": Kind(text_of, or_nothing(text_of)),
    "columns": Kind(text_of, number_of),
    "range": Kind(text_of, interval_of),
}


def read_claims(path: str | Path) -> list[Claim]:
    """The claims of a CSV file; StudyError naming the first cell that is not what its kind needs."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    if header != COLUMNS:
        raise StudyError(f"{path}: the header is {','.join(header)}; it must be {','.join(COLUMNS)}")
    return [_claim(f"{path}: row {at}", line) for at, line in enumerate(lines, start=FIRST_ROW) if any(line)]


def _claim(place: str, line: list[str]) -> Claim:
    if len(line) != len(COLUMNS):
        raise StudyError(f"{place}: {len(line)} cells; a claim has {len(COLUMNS)}: {','.join(COLUMNS)}")
    claim = Claim(*(cell.strip() for cell in line))
    if claim.kind not in KINDS:
        raise StudyError(f"{place}: `kind` is {claim.kind!r}; {nearest(claim.kind, list(KINDS))}")
    if not claim.where:
        raise StudyError(f"{place}: `where` is empty; it says where the text claims this, as `table.column` or a page")
    for name in ("term", "value", "level"):
        cell, read = getattr(claim, name), getattr(KINDS[claim.kind], name)
        if read is None and cell:
            raise StudyError(
                f"{place}: `{name}` is {cell!r}; a claim of the kind `{claim.kind}` has none: leave it empty"
            )
        try:
            read and read(cell)
        except ValueError as error:
            raise StudyError(
                f"{place}: `{name}` is {cell!r}; a claim of the kind `{claim.kind}` needs {error}"
            ) from None
    return claim
