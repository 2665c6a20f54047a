"""Effects of cohorts by year, each against units that are not treated, and their averages."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError, named
from estimation.effects import Average, Averages, term_of
from estimation.logit import logit
from estimation.sample import Sample


@dataclass(frozen=True)
class UnitYears:
    """A balanced panel in arrays: `outcome` (n, T), `covariates` (n, T, K), `start` (n,) ``inf`` for never."""

    years: np.ndarray
    outcome: np.ndarray
    covariates: np.ndarray
    start: np.ndarray


@dataclass(frozen=True)
class Cell:
    """The effect on a cohort in a year; `influence` (n,) of the units, 0 for those outside; `treated` units."""

    cohort: int
    year: int
    estimate: float
    influence: np.ndarray
    treated: int

    @property
    def k(self) -> int:
        return self.year - self.cohort


def complete_units(sample: Sample) -> np.ndarray:
    """(n,) whether a unit has a row in every year of the sample."""
    return np.bincount(sample.unit, minlength=len(sample.units)) == len(sample.years)


def unit_years(sample: Sample, start: np.ndarray, controls: np.ndarray) -> UnitYears:
    """Arrays of a sample in which every unit has every year, StudyError if one has not; `controls` (N, K)."""
    shape = len(sample.units), len(sample.years)
    if lacking := int((~complete_units(sample)).sum()):
        raise StudyError(f"{lacking} of {shape[0]} units lack a year, and this estimator needs all of each unit")
    return UnitYears(sample.years, sample.outcome.reshape(shape), controls.reshape(*shape, -1), start)


def cohort_cells(panel: UnitYears, control: str, base: str, method: str) -> tuple[list[Cell], list[str]]:
    """Every effect of a cohort in a year that can be estimated, and sentences about those that cannot.

    control : `never` or `not_yet`; base : `varying` or `universal`; method : how covariates are used

    ATT(g, t) is the mean change of cohort g from its base year to t less that of units that are not treated (Callaway
    and Sant'Anna 2021, Journal of Econometrics 225). The base is the last year before g; with `varying`, before g the
    year before t.
    """
    cells, said = [], []
    for cohort in np.unique(panel.start[np.isfinite(panel.start)]).astype(int):
        last = int(np.searchsorted(panel.years, cohort)) - 1
        if last < 0:
            said.append(f"the cohort of {cohort} has no year before it: it is left out")
            continue
        lost: dict[str, list[int]] = {}
        for at, year in enumerate(panel.years):
            before = last if base == "universal" or year >= cohort else at - 1
            if at == before or before < 0:
                continue
            try:
                cells.append(_cell(panel, cohort, at, before, control, method))
            except StudyError as error:
                lost.setdefault(str(error), []).append(int(year))
        said += [f"the cohort of {cohort} has no effect in {_run(years)}: {why}" for why, years in lost.items()]
    return cells, said


def _run(years: list[int]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 2 and years[-1] - years[0] == len(years) - 1 else named(years)


def _cell(panel: UnitYears, cohort: int, at: int, before: int, control: str, method: str) -> Cell:
    treated = panel.start == cohort
    late = np.isinf(panel.start) if control == "never" else panel.start > panel.years[max(at, before)]
    compared = late & ~treated
    if not compared.any():
        raise StudyError("no unit to compare with is untreated then")
    inside = treated | compared
    change = (panel.outcome[:, at] - panel.outcome[:, before])[inside]
    own = treated[inside].astype(float)
    covariates = panel.covariates[inside, before]
    compute = METHODS[method] if covariates.shape[1] else _difference
    estimate, psi = compute(change, own, np.column_stack([np.ones(len(own)), covariates]))
    influence = np.zeros(len(panel.start))
    influence[inside] = psi / len(own)
    return Cell(cohort, int(panel.years[at]), float(estimate), influence, int(treated.sum()))


def _difference(change: np.ndarray, treated: np.ndarray, _columns: np.ndarray) -> tuple[float, np.ndarray]:
    """Difference of the mean changes, and the influence of each unit on it."""
    share, means = treated.mean(), [change[treated == group].mean() for group in (0, 1)]
    own = treated / share * (change - means[1])
    return means[1] - means[0], own - (1 - treated) / (1 - share) * (change - means[0])


def _by_regression(change: np.ndarray, treated: np.ndarray, columns: np.ndarray) -> tuple[float, np.ndarray]:
    """Changes of the treated less those that a regression among the others predicts (Heckman, Ichimura and Todd 1997;
    influence as in Sant'Anna and Zhao 2020, Journal of Econometrics 219)."""
    others, share = 1 - treated, treated.mean()
    gram = columns.T @ (columns * others[:, None]) / len(change)
    size = np.sqrt(np.diag(gram))
    if (size == 0).any() or np.linalg.cond(gram / np.outer(size, size)) > CONDITION:
        raise StudyError("the covariates are collinear among the units to compare with, or these are too few")
    coefficients = np.linalg.solve(gram, columns.T @ (others * change) / len(change))
    predicted = columns @ coefficients
    means = (treated * change).mean() / share, (treated * predicted).mean() / share
    loadings = np.linalg.solve(gram, (treated[:, None] * columns).mean(axis=0))
    first = treated * (change - means[0]) / share
    second = (treated * (predicted - means[1]) + others * (change - predicted) * (columns @ loadings)) / share
    return means[0] - means[1], first - second


def _by_weighting(change: np.ndarray, treated: np.ndarray, columns: np.ndarray) -> tuple[float, np.ndarray]:
    """Changes of the others weighted by the odds of treatment, the weights normalised (Abadie 2005; influence as in
    Sant'Anna and Zhao 2020)."""
    model = logit(treated, columns)
    odds = model.probabilities * (1 - treated) / (1 - model.probabilities)
    means = (treated * change).mean() / treated.mean(), (odds * change).mean() / odds.mean()
    first = treated * (change - means[0]) / treated.mean()
    slope = (odds * (change - means[1])) @ columns / len(change)
    scores = (treated - model.probabilities)[:, None] * columns @ (model.covariance * len(change))
    return means[0] - means[1], first - (odds * (change - means[1]) + scores @ slope) / odds.mean()


METHODS = {"regression": _by_regression, "weighting": _by_weighting}
CONDITION = 1e12  # of the scaled moments of covariates, above which they count as collinear


def average_cells(cells: list[Cell], start: np.ndarray, policy: str, aggregate: str, window) -> Averages:
    """Averages of `cells` by cohort size, with the error of the estimated sizes; `window` (lo, hi) of event times.

    overall : all treated cells, so that each treated unit-year counts alike; event : those of each k; cohort : the
    plain mean of the treated years of each cohort.
    """
    groups: dict[int, list[Cell]] = {}
    for cell in cells:
        if aggregate == "event" and (window is None or window[0] <= cell.k <= window[1]):
            groups.setdefault(cell.k, []).append(cell)
        elif aggregate != "event" and cell.k >= 0:
            groups.setdefault(0 if aggregate == "overall" else cell.cohort, []).append(cell)
    found = [_average(groups[key], start, aggregate) for key in sorted(groups)]
    averages = [
        Average(
            term_of(policy, aggregate, key),
            key if aggregate == "event" else None,
            sum({cell.cohort: cell.treated for cell in groups[key]}.values()),
            sum(cell.treated for cell in groups[key]),
        )
        for key in sorted(groups)
    ]
    estimates, influence = zip(*found, strict=True) if found else ((), ())
    return Averages(averages, np.array(estimates), np.array(influence).T)


def _average(cells: list[Cell], start: np.ndarray, aggregate: str) -> tuple[float, np.ndarray]:
    effects = np.array([cell.estimate for cell in cells])
    influence = np.column_stack([cell.influence for cell in cells])
    if aggregate == "cohort":
        return effects.mean(), influence.mean(axis=1)
    members = start[:, None] == np.array([cell.cohort for cell in cells])
    share = members.mean(axis=0)
    weights = share / share.sum()
    estimate = weights @ effects
    sizes = (members - share) @ (effects - estimate) / share.sum() / len(start)
    return estimate, influence @ weights + sizes
