"""Whether spatial models say how sure they are, and how fast they are: ``make bench-spatial``.

Writes spatial.md beside itself, a section for each function of `SECTIONS`. Each returns a heading, sentences, the head
of a table and its rows. Times are ratios of two ways to compute the same, measured one after the other.
"""

import os
import sys
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from spatial.panel_ml import Arrays, clustered, corrected, inverse, spatial_lag
from spatial.resolvent import resolvent_of
from spatial.weights import Weights, from_pairs

REFERENCE = HERE.parent / "spatial/reference"
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


SECTIONS = (coverage,)


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
