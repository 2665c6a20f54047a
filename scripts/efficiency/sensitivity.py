"""How far the scores depend on the specification."""

import logging
from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.statuses import WITHOUT_SUPER
from efficiency.data import indicators
from efficiency.diagnose import flags
from efficiency.score import score
from efficiency.spec import Specification
from efficiency.tables import score_table

MAIN = "main"
COLUMNS = ["unit", "year", "score", "stage", "status", "flags"]

logger = logging.getLogger(__name__)


def tables_of(
    panel: pd.DataFrame, main: pd.DataFrame, specification: Specification, overrides: list[dict]
) -> dict[str, pd.DataFrame]:
    """Scores by label of the specification: those of the `main` one, then of each override; the columns `COLUMNS`."""
    tables = {MAIN: main[COLUMNS]}
    for override in overrides:
        other = overridden(specification, override)
        data = indicators(panel, other)
        scores = score(data, other)
        tables[label(override)] = score_table(data, scores, flags(data, scores, other))[COLUMNS]
        logger.info("%s: scored", label(override))
    return tables


def stacked(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The scores of all specifications in one table: override, then the columns `COLUMNS`."""
    return pd.concat([table.assign(override=name) for name, table in tables.items()])[["override", *COLUMNS]]


def overridden(specification: Specification, override: dict) -> Specification:
    """`specification` with the keys of `override` that are not None; StudyError if together they are not valid."""
    try:
        return replace(specification, **{key: value for key, value in override.items() if value is not None})
    except StudyError as error:
        raise StudyError(f"`efficiency.sensitivity`, {label(override)}: {error}") from None


def label(override: dict) -> str:
    """``returns_to_scale=vrs, frontier=contemporaneous``: the keys that differ, in the order of the study file."""
    said = {key: value for key, value in override.items() if value is not None}
    return ", ".join(
        f"{key}={('+'.join(value) or 'none') if isinstance(value, list) else value}" for key, value in said.items()
    )


def comparison(scores: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row a specification, compared with the first over the unit-years that both score.

    `scores` : by label, frames with the same rows `unit, year` and with `score, stage, status`; the first is the main.

    Returns
    -------
    override, n_efficient (in the super stage), mean (of its own scores), spearman_with_main and mean_abs_difference
    (NaN where fewer than two unit-years are in both, or all scores tie), n_infeasible (super programs, whatever the
    policy puts in their place), n_compared
    """
    main = next(iter(scores.values()))
    rows = []
    for name, other in scores.items():
        both = (main["score"].notna() & other["score"].notna()).to_numpy()
        first, second = main["score"].to_numpy()[both], other["score"].to_numpy()[both]
        rows.append(
            {
                "override": name,
                "n_efficient": int((other["stage"] == "super").sum()),
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
