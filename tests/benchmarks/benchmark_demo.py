"""Coverage of 95 % intervals in outcome mode, over 200 seeds: the planted parameters are the exact truth.

    PYTHONPATH=scripts python tests/benchmarks/benchmark_demo.py

The real zones, 286 cities, 9 years, AR(1) errors; standard errors clustered by city as in Stata's reghdfe. Fails where
a coverage is outside 0.90 to 0.98 or a mean error beyond three Monte Carlo errors. The 5 % test of a policy without
effect must reject as rarely as the interval misses.
"""

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from core.formulas import parse_formula
from demo.cities import drawn_cities, inverse_distance, map_of, starts
from demo.outcome import Noise, two_way
from estimation.least_squares import fit_sample, tidy
from estimation.sample import sample_of

HOME = Path(__file__).parents[2] / "resources"
YEARS = np.arange(2015, 2024)
SEEDS = range(200)
EFFECT = 0.0638
PROFILE = {0: 0.04, 1: 0.06, 2: 0.08}  # at the first treated year, the next, and from the third on
LEADS = (-4, -3, -2)
COVERAGE = (0.90, 0.98)


@dataclass(frozen=True)
class Covered:
    """Whether a 95 % interval holds the truth, and the error of the estimate."""

    inside: bool
    error: float


@cache
def zones() -> tuple[np.ndarray, np.ndarray]:
    """(286, 9) policy of the pilot zones and (286, 286) weights 1 / km."""
    cities = drawn_cities(pd.read_csv(HOME / "cities.csv", dtype=str, keep_default_na=False))
    start = starts(cities, pd.read_csv(HOME / "aipz.csv", dtype=str))
    km = map_of(cities, pd.read_csv(HOME / "contiguity.csv", dtype=str)).km
    return (start[:, None] <= YEARS).astype(float), inverse_distance(km, 1.0)


def event_time(policy: np.ndarray) -> np.ndarray:
    """(n, T) years since the first treated one, -inf in cities never treated."""
    first = np.where(policy.any(axis=1), policy.argmax(axis=1), np.inf)
    return np.arange(policy.shape[1]) - first[:, None]


def fitted(outcome: np.ndarray, regressors: dict[str, np.ndarray]) -> pd.DataFrame:
    """Two-way estimates for (n, T) arrays, clustered by unit."""
    keys = {"unit": np.repeat(np.arange(len(outcome)).astype(str), len(YEARS)), "year": np.tile(YEARS, len(outcome))}
    frame = pd.DataFrame(keys | {name: values.ravel() for name, values in {"y": outcome, **regressors}.items()})
    formula = parse_formula(f"y ~ {' + '.join(regressors)} | unit + year")
    return tidy(fit_sample(sample_of(frame, formula, clusters=["unit"]), "reghdfe"))


def covered(seed: int, effect: float = EFFECT) -> Covered:
    """The two-way estimate of a flat effect."""
    policy, _ = zones()
    outcome = two_way(policy, {0: effect}, event_time(policy), Noise(), np.random.default_rng(seed))
    row = fitted(outcome, {"policy": policy}).iloc[0]
    return Covered(row["conf_low"] <= effect <= row["conf_high"], row["estimate"] - effect)


def covered_by_event_time(seed: int) -> dict[int, Covered]:
    """The estimates of a rising effect; leads are 0, the first and the last event time are binned."""
    policy, _ = zones()
    time = event_time(policy)
    outcome = two_way(policy, PROFILE, time, Noise(), np.random.default_rng(seed))
    wanted = dict.fromkeys(LEADS, 0.0) | PROFILE
    binned = np.where(np.isfinite(time), np.clip(time, min(wanted), max(wanted)), -1)
    rows = fitted(outcome, {f"k{position}": 1.0 * (binned == k) for position, k in enumerate(wanted)})
    return {
        k: Covered(row["conf_low"] <= truth <= row["conf_high"], row["estimate"] - truth)
        for (k, truth), (_, row) in zip(wanted.items(), rows.iterrows(), strict=True)
    }


def summary(name: str, found: list[Covered]) -> bool:
    """Print coverage and bias; True if both are as they must be."""
    errors = np.array([one.error for one in found])
    monte_carlo = errors.std(ddof=1) / len(errors) ** 0.5
    coverage = np.mean([one.inside for one in found])
    good = COVERAGE[0] <= coverage <= COVERAGE[1] and abs(errors.mean()) < 3 * monte_carlo
    print(f"{name:24s} coverage {coverage:.3f}  bias {errors.mean():+.5f} ({monte_carlo:.5f})  {'' if good else 'BAD'}")
    return good


def main() -> int:
    good = [summary("two-way, 0.0638", [covered(seed) for seed in SEEDS])]
    good += [summary("two-way, no effect", [covered(seed, 0.0) for seed in SEEDS])]
    paths = [covered_by_event_time(seed) for seed in SEEDS]
    good += [summary(f"event time {k:+d}", [path[k] for path in paths]) for k in paths[0]]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
