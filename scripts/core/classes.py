"""Classes of values, and what they are called. The standard library alone."""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from core.errors import StudyError

CLASSES = 5  # as many as shades of one colour can be told apart
MOST_VALUES = 8  # classes of `classes: values` and `classes: cohorts`
NEVER = 0  # in place of the first year of units that a policy never reaches
EVEN = 100  # below, the ends of fifths have the same decimals


@dataclass(frozen=True)
class Classes:
    """Classes of values: the cuts between them, what they are called, to which side a cut belongs, a note, and the
    colours, if they are not to go from light to dark."""

    cuts: list[float]
    names: list[str]
    closed: str = "left"
    note: str = ""
    shades: tuple[str, ...] = ()

    def number(self, value: float) -> int:
        return (bisect_right if self.closed == "left" else bisect_left)(self.cuts, value)

    def counts(self, values: list[float]) -> list[int]:
        """How many of `values` are in each class."""
        found = Counter(map(self.number, values))
        return [found[number] for number in range(len(self.names))]


def classes_of(values: list[float], choice: str | dict = "quantile") -> Classes:
    """The classes of `values`: fifths (`quantile`), a class each (`values`, or of first years `cohorts`), or between
    cuts that are given.

    Fifths are closed on the right, and become a class each where few values are distinct. A cut that is given belongs
    to the class above it. Raises StudyError for more values than shades that can be told apart.
    """
    if isinstance(choice, dict):
        cuts = choice["cuts"]
        return Classes(cuts, choice["names"] or _between(cuts))
    distinct = sorted(set(values))
    each = choice in ("values", "cohorts")
    if each and len(distinct) > MOST_VALUES:
        raise StudyError(
            f"`classes: {choice}` makes classes of {len(distinct)} values, and a map shows {MOST_VALUES} at most; "
            "leave `classes` out for fifths, or give `cuts`"
        )
    if each or len(distinct) <= CLASSES:
        names = [f"{value:.0f}" if value == int(value) else _number(value) for value in distinct]
        if choice == "cohorts" and distinct[0] == NEVER:
            names[0] = "never"
        return Classes(distinct[1:], names)
    return quantile_classes(values, CLASSES, "Fifths of the values, each with its upper end.")


def text_classes(texts: list[str]) -> Classes:
    """A class for each of the distinct `texts`, in their order, whose numbers are 0, 1, ...

    Raises StudyError for more of them than shades that can be told apart.
    """
    names = sorted(set(texts))
    if len(names) > MOST_VALUES:
        raise StudyError(f"{len(names)} texts are more classes than a map shows, {MOST_VALUES} at most")
    return Classes(list(range(1, len(names))), names)


def quantile_classes(values: list[float], number: int, note: str = "") -> Classes:
    """Classes of equally many `values`, closed on the right; fewer than `number` where ties make quantiles equal."""
    bounds = sorted({*quantiles(values, n=number, method="inclusive"), max(values)})
    names = [f"{low} to {high}" for low, high in pairwise(_numbers([min(values), *bounds]))]
    return Classes(bounds[:-1], names, closed="right", note=note)


def _between(cuts: list[float]) -> list[str]:
    """Names of the classes between `cuts`."""
    inner = [f"{_number(low)} to < {_number(high)}" for low, high in pairwise(cuts)]
    return [f"< {_number(cuts[0])}", *inner, f"≥ {_number(cuts[-1])}"]


def _numbers(values: list[float]) -> list[str]:
    """Numbers of three digits at least, with as many decimals each while none is large."""
    written = [_number(value) for value in values]
    if any("e" in text for text in written) or max(map(abs, values)) >= EVEN:
        return written
    decimals = max(len(text.partition(".")[2]) for text in written)
    return [f"{value:.{decimals}f}" for value in values]


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
