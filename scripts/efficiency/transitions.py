"""How units move between classes from one year to the next: a Markov chain. The standard library alone.

`probability` of from j to h is the share of the unit-years in class j that are in h a year later, the estimate of
maximum likelihood. The ergodic distribution p is that which the probabilities leave as it is, p = p P. There is just
one if all classes lead to one and the same set of classes that is never left; the others have no weight in it. Within
that set p is computed by the elimination of Grassmann, Taksar and Heyman (1985, Operations Research 33), which never
subtracts.
"""

from collections import Counter
from math import fsum

from core.classes import Classes, classes_of, quantile_classes
from core.errors import StudyError
from core.grids import Cell, grid
from core.words import MOVING_FRONTIER
from efficiency.groups import observed

COLUMNS = ["group", "to", "count", "probability"]
ERGODIC = "Ergodic distribution"
NOTE = "Rows: class in a year; columns: class of the same unit in the next year. {pairs} pairs of consecutive years."
QUANTILES = "Classes: quantiles of all unit-years, each with its upper end."
LONG_RUN = "Ergodic distribution: the shares of classes that moves with these probabilities leave as they are."
NO_LONG_RUN = "There is no single ergodic distribution: {why}."


def transitions_of(rows: list[dict], of: str, classes: int | dict) -> tuple[list[dict], str]:
    """Counts and probabilities from each class to each, then the ergodic distribution, or why there is none.

    classes : number of quantiles of the pooled unit-years, or cuts with their names
    """
    known = observed(rows, of)
    chosen = chosen_classes([row[of] for row in known], classes, of)
    number = {(row["unit"], row["year"]): chosen.number(row[of]) for row in known}
    moves = Counter(
        (start, number[unit, year + 1]) for (unit, year), start in number.items() if (unit, year + 1) in number
    )
    if not moves:
        raise StudyError(f"no unit has values of `{of}` in two consecutive years")
    size = range(len(chosen.names))
    leaving = [sum(moves[start, end] for end in size) for start in size]
    shares = [[moves[start, end] / leaving[start] if leaving[start] else None for end in size] for start in size]
    why = no_single(shares, chosen.names)
    ergodic = [None for _ in size] if why else ergodic_of(shares)
    table = [
        {"group": chosen.names[start], "to": chosen.names[end], "count": moves[start, end]}
        | {"probability": shares[start][end]}
        for start in size
        for end in size
    ]
    last = [
        {"group": ERGODIC, "to": name, "count": None, "probability": share}
        for name, share in zip(chosen.names, ergodic, strict=True)
    ]
    return table + last, why


def chosen_classes(values: list[float], classes: int | dict, of: str) -> Classes:
    """Quantiles of `values`, or the cuts that are given; StudyError where quantiles make a single class."""
    if isinstance(classes, dict):
        return classes_of(values, classes)
    found = quantile_classes(values, classes) if len(set(values)) > 1 else None
    if found is None or len(found.names) < 2:
        raise StudyError(f"`{of}` has so many equal values that its quantiles make one class; give `classes` as `cuts`")
    return found


def reached(shares: list[list[float | None]], start: int) -> set[int]:
    """The classes that `start` leads to, itself among them."""
    found, todo = {start}, [start]
    while todo:
        new = {end for end, share in enumerate(shares[todo.pop()]) if share} - found
        found |= new
        todo += new
    return found


def recurrent(shares: list[list[float | None]]) -> set[frozenset[int]]:
    """The sets of classes that are never left, and lead to each other."""
    leads = [reached(shares, start) for start in range(len(shares))]
    return {frozenset(own) for start, own in enumerate(leads) if all(start in leads[end] for end in own)}


def no_single(shares: list[list[float | None]], names: list[str]) -> str:
    """Why there is no single ergodic distribution, or nothing."""
    if unseen := [name for name, row in zip(names, shares, strict=True) if None in row]:
        return f"no unit of the class {unseen[0]} has a next year"
    if len(recurrent(shares)) > 1:
        return "some classes never lead to the others"
    return ""


def ergodic_of(shares: list[list[float]]) -> list[float]:
    """The distribution p = p P, of probabilities that have just one."""
    (inner,) = recurrent(shares)
    inner = sorted(inner)
    matrix = [[shares[start][end] for end in inner] for start in inner]
    for last in range(len(inner) - 1, 0, -1):
        leaving = fsum(matrix[last][:last])
        for start in range(last):
            matrix[start][last] /= leaving
            for end in range(last):
                matrix[start][end] += matrix[start][last] * matrix[last][end]
    weights = [1.0]
    for last in range(1, len(inner)):
        weights.append(fsum(weights[start] * matrix[start][last] for start in range(last)))
    found = dict(zip(inner, weights, strict=True))
    return [found.get(number, 0.0) / fsum(weights) for number in range(len(shares))]


def transitions_layout(table: list[dict], quantiles: bool, why: str, moves: bool) -> dict:
    """The grid of `transitions_of`; `moves`: it is of a score whose frontier is not the same in all years."""
    pairs = sum(row["count"] or 0 for row in table)
    notes = [NOTE.format(pairs=f"{pairs:,d}"), *[QUANTILES] * quantiles]
    cells = [Cell("probability", "Share"), Cell("count", "N", "count")]
    return grid(
        "group",
        cells,
        "Class",
        across="to",
        notes=[*notes, *[LONG_RUN] * (not why)],
        warnings=[*[NO_LONG_RUN.format(why=why)] * bool(why), *[MOVING_FRONTIER] * moves],
    )
