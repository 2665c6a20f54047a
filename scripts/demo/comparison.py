"""Our numbers from simulated data, the planted truth, and what the paper prints, side by side."""

import pandas as pd

from core.errors import StudyError
from demo.settings import Comparison, Place

MOMENTS_BAND = 0.02  # of a printed standard deviation, for means and standard deviations
SCORE_BAND = 0.05  # for means and standard deviations of the score, which follow from everything else
KEYS = ["table", "column", "term"]
COLUMNS = ["id", "ours_simulated", "truth", "published", "band", "inside"]


def side_by_side(
    wanted: Comparison, published: list[dict], panel: pd.DataFrame, estimates: list[pd.DataFrame], truth: dict
) -> pd.DataFrame:
    """One row a published number: `id, ours_simulated, truth, published, band, inside, data_status`.

    `panel` has the score among its columns; `estimates` are the coefficients of all tables, whichever rules fitted
    them. `band` is the distance that the generator promises, and `inside` whether it is kept; both are empty where it
    promises none. Raises KeyError for an id that is not published.
    """
    printed = {entry["id"]: entry["value"] for entry in published}
    rows = [
        *descriptives(wanted, printed, panel, truth),
        *means(wanted, printed, panel, truth),
        *coefficients(wanted, printed, together(estimates), truth),
    ]
    return pd.DataFrame(rows, columns=COLUMNS).assign(data_status="simulated")


def outside(table: pd.DataFrame) -> list[str]:
    """Ids of the numbers that are not within their band."""
    return table.loc[table["inside"].eq(False), "id"].tolist()


def together(estimates: list[pd.DataFrame]) -> pd.DataFrame:
    """table, column, term and estimate of all coefficients."""
    columns = [*KEYS, "estimate"]
    return pd.concat([one[columns] for one in estimates]) if estimates else pd.DataFrame(columns=columns)


def descriptives(wanted: Comparison, printed: dict, panel: pd.DataFrame, truth: dict) -> list[dict]:
    """Mean, deviation and range of the variables of the published table of descriptives."""
    rows = []
    for name, variable in wanted.descriptives.items():
        ours = panel[variable].agg(["mean", "std", "min", "max"]).rename({"std": "sd"})
        width = SCORE_BAND if variable == "score" else MOMENTS_BAND * printed[f"{wanted.table}.{name}..sd"]
        for statistic, value in ours.items():
            key = f"{wanted.table}.{name}..{statistic}"
            known = truth["score"][statistic] if variable == "score" else None
            if statistic in ("mean", "sd"):
                rows.append(row(key, value, known, printed[key], width))
            elif variable == "score":
                rows.append(row(key, value, known, printed[key], None))
            else:
                beyond = printed[key] - value if statistic == "min" else value - printed[key]
                rows.append(row(key, value, known, printed[key], None) | {"inside": bool(beyond <= 1e-4)})
    return rows


def means(wanted: Comparison, printed: dict, panel: pd.DataFrame, truth: dict) -> list[dict]:
    """Mean score of the years whose mean is printed."""
    ours = panel.groupby("year")["score"].mean()
    return [
        row(key, ours[year], truth["score"]["by_year"][str(year)], printed[key], wanted.mean_band)
        for key, year in wanted.yearly_means.items()
    ]


def coefficients(wanted: Comparison, printed: dict, estimates: pd.DataFrame, truth: dict) -> list[dict]:
    """Estimates beside the truth that they estimate and the printed ones; no band, since the data are simulated."""
    rows = []
    for key, place in wanted.coefficients.items():
        known = truth
        for part in place.truth:
            known = known[part]
        rows.append(row(key, estimate_at(place, estimates, key), known, printed[key], None))
    return rows


def estimate_at(place: Place, estimates: pd.DataFrame, key: str) -> float:
    """The estimate of a term in a column; StudyError unless there is exactly one."""
    found = estimates.loc[(estimates[KEYS] == [place.table, place.column, place.term]).all(axis=1), "estimate"]
    if len(found) != 1:
        raise StudyError(
            f"`comparison.coefficients.{key}`: the study has {len(found)} estimates of {place.term} in"
            f" {place.table}.{place.column}, where one is expected; correct table, column or term"
        )
    return found.item()


def row(key: str, ours: float, known: float | None, published: float, band: float | None) -> dict:
    inside = None if band is None else bool(abs(ours - published) <= band)
    return dict(zip(COLUMNS, (key, ours, known, published, band, inside), strict=True))
