"""How far the scores depend on the specification."""

import numpy as np
import pandas as pd

from core.statuses import WITHOUT_SUPER
from efficiency.tolerances import EFFICIENT


def label(override: dict) -> str:
    """``returns_to_scale=vrs, frontier=contemporaneous``: the keys that differ, in the order of the study file."""
    return ", ".join(
        f"{key}={('+'.join(value) or 'none') if isinstance(value, list) else value}" for key, value in override.items()
    )


def comparison(scores: dict[str, pd.DataFrame], overrides: dict[str, dict]) -> pd.DataFrame:
    """One row a score, compared with the first over the unit-years that both score.

    `scores` : by name, frames with the same rows `unit, year` and with `score, sbm, status`; the first is the main.
    `overrides` : by name, the keys in which its specification differs.

    Returns
    -------
    variable, override, n_efficient (a first-stage score of 1), mean (of its own scores), spearman_with_main and
    mean_abs_difference (NaN where fewer than two unit-years are in both, or all scores tie), n_infeasible (super
    programs, whatever the policy puts in their place), n_compared
    """
    main = next(iter(scores.values()))
    rows = []
    for name, other in scores.items():
        both = (main["score"].notna() & other["score"].notna()).to_numpy()
        first, second = main["score"].to_numpy()[both], other["score"].to_numpy()[both]
        rows.append(
            {
                "variable": name,
                "override": label(overrides[name]),
                "n_efficient": int((other["sbm"] >= 1 - EFFICIENT).sum()),
                "mean": other["score"].mean(),
                "spearman_with_main": rank_correlation(first, second),
                "mean_abs_difference": np.abs(first - second).mean() if both.any() else np.nan,
                "n_infeasible": int(other["status"].isin(WITHOUT_SUPER).sum()),
                "n_compared": int(both.sum()),
            }
        )
    return pd.DataFrame(rows)


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's rank correlation of two (n,) arrays, ties at their mean rank; NaN if one does not vary."""
    ranks = [pd.Series(values).rank().to_numpy() for values in (first, second)]
    if len(first) < 2 or any(np.ptp(rank) == 0 for rank in ranks):
        return np.nan
    return float(np.corrcoef(*ranks)[0, 1])
