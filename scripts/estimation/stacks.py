"""Stacks: the rows around each cohort's start, of the cohort and of units that are clean to compare with."""

from dataclasses import dataclass, replace

import numpy as np

from core.errors import StudyError, named
from estimation.sample import Groups, Sample


@dataclass(frozen=True)
class Stacked:
    """The rows of all stacks.

    sample : units, effects of unit and year by stack, clusters of the original units, weights if they are asked for
    k : (N,) years since the start of the row's stack; treated : (N,) whether the unit is of the cohort
    sizes : units of each stack; said : sentences about cohorts that have none
    """

    sample: Sample
    k: np.ndarray
    treated: np.ndarray
    sizes: dict[int, int]
    said: list[str]


def stacked(sample: Sample, start: np.ndarray, window: tuple[int, int], control: str, weighted: bool) -> Stacked:
    """One stack for each cohort whose `window` lies inside the sample's years.

    control : `not_yet`, first treated after the window or never; `never`. Weights make the comparison units of a stack
    count as much as its treated ones (Wing, Freedman and Hollingsworth 2024): 1 for treated rows, for others the share
    of the stack among treated over its share among the others, both of units.

    Raises StudyError if no cohort has a whole window, or none a unit to compare with.
    """
    low, high = window
    said, parts, sizes = [], [], {}
    cohorts = np.unique(start[np.isfinite(start)]).astype(int)
    first, last = sample.years[[0, -1]]
    inside = [year for year in cohorts if first <= year + low and year + high <= last]
    if outside := sorted({*cohorts.tolist()} - {*map(int, inside)}):
        said.append(f"without a stack, as their window is not in {first} to {last}: {_cohorts(outside)}")
    for year in inside:
        clean = np.isinf(start) if control == "never" else start > year + high
        if not clean.any():
            said.append(f"without a stack, as no unit to compare with is untreated until {year + high}: cohort {year}")
            continue
        member = (clean | (start == year))[sample.unit]
        rows = np.flatnonzero(member & (sample.year >= year + low) & (sample.year <= year + high))
        parts.append((int(year), rows))
        sizes[int(year)] = len(np.unique(sample.unit[rows]))
    if not parts:
        raise StudyError(f"no cohort has a stack: {'; '.join(said)}")
    return _joined(sample, start, parts, sizes, said, weighted)


def _cohorts(years: list[int]) -> str:
    return f"cohort{'s' if len(years) > 1 else ''} {named([str(year) for year in years])}"


def _joined(sample: Sample, start: np.ndarray, parts: list, sizes: dict, said: list, weighted: bool) -> Stacked:
    rows = np.concatenate([own for _, own in parts])
    stack = np.repeat(np.arange(len(parts)), [len(own) for _, own in parts])
    cohorts, units = np.array([year for year, _ in parts]), len(sample.units)
    year = cohorts[stack]
    treated = start[sample.unit[rows]] == year
    pairs, unit = np.unique(stack * units + sample.unit[rows], return_inverse=True)
    periods, period = np.unique(stack * 10_000 + sample.year[rows], return_inverse=True)
    members = zip(cohorts[pairs // units].tolist(), sample.units[pairs % units].tolist(), strict=True)
    joined = replace(
        sample.taking(rows),
        units=np.array([f"{cohort} {unit}" for cohort, unit in members]),
        unit=unit,
        effects=(Groups("unit", unit, len(pairs)), Groups("year", period, len(periods))),
        weighted_by="stacks" if weighted else None,
        weights=_weights(stack, pairs // units, unit, treated) if weighted else None,
    )
    return Stacked(joined, sample.year[rows] - year, treated, sizes, said)


def _weights(stack: np.ndarray, stack_of_unit: np.ndarray, unit: np.ndarray, treated: np.ndarray) -> np.ndarray:
    own = np.zeros(len(stack_of_unit), dtype=bool)
    own[unit] = treated
    shares = [np.bincount(stack_of_unit[kind], minlength=stack.max() + 1) / kind.sum() for kind in (own, ~own)]
    return np.where(treated, 1.0, (shares[0] / shares[1])[stack])
