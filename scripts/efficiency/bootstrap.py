"""Bias correction and confidence intervals of the scores, from frontiers of fewer units.

The method is subsampling, the m-out-of-n bootstrap of Simar and Wilson (2011), Journal of Productivity Analysis 36,
consistent for radial scores by Kneip, Simar and Wilson (2008), Econometric Theory 24. A replication draws m of the n
units, without replacement and with all their years, and scores every unit-year against the frontier of the drawn ones.
With E the score, E* that of a replication and k the rate of convergence, ``m^k (E* / E - 1)`` has about the
distribution of ``n^k (E / true - 1)``, so that with ``shrink = (m / n)^k``

    corrected = E / (1 + shrink * mean(E* / E - 1)),  interval = E / (1 + shrink * quantiles(E* / E - 1)).

Why not the smoothed bootstrap of Simar and Wilson (1998, Management Science 44): it moves the units radially, by one
draw from a density of radial scores reflected at 1. A slacks-based score has no such single distance: there is no
point that belongs to a drawn score, and a unit with slacks in some indicators is not on a ray to its target.

What is covered: sampling variation of the frontier, with units as the independent draws, hence any dependence between
the years of a unit. What is not: errors in the data and outliers (the frontier is taken as deterministic); dependence
between units; the choice of specification (see `sensitivity`). No theorem covers slacks-based scores: the rate is that
of the radial ones, ``2 / (p + 1)`` under VRS and ``2 / p`` under CRS (Park, Jeong and Simar 2010, JPA 34) for p
indicators, and an assumption. A two-stage score jumps at weakly efficient points, where no bootstrap of this kind is
consistent; and a super score, above 1 against the sample, estimates a score of at most 1 against the true frontier,
so its correction is large by nature. The draws' size m is a choice; report the intervals of two.

How good it is, measured (nominal 95 %, m = n^0.5): with one input and one output the intervals cover the true score in
95 % of 400 samples, for n = 50 and n = 200; with two inputs and two outputs under CRS, in 78 and 65 % of 60 samples for
n = 60 and n = 240, and half of the bias is removed. In many dimensions the intervals are too short.
"""

import logging
import time

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.seeds import stream
from core.statuses import OK
from efficiency.data import Indicators
from efficiency.score import evaluate, sets_of
from efficiency.spec import Specification
from efficiency.tolerances import DECIMALS

KEYS = ["unit", "year"]
LEVEL = 0.95
POWER = 0.5  # of the number of units, for the default size of a draw
UNSOLVED = 0.05  # share of replications without a score above which there is no mean

logger = logging.getLogger(__name__)


