"""Whether spatial models say how sure they are, and how fast they are: ``make bench-spatial``.

Writes spatial.md beside itself, a section for each function of `SECTIONS`. Each returns a heading, sentences, the head
of a table and its rows. Times are of the processor; what is compared is measured one after the other.
"""

import os
import resource
import sys
import time
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1] / "scripts"), str(HERE.parent / "spatial")]
from spatial_panels import knn

from estimation import resolvent
from estimation.ml_errors import clustered, corrected, inverse
from estimation.panel_ml import Arrays, spatial_lag
from estimation.resolvent import resolvent_of
from estimation.weights import Weights, from_pairs
from spatial import impacts

REFERENCE = HERE.parent / "spatial/reference"
UNITS, YEARS = 5000, 20
DRAWS, INVERTED = 1000, 20
RUNS, WITHIN = 500, 1.959963984540054
SLOPES, RHO, PERSISTENCE, SIGMA = np.array([0.1, -0.02]), 0.3, 0.6, 0.17


def castle() -> tuple[Weights, np.ndarray, int]:
    """Borders of 48 states, the law and the rate of unemployment (N, T, 2), and T."""
    pairs = pd.read_csv(REFERENCE / "castle48_pairs.csv")
    both = pd.concat([pairs, pairs.rename(columns={"unit": "neighbour", "neighbour": "unit"})])
    weights = from_pairs(both["unit"], both["neighbour"], np.ones(len(both)), "borders", "row")
    panel = pd.read_csv(REFERENCE / "castle48.csv").pivot(index="st", columns="year")
    values = np.stack([panel[name].loc[weights.units].to_numpy() for name in ("post", "unemployrt")], axis=-1)
    return weights, values, values.shape[1]


def errors(random: np.random.Generator, units: int, periods: int) -> np.ndarray:
    """(N, T) stationary errors whose correlation from year to year is `PERSISTENCE`."""
    found = np.empty((units, periods))
    found[:, 0] = random.normal(size=units)
    for period in range(1, periods):
        news = random.normal(size=units) * np.sqrt(1 - PERSISTENCE**2)
        found[:, period] = PERSISTENCE * found[:, period - 1] + news
    return SIGMA * found


def coverage() -> tuple[str, str, tuple[str, ...], list[tuple]]:
    weights, values, periods = castle()
    resolvent, effects = resolvent_of(weights), ("unit", "year")
    random, units = np.random.default_rng(20240917), len(weights.units)
    spread = np.linalg.inv(np.eye(units) - RHO * weights.matrix.toarray())
    truth, found = np.append(SLOPES, RHO), {}
    for _ in range(RUNS):
        effect = random.normal(size=(units, 1)) + random.normal(size=periods)
        outcome = spread @ (values @ SLOPES + effect + errors(random, units, periods))
        fit = spatial_lag(Arrays(outcome, values, ("law", "rate"), effects), resolvent)
        moved, _, factor = corrected(fit, effects)
        hessian = inverse(fit.information)[:-1, :-1]
        by_unit = clustered(fit, np.arange(units), resolvent)
        for name, point, covariance in (
            ("Hessian, not corrected", fit.estimates, hessian),
            ("Hessian, corrected", moved, factor * hessian),
            ("clustered, not corrected", fit.estimates, by_unit),
            ("clustered, corrected (printed)", moved, factor * by_unit),
        ):
            off, error = point - truth, np.sqrt(np.diag(covariance))
            found.setdefault(name, []).append([*(np.abs(off) < WITHIN * error), off[2]])
    means = {name: np.mean(runs, axis=0) for name, runs in found.items()}
    rows = [(name, *(f"{share:.3f}" for share in mean[:3]), f"{mean[3]:+.4f}") for name, mean in means.items()]
    said = (
        f"SAR on the borders of 48 states over {periods} years with effects of states and years; the law of castle and "
        f"the rate of unemployment have slopes of {SLOPES[0]} and {SLOPES[1]}, rho is {RHO}, errors of a state have a "
        f"correlation of {PERSISTENCE} from year to year. {RUNS} runs; a share of .95 has a Monte Carlo error of .010."
    )
    return "Coverage of 95 % intervals", said, ("errors", "law", "rate", "rho", "bias of rho"), rows


