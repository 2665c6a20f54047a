"""Bias and coverage of spatial models on simulated panels: ``make bench-spatial-bias``.

Writes spatial_bias.md beside itself. Each cell of model, standardisation and errors simulates `RUNS` panels on the
cities of the reference of nine lags, with fixed regressors and effects of units and years, and fits each twice over: as
the likelihood has it, with errors of the Hessian, and as it is printed, corrected and clustered by unit.
"""

import os
import sys
from pathlib import Path
from time import process_time

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np
import pandas as pd
from benchmark_spatial import SIGMA, errors

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from core.points import great_circle
from estimation.ml_errors import corrected, inverse, sandwich, unit_scores
from estimation.panel_ml import Arrays, spatial_lag
from estimation.resolvent import lag, resolvent_of
from estimation.weights import Weights, from_pairs
from spatial.grade_lags import Grades, Lags, grade_lags, lags_of

REFERENCE = HERE.parent / "spatial/reference/ninelag_panel.csv"
RUNS, PERIODS, WITHIN, EFFECTS = 400, 15, 1.959963984540054, ("unit", "year")
SLOPES, LAG_SLOPES, RHO = np.array([0.5, -0.3]), np.array([0.2, 0.1]), 0.3
TIMED = 9  # fits
LAGS = {  # of the reference: sender and receiver
    "LM": 0.25, "LS": 0.3, "MS": 0.2, "ML": 0.15, "SL": 0.1, "SM": 0.2, "LL": 0.3, "MM": 0.2, "SS": 0.25,
}  # fmt: skip
HEAD = (
    "model", "weights", "errors", "bias of rho, not corrected", "bias of rho", "bias of slope",
    "rho, Hessian not corrected", "rho", "slope, Hessian not corrected", "slope", "slope of lag",
)  # fmt: skip
ABOUT = """\
{units} cities over {periods} years, weights by the inverse squared distance, row-standardised or divided by the largest
eigenvalue; effects of cities and years; two regressors with slopes {slopes} whose values have a correlation of 0.6
from year to year; errors of deviation 0.5, independent or with that correlation. SAR and SDM: rho {rho}; SDM: slopes
of lags {lagged}; nine lags: 0.1 to 0.3. {runs} runs a row; a share of .95 has a Monte Carlo error of {error:.3f}.
Coverage of 95 % intervals, as printed (corrected, clustered) unless a column says otherwise. A bias stands
before the deviation over the runs; of several coefficients it is the one that is largest beside its deviation, and of
coverage the lowest and the highest.
"""


def cities(standardize: str) -> tuple[Weights, Grades]:
    """Weights of the cities of the reference, and their grades."""
    first = pd.read_csv(REFERENCE).query("year == 2003").sort_values("city")
    names = np.array([f"c{city:03d}" for city in first["city"]])
    places = first[["lat", "lon"]].to_numpy()
    distance = great_circle(places, places)
    distance = (distance + distance.T) / 2  # to the last bit
    row, column = np.nonzero(~np.eye(len(names), dtype=bool))
    weights = from_pairs(names[row], names[column], distance[row, column] ** -2.0, "distance", standardize)
    return weights, Grades(tuple("LMS"), np.array(["LMS".index(grade) for grade in first["grade"]]))


class Model:
    """One of the three: what is true, how an outcome comes from regressors and news, and how it is fitted."""

    def __init__(self, name: str, weights: Weights, grades: Grades):
        self.name, self.weights, self.grades = name, weights, grades
        self.resolvent = resolvent_of(weights)
        self.lags = lags_of(weights.matrix, grades)[0] if name == "nine lags" else None
        self.spread = self._spread(self.lags)

    def _spread(self, lags: Lags | None) -> np.ndarray:
        if lags is None:
            return np.linalg.inv(np.eye(len(self.weights.units)) - RHO * self.weights.matrix.toarray())
        return lags.multiplier(self.rho)

    @property
    def rho(self) -> np.ndarray:
        if self.lags is None:
            return np.array([RHO])
        return np.array([LAGS["".join(self.grades.names[grade] for grade in pair)] for pair in self.lags.pairs])

    @property
    def truth(self) -> np.ndarray:
        return np.concatenate([SLOPES, LAG_SLOPES if self.name == "SDM" else [], self.rho])

    def regressors(self, values: np.ndarray) -> np.ndarray:
        return np.concatenate([values, lag(self.weights.matrix, values)], axis=-1) if self.name == "SDM" else values

    def fit(self, outcome: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, ...]:
        """Estimates and errors, as the likelihood has them and as they are printed."""
        terms = ("a", "b", "W:a", "W:b")[: values.shape[-1]]
        arrays = Arrays(outcome, values, terms, EFFECTS)
        if self.lags is None:
            found = spatial_lag(arrays, self.resolvent)
            scores = unit_scores(found, self.resolvent)
        else:
            found = grade_lags(arrays, self.weights.matrix, self.grades)
            scores = found.scores
        moved, _, factor = corrected(found, EFFECTS)
        hessian = np.sqrt(np.diag(inverse(found.information))[:-1])
        clustered = np.sqrt(factor * np.diag(sandwich(found, scores, np.arange(len(outcome)))))
        return found.estimates, hessian, moved, clustered


