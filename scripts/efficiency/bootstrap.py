"""Intervals and order-m scores of unit-years, from frontiers of fewer units.

A replication draws m of the n units, without replacement and with all their years, and scores every unit-year against
the frontier of the drawn ones (subsampling: Kneip, Simar and Wilson 2008, Econometric Theory 24; Simar and Wilson 2011,
Journal of Productivity Analysis 36). Two things follow from the replications E* of a score E.

**Intervals** for the score against the true frontier. With the factor c of `efficiency.convergence`, about
``E / true - 1 ~ c (E* / E - 1)``, so that

    corrected = E / (1 + c * mean(E* / E - 1)),  interval = E / (1 + c * quantiles(E* / E - 1)).

To first order this is ``E - true ~ c (E* - E)``; as a ratio no end falls below zero. A unit of the super stage has no
interval: its score is above 1, what it estimates is at most 1, and no interval of this kind covers that.

**Order-m scores** (Cazals, Florens and Simar 2002, Journal of Econometrics 106) of all unit-years: ``phi_m``, the mean
of E*, estimates the expected score against m units drawn from the population, which is no distance to the frontier, has
no bias to correct, and is little moved by a few outliers. It is a U-statistic of the units. With N_i = 1 where unit i
is drawn, its infinitesimal jackknife (Wager, Hastie and Efron 2014, Journal of Machine Learning Research 15) is

    V = (n / (n - m))^2 sum_i Cov(N_i, E*)^2

over the draws. With B draws each covariance has a noise of variance ``m (n - m) / n^2 * Var(E*) / B``, and the mean
one of ``Var(E*) / B``. So V is too large by ``m n / (n - m) * Var(E*) / B``, which is taken off, and the noise of the
mean is added.

Why not the smoothed bootstrap of Simar and Wilson (1998, Management Science 44): it moves the units radially, by one
draw from a density of radial scores reflected at 1. A slacks-based score has no such single distance.

What is covered: sampling variation of the frontier, with units as the independent draws, hence any dependence between
the years of a unit. What is not: errors in the data; dependence between units; the choice of specification (see
`sensitivity`). No theorem covers slacks-based scores, and a two-stage score jumps at weakly efficient points.
tests/benchmarks/coverage.md has the measured coverage.
"""

import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from core.errors import StudyError
from core.seeds import stream
from core.statuses import INFEASIBLE_DRAWS, MISSING, OK, SUPER_STAGE, TOO_FEW_DRAWS
from efficiency.convergence import COVERAGE, doubts_of_intervals, factor, rate
from efficiency.data import KEYS, Indicators
from efficiency.score import evaluate, sets_of
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS

LEVEL = 0.95
NORMAL = 1.959963984540054  # quantile of the normal distribution for `LEVEL`
SHARE = 0.25  # of the units, for the default size of a draw
UNSOLVED = 0.05  # share of replications without a score above which there is no mean
BLOCK = 1000  # unit-years whose covariances with the draws are in memory at once

logger = logging.getLogger(__name__)


