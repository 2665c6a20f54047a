"""A coefficient without each unit, or without each value of another variable."""

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.grids import Cell, grid
from estimation.cohorts import first_treated
from estimation.least_squares import fit_sample, tidy
from estimation.sample import Sample, sample_of_column, without_singletons

COLUMNS = ["column", "left_out", "treated", "estimate", "std_error", "p_value", "conf_low", "conf_high", "n_obs"]
ALL = "(none)"
MOST = 1000  # values that are left out
NOTE = (
    "The estimate of the policy when all rows of one {over} leave; it is largest without {high} and smallest without "
    "{low}."
)


def jackknife(panel: pd.DataFrame, columns: dict[str, dict], over: str) -> tuple[list[dict], list[str]]:
    """Rows for each of `columns`, settings by address: of all rows, then without each value of `over`, by estimate.

    A value without which the policy has no estimate is said in words. Raises StudyError for too many values.
    """
    rows, said = [], []
    for address, settings in columns.items():
        sample, policy = sample_of_column(panel, settings), settings["policy"]
        values = _values(panel, sample, over)
        each, treated = pd.unique(values), np.isfinite(first_treated(sample, policy))[sample.unit]
        if len(each) > MOST:
            raise StudyError(f"`{over}` has {len(each):,d} values, and at most {MOST:,d} are left out one by one")
        whole = {"column": address, "left_out": ALL, "treated": None}
        rows.append(whole | _estimate(sample, policy, settings["ssc"]))
        found = []
        for value in each:
            kept = without_singletons(values != value, [effect.codes for effect in sample.effects], {})
            own = {"column": address, "left_out": str(value), "treated": bool(treated[values == value].any())}
            try:
                found.append(own | _estimate(sample.taking(kept), policy, settings["ssc"]))
            except StudyError as error:
                said.append(f"{address} without {value}: {str(error).splitlines()[0]}")
        rows += sorted(found, key=lambda row: row["estimate"])
    return rows, said


def _values(panel: pd.DataFrame, sample: Sample, over: str) -> np.ndarray:
    """(N,) values of a variable in the rows of `sample`, as text where they are."""
    keys = pd.MultiIndex.from_arrays([sample.units[sample.unit], sample.year])
    known = panel.set_index([panel["unit"].astype(str), panel["year"]])[over]
    return known.reindex(keys).to_numpy()


def _estimate(sample: Sample, policy: str, rule: str) -> dict:
    row = tidy(fit_sample(sample, rule, (policy,))).set_index("term").loc[policy]
    names = ("estimate", "std_error", "p_value", "conf_low", "conf_high")
    return {**{name: float(row[name]) for name in names}, "n_obs": len(sample.outcome)}


def layout(rows: list[dict], over: str, said: list[str]) -> dict:
    """How the estimates are printed: the whole sample, and the ones that are furthest apart."""
    cells = [
        Cell("estimate", "Estimate", stars="p_value", below="std_error"),
        Cell("conf_low", "Interval, low"),
        Cell("conf_high", "high"),
        Cell("n_obs", "Observations", "count"),
    ]
    notes = []
    for address in dict.fromkeys(row["column"] for row in rows):
        own = [row for row in rows if row["column"] == address and row["left_out"] != ALL]
        if own:
            notes.append(NOTE.format(over=over, low=own[0]["left_out"], high=own[-1]["left_out"]))
    return grid("left_out", cells, "Left out", group="column", notes=notes, warnings=said)
