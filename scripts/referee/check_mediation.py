"""The referee on channels: the three steps of a mediation, and Sobel's test."""

import math
from collections.abc import Iterator

from printed.printed_tables import Coefficient, Model, Regressions
from printed.rounding import Interval, over, overlap, plus, size, times
from referee.findings import Draft, check
from referee.matching import nearest
from referee.pointing import spots_in, where_in


@check(
    "E",
    "MacKinnon, Warsi and Dwyer (1995)",
    "In linear models of one sample the total effect is the direct one and the product of both steps",
    "Print the three steps of one sample with the same controls",
)
def mediation_identity(draft: Draft) -> Iterator[tuple]:
    """c = c' + a b over the columns Y on X, M on X, Y on X and M, of the same rows, controls and marks."""
    for printed in draft.tables:
        if not isinstance(printed, Regressions):
            continue
        for long in printed.models:
            for short, step, x, m in _steps(printed, long):
                c, a, rest, b = (one.estimate.number for one in (short, step, x, m))
                through = times(a.range, b.range)
                if not overlap(c.range, plus(rest.range, through)):
                    summed = f"{rest.value + a.value * b.value:.4f}"
                    said = f"The total effect is {c.text}, and {rest.text} + {a.text} x {b.text} is {summed}"
                    yield where_in(printed, x.term, long.column), said, spots_in(draft, printed, [short, step, x, m])


def _steps(printed: Regressions, long: Model) -> Iterator[tuple[Coefficient, Coefficient, Coefficient, Coefficient]]:
    """The coefficients c, a, c' and b of a column with a mediator."""
    own = {one.term: one for one in long.coefficients}
    for m in long.coefficients:
        steps = [one for one in printed.models if one.outcome and m.term in nearest(one.outcome, {*own})]
        rest = own.keys() - {m.term}
        shorts = [one for one in printed.models if one.outcome == long.outcome and _terms(one) == rest]
        if not (long.outcome and len(steps) == len(shorts) == 1 and _terms(steps[0]) == rest):
            continue
        if not all(_alike(one, long) for one in (steps[0], shorts[0])):
            continue
        for x in rest - {"Constant", "_cons", "常数项"}:
            yield _terms_of(shorts[0])[x], _terms_of(steps[0])[x], own[x], m


def _terms_of(model: Model) -> dict[str, Coefficient]:
    return {one.term: one for one in model.coefficients}


def _terms(model: Model) -> set[str]:
    return {one.term for one in model.coefficients}


def _alike(model: Model, other: Model) -> bool:
    """Whether two columns print the same N, marks and degrees of freedom."""
    n, m = model.statistics.get("n_obs"), other.statistics.get("n_obs")
    return bool(n and m) and n.number.value == m.number.value and model.marks == other.marks


@check("E", "Sobel (1982)", "It is then of other steps than those printed", "Compute a b / sqrt(a² sb² + b² sa²) again")
def sobel(draft: Draft) -> Iterator[tuple]:
    """Sobel's z of a table that prints it beside the two steps."""
    for printed in draft.tables:
        if not isinstance(printed, Regressions):
            continue
        for long in printed.models:
            z = long.statistics.get("z")
            for _, a, x, b in _steps(printed, long) if z else ():
                errors = [one.beneath.get("std_error") for one in (a, b)]
                if all(errors) and not overlap(size(z.number.range), _sobel(a, b)):
                    said = f"Sobel's z is {z.number.text}, and the steps imply {sum(_sobel(a, b)) / 2:.2f}"
                    yield where_in(printed, x.term, long.column), said, spots_in(draft, printed, [z, a, b])


def _sobel(a: Coefficient, b: Coefficient) -> Interval:
    """1 / sqrt(1 / ta² + 1 / tb²), in which both t values are as large or small as rounding allows; Aroian's and
    Goodman's terms are within a tenth of it."""
    low, high = [], []
    for one in (a, b):
        t = size(over(one.estimate.number.range, one.beneath["std_error"].number.range))
        low.append(t[0])
        high.append(t[1])
    ends = [1 / math.sqrt(sum(1 / max(t, 1e-9) ** 2 for t in ends)) for ends in (low, high)]
    return 0.9 * ends[0], 1.1 * ends[1]
