"""Tests whose degrees of freedom a table does not print: p-values and quantiles over all that they may be."""

import math
from functools import cache

from papers.numerals import numbers_in
from printed.places import whole
from printed.printed_tables import Model, Printed
from printed.rounding import Interval, size
from referee.findings import Draft
from report.typed import two_sided

FEWEST = 10  # degrees of freedom; tests with fewer say how many clusters they have
STEPS = 2000  # of the integral, even
MOST = 500  # with more, t is the normal distribution as far as tables print


def fewest_df(printed: Printed, model: Model | None, draft: Draft) -> int:
    """The fewest degrees of freedom that the errors of a column may have; of two ways of clusters the fewer count."""
    facts = model.statistics if model else {}
    known = [facts[name] for name in ("n_clusters", "df") if name in facts]
    cells = [printed.table.rows[at.row][at.column].text for at in known]
    counts = [int(number.value) - 1 for cell in cells for number in numbers_in(cell)]
    if not counts:
        counts = [int(one.number.value) - 1 for one in draft.statements if one.kind == "clusters" and one.number]
    rows = whole(facts.get("n_obs"))
    if rows and rows <= 2 * FEWEST:
        counts.append(rows - len(model.coefficients) - 1)
    return max(1, min([*counts, MOST] if counts else [FEWEST]))


@cache
def p_values(statistic: Interval, fewest: int) -> Interval:
    """p-values of the statistics in an interval, with `fewest` degrees of freedom or more."""
    low, high = size(statistic)
    return two_sided(high, None), max(0.0, two_sided(low, fewest))


@cache
def quantile(p_value: float, df: int | None) -> float:
    """The |t| whose two-sided p-value this is, by bisection."""
    low, high = 0.0, 1.0
    while two_sided(high, df) > p_value and high < 1e6:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle, df) > p_value else (low, middle)
    return (low + high) / 2


@cache
def f_tail(f: float, first: int, second: int) -> float:
    """Probability of a larger F: an incomplete beta function, integrated over angles by Simpson's rule."""
    end = math.asin(math.sqrt(second / (second + first * max(f, 0.0))))
    width = end / STEPS
    values = [math.sin(at * width) ** (second - 1) * math.cos(at * width) ** (first - 1) for at in range(STEPS + 1)]
    summed = values[0] + values[-1] + 4 * sum(values[1:-1:2]) + 2 * sum(values[2:-1:2])
    beta = math.lgamma(first / 2) + math.lgamma(second / 2) - math.lgamma((first + second) / 2)
    return 2 * summed * width / 3 / math.exp(beta)