def cell(name: str, standardize: str, persistent: bool) -> tuple:
    """A row of the table."""
    model = Model(name, *cities(standardize))
    random, shape = np.random.default_rng(20240917), (len(model.weights.units), PERIODS)
    values = np.stack([errors(random, *shape) for _ in SLOPES], axis=-1)
    values = model.regressors(values / SIGMA)
    mean = values @ model.truth[: values.shape[-1]]
    found = []
    for _ in range(RUNS):
        news = 0.5 * (errors(random, *shape) / SIGMA if persistent else random.normal(size=shape))
        effects = random.normal(size=(shape[0], 1)) + random.normal(size=PERIODS)
        found.append(model.fit(model.spread @ (mean + effects + news), values))
    plain, hessian, printed, clustered = (np.array(part) for part in zip(*found, strict=True))
    covered = (np.abs(plain - model.truth) < WITHIN * hessian).mean(axis=0)
    covered_printed = (np.abs(printed - model.truth) < WITHIN * clustered).mean(axis=0)
    lags = slice(values.shape[-1], None)
    return (
        name, standardize.replace("_", " "), "AR(0.6)" if persistent else "independent",
        bias(plain, model.truth, lags), bias(printed, model.truth, lags),
        bias(printed, model.truth, slice(len(SLOPES))),
        spread(covered[lags]), spread(covered_printed[lags]),
        spread(covered[: len(SLOPES)]), spread(covered_printed[: len(SLOPES)]),
        spread(covered_printed[len(SLOPES) : values.shape[-1]]),
    )  # fmt: skip


def bias(found: np.ndarray, truth: np.ndarray, which: slice) -> str:
    """The largest in size beside the deviation over the runs, and that deviation."""
    means, deviations = (found - truth).mean(axis=0)[which], found.std(axis=0)[which]
    at = np.abs(means / deviations).argmax()
    return f"{means[at]:.4f} of {deviations[at]:.4f}"


def spread(shares: np.ndarray) -> str:
    """The lowest and the highest share, or nothing."""
    if not shares.size:
        return ""
    low, high = f"{shares.min():.3f}", f"{shares.max():.3f}"
    return low if low == high else f"{low} to {high}"


def speed() -> str:
    """How long a fit of nine lags takes, and how long beside a SAR: the median of some of each."""
    times = []
    for name in ("nine lags", "SAR"):
        model, random = Model(name, *cities("row")), np.random.default_rng(1)
        values = random.normal(size=(len(model.weights.units), PERIODS, len(SLOPES)))
        outcome = model.spread @ (values @ SLOPES + random.normal(size=values.shape[:2]))
        own = []
        for _ in range(TIMED):
            start = process_time()
            model.fit(outcome, values)
            own.append(process_time() - start)
        times.append(np.median(own))
    nine, one = times
    return f"A fit of nine lags takes {nine:.3f} s of a processor, {nine / one:.1f} times a SAR.\n"


def main():
    rows = []
    for name in ("SAR", "SDM", "nine lags"):
        for standardize in ("row", "max_eigenvalue"):
            for persistent in (False, True):
                rows.append(cell(name, standardize, persistent))
                print(*rows[-1], sep=" | ", flush=True)
    about = ABOUT.format(
        units=108, periods=PERIODS, slopes=" and ".join(map(str, SLOPES)), rho=RHO, runs=RUNS,
        lagged=" and ".join(map(str, LAG_SLOPES)), error=np.sqrt(0.95 * 0.05 / RUNS),
    )  # fmt: skip
    lines = [HEAD, ["---"] * len(HEAD), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    text = (
        f"# Bias and coverage of spatial models\n\nMade by `make bench-spatial-bias`.\n\n{about}\n{table}\n\n{speed()}"
    )
    (HERE / "spatial_bias.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