def large() -> tuple[str, str, tuple[str, ...], list[tuple]]:
    weights = knn(UNITS)
    random = np.random.default_rng(1)
    own = random.normal(size=(UNITS, YEARS, 3))
    filtered = resolvent.Factors(weights.matrix, weights.ends.interval).factored(0.4)
    outcome = filtered.solve(own @ [1.0, 0.5, 0.0] + random.normal(size=(UNITS, YEARS)))
    rows = []
    for name, values in (("SAR", own), ("SDM", np.concatenate([own, resolvent.lag(weights.matrix, own)], axis=-1))):
        arrays = Arrays(outcome, values, tuple(map(str, range(values.shape[-1]))), ("unit", "year"))
        start, factors = time.process_time(), resolvent.Factors(weights.matrix, weights.ends.interval)
        fit = spatial_lag(arrays, factors)
        corrected(fit, arrays.effects)
        fitted = time.process_time()
        clustered(fit, np.arange(UNITS), factors)
        ended = time.process_time()
        rows.append((name, f"{fit.parameter:.4f}", f"{fitted - start:.2f} s", f"{ended - fitted:.2f} s"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    said = (
        f"{UNITS:,d} units with their five nearest neighbours over {YEARS} years; effects of units and years, rho .4. "
        "Seconds of the processor for the estimates with Hessian and correction, from weights of which nothing is "
        "known, and for clustered errors beside them, which need every column of G once. The process never held more "
        f"than {peak:.0f} MB."
    )
    return "Many units", said, ("model", "rho", "estimates", "clustered errors"), rows


def effects() -> tuple[str, str, tuple[str, ...], list[tuple]]:
    rows = []
    for units in (286, 1000):
        weights = knn(units)
        names, interval = ("x", "W:x", "rho"), (-1.0, 1.0)
        known = impacts.Parameters(names, np.array([1.0, 0.3, 0.4]), np.diag([0.01, 0.01, 0.0025]), interval)
        start = time.process_time()
        own = resolvent.Eigenvalues(weights.matrix, weights.spectrum)
        found = time.process_time()
        for _ in range(5):
            table = impacts.impacts(known, own, DRAWS, np.random.default_rng(1))
        ours = (time.process_time() - found) / 5
        matrix, totals = weights.matrix.toarray(), []
        drawn = impacts.stable_draws(known, DRAWS, np.random.default_rng(1))
        begun = time.process_time()
        for draw in drawn[:INVERTED]:
            whole = np.linalg.inv(np.eye(units) - draw[2] * matrix) @ (draw[0] * np.eye(units) + draw[1] * matrix)
            totals.append((np.trace(whole) / units, whole.sum() / units))
        each = (time.process_time() - begun) / INVERTED
        mean = impacts.effects(known, drawn[:INVERTED], own)[:, [0, 2], 0]
        assert np.abs(mean - totals).max() < 1e-10 and len(table) == 3
        ratios = (f"{each * DRAWS / took:,.0f}" for took in (ours, ours + found - start))
        rows.append((units, f"{1000 * ours:.1f} ms", f"{each * DRAWS:.1f} s", *ratios))
    said = (
        f"Direct, indirect and total effects of a term and its lag with {DRAWS:,d} draws, against one inverse a draw "
        f"(measured on {INVERTED}, whose effects agree to 1e-10). Seconds of the processor; the last column counts the "
        "eigenvalues of W with ours."
    )
    head = ("units", "ours", "inverses", "times faster", "and with eigenvalues")
    return "Effects", said, head, rows


SECTIONS = (large, effects, coverage)


def main() -> None:
    lines = ["# Spatial models", "", "Made by `make bench-spatial`.", ""]
    for section in SECTIONS:
        heading, said, head, rows = section()
        table = [head, ("---",) * len(head), *rows]
        lines += [f"## {heading}", "", said, "", *(f"| {' | '.join(map(str, row))} |" for row in table), ""]
        print("\n".join(lines[-len(table) - 5 :]), flush=True)
    (HERE / "spatial.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