def draws_of(chunk: str, total: int) -> range:
    """Numbers of the replications of `chunk`, such as "3-of-5", among 0..`total`-1."""
    number, chunks = (int(part) for part in chunk.split("-of-"))
    return range((number - 1) * total // chunks, number * total // chunks)


def units_of(data: Indicators) -> np.ndarray:
    """(N,) keys of the units that may form the frontier in some year, sorted: those that are drawn from."""
    return np.unique(data.unit[data.eligible])


def size_of(data: Indicators, size: int | None) -> int:
    """Number of units in a draw; StudyError unless it is below the number of units."""
    units = len(units_of(data))
    size = int(np.ceil(SHARE * units)) if size is None else size
    if not 0 < size < units:
        raise StudyError(
            f"a bootstrap draw has {size} units, but only {units} units have data;"
            " set `size` under `efficiency.bootstrap` below that number."
        )
    return size


def drawn_units(data: Indicators, size: int, draw: int, seed: int) -> np.ndarray:
    """(size,) keys of the units of a draw, which has its own random stream, so that it does not depend on others."""
    return stream(seed, "bootstrap", draw).choice(units_of(data), size, replace=False)


def replicate(data: Indicators, specification: Specification, size: int, draw: int, seed: int) -> np.ndarray:
    """(n,) scores of all unit-years against those of `size` drawn units; NaN where missing or infeasible.

    The frontier is that of the specification, restricted to the drawn units; its infeasible policy is not applied.
    """
    drawn = np.isin(data.unit, drawn_units(data, size, draw, seed))
    scores = np.full(len(data.unit), np.nan)
    for group in sets_of(data, specification):
        reference = group.reference[drawn[group.reference]]
        if reference.size:
            scores[group.evaluated] = evaluate(data, group.evaluated, reference, specification)
    return scores


def replications(data: Indicators, specification: Specification, size: int, draws: range, seed: int) -> dict:
    """Columns unit, year and ``draw_k``, scores to their decimals, for each replication k of `draws`."""
    columns = {"unit": data.unit, "year": data.year}
    for draw in draws:
        start = time.perf_counter()
        columns[f"draw_{draw}"] = replicate(data, specification, size, draw, seed).round(DECIMALS)
        logger.info("replication %d, %d units, %.2f s", draw, size, time.perf_counter() - start)
    return columns


def gathered(parts: list[Mapping[str, Sequence]], scores: Mapping[str, Sequence], total: int) -> np.ndarray:
    """(n, total) replications side by side in the rows of `scores`; StudyError unless each is there once."""
    draws = [(name, part[name]) for part in parts for name in part if name not in KEYS]
    rows, *others = ([*zip(part["unit"], part["year"], strict=True)] for part in (scores, *parts))
    expected = [f"draw_{draw}" for draw in range(total)]
    if any(own != rows for own in others) or sorted(name for name, _ in draws) != sorted(expected):
        raise StudyError(
            f"{len(draws)} bootstrap replications of {len(set().union(*others))} unit-years, where {total} of"
            f" {len(rows)} are expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    found = dict(draws)
    return np.array([found[name] for name in expected], dtype=float).T


def bootstrap_table(
    data: Indicators,
    scores: Mapping[str, Sequence],
    replications: np.ndarray,
    specification: Specification,
    size: int,
    seed: int,
) -> dict[str, np.ndarray]:
    """Columns unit, year, score and what `intervals` and `orders` find in the `replications` (n, B)."""
    ratio = len(units_of(data)) / size
    drawn = np.array(
        [np.isin(units_of(data), drawn_units(data, size, draw, seed)) for draw in range(replications.shape[1])]
    )
    score, stage, status = np.array(scores["score"], dtype=float), np.array(scores["stage"]), np.array(scores["status"])
    why = np.where((status == OK) & (stage == "super"), SUPER_STAGE, status)
    table = {"unit": data.unit, "year": data.year, "score": score}
    table |= intervals(score, replications, factor(specification, ratio), why)
    table |= orders(replications, drawn, why == MISSING)
    for name in ("interval_status", "order_m_status"):
        logger.info("%s: %s", name, counted(table[name]))
    return table


def counted(values: np.ndarray) -> dict[str, int]:
    """How often each value is there."""
    return dict(Counter(values.tolist()))


def intervals(score: np.ndarray, replications: np.ndarray, change: float, why: np.ndarray) -> dict[str, np.ndarray]:
    """Bias, corrected score and interval of 95 % of each unit-year.

    Parameters
    ----------
    score : (n,) float; replications : (n, B) float, NaN where infeasible; change : factor c of the bias
    why : (n,) ``ok``, or why a unit-year has no interval

    Returns
    -------
    bias, corrected, conf_low, conf_high, replications (those with a score), interval_status. An infeasible replication
    counts as an infinite score: an end of the interval that it reaches is blank, and so are bias and correction when
    more than 5 % are infeasible; below that they are means over the others. The status is then ``infeasible_draws``.
    """
    solved, wanted = np.isfinite(replications), why == OK
    number, total = solved.sum(axis=1), replications.shape[1]
    own = np.where(wanted, score, np.nan)
    excess = np.where(solved, replications / own[:, None] - 1, np.inf)
    mean = np.where(solved, excess, 0.0).sum(axis=1) / np.maximum(number, 1)
    corrected = np.where(number >= (1 - UNSOLVED) * total, own / (1 + change * mean), np.nan)
    ordered = np.sort(excess, axis=1)
    tail = int(np.floor((1 - LEVEL) / 2 * (total - 1)))  # rounded outwards, towards the wider interval
    low, high = own / (1 + change * ordered[:, [total - 1 - tail, tail]].T)
    return {
        "bias": own - corrected,
        "corrected": corrected,
        "conf_low": np.where(low > 0, low, np.nan),
        "conf_high": np.where(high > 0, high, np.nan),
        "replications": number,
        "interval_status": np.where(wanted & (number < total), INFEASIBLE_DRAWS, why),
    }


def orders(replications: np.ndarray, drawn: np.ndarray, missing: np.ndarray) -> dict[str, np.ndarray]:
    """Order-m score of each unit-year, its standard error and interval of 95 %.

    Parameters
    ----------
    replications : (n, B) float, NaN where infeasible; drawn : (B, units) bool; missing : (n,) bool

    Returns
    -------
    order_m, order_m_std_error, order_m_low, order_m_high, order_m_status. An expected score is infinite where a program
    may be infeasible, so one infeasible replication leaves it blank (``infeasible_draws``). A variance that the noise
    of the draws exceeds leaves its standard error blank (``too_few_draws``).
    """
    total, units = drawn.shape
    share = drawn.sum() / total / units  # m / n
    mean = replications.mean(axis=1)
    squares, drawn = np.empty(len(replications)), drawn.astype(float)
    for start in range(0, len(replications), BLOCK):
        block = slice(start, start + BLOCK)
        covariances = (replications[block] - mean[block, None]) @ drawn / total
        squares[block] = (covariances**2).sum(axis=1)
    noise = replications.var(axis=1) / total
    variance = squares / (1 - share) ** 2 - (units * share / (1 - share) - 1) * noise
    error = np.sqrt(np.where(variance > 0, variance, np.nan))
    without = np.where(missing, MISSING, INFEASIBLE_DRAWS)
    return {
        "order_m": mean,
        "order_m_std_error": error,
        "order_m_low": mean - NORMAL * error,
        "order_m_high": mean + NORMAL * error,
        "order_m_status": np.where(np.isnan(mean), without, np.where(np.isnan(error), TOO_FEW_DRAWS, OK)),
    }


def facts_of(
    table: Mapping[str, np.ndarray], specification: Specification, units: int, size: int, total: int, seed: int
) -> dict:
    """How the intervals of `table` were made, how many are blank and why, and whether they are to be trusted."""
    doubts = doubts_of_intervals(specification, units)
    return {
        "units": units,
        "size": size,
        "replications": total,
        "seed": seed,
        "level": LEVEL,
        "rate": rate(specification),
        "factor": factor(specification, units / size),
        "intervals": counted(table["interval_status"]),
        "order_m": counted(table["order_m_status"]),
        "coverage": COVERAGE,
        "trusted": not doubts,
        "warnings": doubts,
    }
