"""Who adopted the policy when, and the scores of adopters and others over time."""

import pandas as pd

from core.errors import StudyError, nearest


def starts(panel: pd.DataFrame, policy: str) -> pd.Series:
    """First treated year of every unit that the policy ever reaches; StudyError for an unknown policy."""
    if policy not in panel:
        raise StudyError(f"policy variable `{policy}` is not in the panel; {nearest(policy, list(panel.columns[2:]))}")
    return panel[panel[policy] == 1].groupby("unit")["year"].min()


def score_trend(scores: pd.DataFrame, treated: set[str]) -> pd.DataFrame:
    """Mean and quartiles of the score by year, for units in `treated` and the others.

    Returns columns treated (bool), year, mean, low, high (quartiles), units (with a score), missing (without).
    """
    groups = scores.assign(treated=scores["unit"].isin(treated)).groupby(["treated", "year"])["score"]
    trend = pd.DataFrame(
        {
            "mean": groups.mean(),
            "low": groups.quantile(0.25),
            "high": groups.quantile(0.75),
            "units": groups.count(),
            "missing": groups.size() - groups.count(),
        }
    )
    return trend.reset_index()