def draws_of(chunk: str, total: int) -> range:
    """Numbers of the replications of `chunk`, such as "3-of-5", among 0..`total`-1."""
    number, chunks = (int(part) for part in chunk.split("-of-"))
    return range((number - 1) * total // chunks, number * total // chunks)


def units_of(data: Indicators) -> np.ndarray:
    """(N,) keys of the units with complete data in some year, sorted: those that are drawn from."""
    return np.unique(data.unit[data.complete])


def size_of(data: Indicators, size: int | None) -> int:
    """Number of units in a draw; StudyError unless it is below the number of units."""
    units = len(units_of(data))
    size = int(np.ceil(units**POWER)) if size is None else size
    if not 0 < size < units:
        raise StudyError(
            f"a bootstrap draw has {size} units, but only {units} units have data;"
            " set `size` under `efficiency.bootstrap` below that number."
        )
    return size


def replicate(data: Indicators, specification: Specification, size: int, draw: int, seed: int) -> np.ndarray:
    """(n,) scores of all unit-years against those of `size` drawn units; NaN where missing or infeasible.

    A draw has its own random stream, so that it does not depend on the others. The frontier is that of the
    specification, restricted to the drawn units; its infeasible policy is not applied.
    """
    drawn = np.isin(data.unit, stream(seed, "bootstrap", draw).choice(units_of(data), size, replace=False))
    scores = np.full(len(data.unit), np.nan)
    for group in sets_of(data, specification):
        reference = group.reference[drawn[group.reference]]
        if reference.size:
            scores[group.evaluated] = evaluate(data, group.evaluated, reference, specification)
    return scores


def replications(data: Indicators, specification: Specification, size: int, draws: range, seed: int) -> pd.DataFrame:
    """unit, year and a column ``draw_k`` of scores, to the decimals of a score, for each replication k of `draws`."""
    columns = {"unit": data.unit, "year": data.year}
    for draw in draws:
        start = time.perf_counter()
        columns[f"draw_{draw}"] = replicate(data, specification, size, draw, seed).round(DECIMALS)
        logger.info("replication %d, %d units, %.2f s", draw, size, time.perf_counter() - start)
    return pd.DataFrame(columns)


def gathered(parts: list[pd.DataFrame], scores: pd.DataFrame, total: int) -> pd.DataFrame:
    """Replications 0..`total`-1 side by side in the rows of `scores`; StudyError unless each is there once."""
    rows = pd.MultiIndex.from_frame(scores[KEYS])
    draws = pd.concat([part.set_index(KEYS) for part in parts], axis=1)
    expected = [f"draw_{draw}" for draw in range(total)]
    if not draws.index.equals(rows) or sorted(draws.columns) != sorted(expected):
        raise StudyError(
            f"{draws.shape[1]} bootstrap replications of {len(draws)} unit-years, where {total} of {len(rows)} are"
            " expected: chunks of another run are mixed in. Delete the chunks and run again."
        )
    return draws[expected]


def shrinkage(data: Indicators, specification: Specification, size: int) -> float:
    """(m / n)^k with the rate k of the radial scores: 2 / (p + 1) under VRS, 2 / p under CRS."""
    dimensions = len(specification.columns) + specification.vrs
    return (size / len(units_of(data))) ** (2 / dimensions)


def interval_table(scores: pd.DataFrame, draws: pd.DataFrame, shrink: float) -> pd.DataFrame:
    """unit, year and what `intervals` finds; a score that a policy put in place of none has no interval."""
    own = scores["score"].where(scores["status"] == OK).to_numpy(dtype=float)
    table = intervals(own, draws.to_numpy(dtype=float), shrink)
    partial = int((table["replications"] < draws.shape[1]).sum())
    logger.log(logging.WARNING if partial else logging.INFO, "%d unit-years lack some or all replications", partial)
    return pd.concat([scores[KEYS], table], axis=1)


def intervals(score: np.ndarray, replications: np.ndarray, shrink: float) -> pd.DataFrame:
    """Bias, corrected score and interval of 95 % of each unit-year.

    Parameters
    ----------
    score : (n,) float, NaN where there is none; replications : (n, B) float, NaN where infeasible

    Returns
    -------
    score, bias, corrected, conf_low, conf_high, replications (those with a score). An infeasible replication counts as
    an infinite score: an end of the interval that it reaches is blank, and so are bias and correction when more than
    5 % are infeasible; below that they are means over the others.
    """
    solved = np.isfinite(replications) & np.isfinite(score)[:, None]
    number, total = solved.sum(axis=1), replications.shape[1]
    excess = np.full(replications.shape, np.inf)
    excess[solved] = (replications / score[:, None] - 1)[solved]
    mean = np.where(solved, excess, 0.0).sum(axis=1) / np.maximum(number, 1)
    corrected = np.where(number >= (1 - UNSOLVED) * total, score / (1 + shrink * mean), np.nan)
    ordered = np.sort(excess, axis=1)
    tail = int(np.floor((1 - LEVEL) / 2 * (total - 1)))  # rounded outwards, towards the wider interval
    low, high = score / (1 + shrink * ordered[:, [total - 1 - tail, tail]].T)
    return pd.DataFrame(
        {
            "score": score,
            "bias": score - corrected,
            "corrected": corrected,
            "conf_low": np.where(low > 0, low, np.nan),
            "conf_high": np.where(high > 0, high, np.nan),
            "replications": number,
        }
    )
