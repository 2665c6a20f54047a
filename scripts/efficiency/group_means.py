"""Mean efficiency of groups of unit-years, with intervals that allow for the bias of every score.

The bias of a score shrinks with the number of units as ``n^-k`` (`efficiency.convergence`), more slowly than the
standard deviation of a mean, ``n^-1/2``: an interval of the usual kind ends up beside the truth (Kneip, Simar and
Wilson 2015, Econometric Theory 31). Their remedy has two parts.

**The bias** of a mean is estimated by halves: the units are split at random, everybody is scored against the own half,
and ``bias = (mean of the halves - mean) / (2^k - 1)``, on average over `SPLITS` splits. A group is in both halves.

**The width.** For k of at least 2 / 5 the variance of the mean is that of the n units. For a smaller k what is left of
the bias is larger than that; then the mean of only ``n_k = n^2k`` of them has a normal distribution around the truth,
and n_k takes the place of n. A group has the smaller of n_k and its own number of units. `sub_mean` is the corrected
mean of n_k units drawn at random, and its interval is that of the theorem. The interval of `conf_low` and `conf_high`
is as wide, but around the mean of all: it covers more often in large samples, and does not hang on a draw.

The variance is that of Simar and Zelenyuk (2020, European Journal of Operational Research): the scores deviate from
the corrected mean, not from the mean, so ``s^2 + bias^2``. Units are independent, the years of a unit are not: with S
the sum of a unit's scores and N its unit-years, ``s^2`` is that of ``S - N mean``.

The scores are those of the first stage, at most 1, of which the theorems are (there for radial scores; that they hold
for slacks-based ones, and for groups, is an assumption that tests/benchmarks/coverage.md measures). An efficient
unit-year counts as 1. First-stage programs are always feasible, so no unit-year with data is left out.
"""

import numpy as np

from core.errors import StudyError, named
from core.seeds import stream
from efficiency.bootstrap import NORMAL, units_of
from efficiency.convergence import factor, is_slow, rate
from efficiency.data import Indicators
from efficiency.frontier import ReferenceSet
from efficiency.groups import ALL, MOST_GROUPS, spelled
from efficiency.score import engine_of, refuse_uncertified, sets_of
from efficiency.spec import Specification
from efficiency.tolerances import CERTIFIED

SPLITS = 20
SINGLE_UNIT = "single_unit"  # one unit has no variance


def biases(data: Indicators, sbm: np.ndarray, specification: Specification, seed: int) -> np.ndarray:
    """(n,) estimated bias of each first-stage score `sbm` (n,), NaN where missing; only means of many are of use."""
    units, total = units_of(data), np.zeros(len(sbm))
    for split in range(SPLITS):
        half = stream(seed, "halves", split).permutation(units)[: len(units) // 2]
        total += in_halves(data, np.isin(data.unit, half), specification)
    return factor(specification, 2) * (total / SPLITS - sbm)


def in_halves(data: Indicators, first: np.ndarray, specification: Specification) -> np.ndarray:
    """(n,) first-stage scores, each against the own half of its reference set; `first` (n,) bool tells them apart.

    StudyError where a half has nobody to form a frontier.
    """
    scores = np.full(len(first), np.nan)
    for group in sets_of(data, specification):
        for half in (first, ~first):
            part = ReferenceSet("", group.evaluated[half[group.evaluated]], group.reference[half[group.reference]])
            if part.evaluated.size and not part.reference.size:
                raise StudyError(
                    f"half of the units leave nobody to form the frontier of {data.year[part.evaluated[0]]}"
                )
            if part.evaluated.size:
                reference, own = data.values[part.reference], data.values[part.evaluated]
                found = engine_of(specification)(reference, own, np.maximum(part.position, 0), specification, "sbm")
                refuse_uncertified(data, part.evaluated[found.residual > CERTIFIED])
                scores[part.evaluated] = found.value
    return scores


def group_means(
    data: Indicators, sbm: np.ndarray, group: np.ndarray, by: str, specification: Specification, seed: int
) -> list[dict]:
    """A row for each value of `group` (n,), in which None is no value, and one for all unit-years.

    Returns
    -------
    group, n_units, n_unit_years, mean, bias, corrected, std_error, conf_low, conf_high, n_effective (the n_k),
    sub_mean, sub_low, sub_high, reason (why the columns from std_error on are blank)

    Raises
    ------
    StudyError : more than `MOST_GROUPS` groups
    """
    values = sorted({*group[data.complete]} - {None})
    if len(values) > MOST_GROUPS:
        raise StudyError(
            f"`by: {by}` has {len(values)} values, such as {named(values, 3)}; a table of group means has room for"
            f" {MOST_GROUPS}. Name a variable that makes groups, or `year`."
        )
    bias, most = biases(data, sbm, specification, seed), effective(len(units_of(data)), specification)
    rows = {spelled(value): data.complete & (group == value) for value in values} | {ALL: data.complete}
    return [
        {"group": name} | mean_of(data.unit[chosen], sbm[chosen], bias[chosen], most, stream(seed, "sub-mean", name))
        for name, chosen in rows.items()
    ]


def effective(units: int, specification: Specification) -> int:
    """How many of `units` units the variance of a mean may count: all, or n^2k where the rate k is slow."""
    return int(units ** (2 * rate(specification))) if is_slow(specification) else units


def mean_of(unit: np.ndarray, sbm: np.ndarray, bias: np.ndarray, most: int, random: np.random.Generator) -> dict:
    """The row of one group: `unit`, first-stage scores and their biases (n,); at most `most` units count."""
    _, place = np.unique(unit, return_inverse=True)
    sums = np.array([np.bincount(place, sbm), np.bincount(place)])
    units, mean, shift = sums.shape[1], sbm.mean(), bias.mean()
    row = {"n_units": units, "n_unit_years": len(sbm), "mean": mean, "bias": shift, "corrected": mean - shift}
    if units == 1:
        blank = ("std_error", "conf_low", "conf_high", "n_effective", "sub_mean", "sub_low", "sub_high")
        return row | dict.fromkeys(blank, np.nan) | {"reason": SINGLE_UNIT}
    number, share = min(units, most), sums[1] / sums[1].sum()
    variance = units / (units - 1) * ((sums[0] / sums[1] - mean) ** 2 @ share**2) + shift**2 * (share**2).sum()
    error = np.sqrt(variance * units / number)
    chosen = random.choice(units, number, replace=False)
    sub_mean = sums[0, chosen].sum() / sums[1, chosen].sum() - shift
    return row | {
        "std_error": error,
        "conf_low": mean - shift - NORMAL * error,
        "conf_high": mean - shift + NORMAL * error,
        "n_effective": number,
        "sub_mean": sub_mean,
        "sub_low": sub_mean - NORMAL * error,
        "sub_high": sub_mean + NORMAL * error,
        "reason": "",
    }
