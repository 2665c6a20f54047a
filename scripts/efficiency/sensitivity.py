"""How far the scores depend on the specification."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.statuses import WITHOUT_SUPER
from efficiency.tolerances import EFFICIENT


def label(override: dict) -> str:
    """``returns_to_scale=vrs, frontier=contemporaneous``: the keys that differ, in the order of the study file."""
    return ", ".join(
        f"{key}={('+'.join(value) or 'none') if isinstance(value, list) else value}" for key, value in override.items()
    )


def comparison(scores: dict[str, Mapping[str, Sequence]], overrides: dict[str, dict]) -> list[dict]:
    """One row a score, compared with the first over the unit-years that both score.

    `scores` : by name, columns `score, sbm, status` of the same unit-years in the same order; the first is the main.
    `overrides` : by name, the keys in which its specification differs.

    Returns
    -------
    variable, override, n_efficient (a first-stage score of 1), mean (of its own scores), spearman_with_main and
    mean_abs_difference (NaN where fewer than two unit-years are in both, or all scores tie), n_infeasible (super
    programs, whatever the policy puts in their place), n_compared
    """
    main = np.array(next(iter(scores.values()))["score"], dtype=float)
    rows = []
    for name, other in scores.items():
        own, sbm = (np.array(other[column], dtype=float) for column in ("score", "sbm"))
        both = ~np.isnan(main) & ~np.isnan(own)
        first, second = main[both], own[both]
        rows.append(
            {
                "variable": name,
                "override": label(overrides[name]),
                "n_efficient": int((sbm >= 1 - EFFICIENT).sum()),
                "mean": own[~np.isnan(own)].mean() if not np.isnan(own).all() else np.nan,
                "spearman_with_main": rank_correlation(first, second),
                "mean_abs_difference": np.abs(first - second).mean() if both.any() else np.nan,
                "n_infeasible": sum(status in WITHOUT_SUPER for status in other["status"]),
                "n_compared": int(both.sum()),
            }
        )
    return rows


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's rank correlation of two (n,) arrays, ties at their mean rank; NaN if one does not vary."""
    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return np.nan
    return float(np.corrcoef(mean_ranks(first), mean_ranks(second))[0, 1])


def mean_ranks(values: np.ndarray) -> np.ndarray:
    """(n,) ranks from 1, equal values at the mean of theirs."""
    _, place, size = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(size) - (size - 1) / 2)[place]
