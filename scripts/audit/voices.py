"""What the second voices say of a column: one function an estimator."""

import numpy as np
import pandas as pd

from audit.packages import Voice, least_squares, propensity, two_stages
from audit.rows import Rows, rows_of
from audit.values import numbers
from core.formulas import parse_formula

Said = tuple[Rows, Voice, dict[tuple[str, str], tuple[float, float]]]


def ols(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> Said:
    """Rows, coefficients, and other numbers by term and quantity, ours and theirs.

    panel : as `files.panel_of` reads it; settings : of the column in its study
    printed : its results by term; fact : what the JSON file says of it
    """
    rows = rows_of(panel, settings)
    return rows, least_squares(rows, rows.outcome, _estimated(rows.terms, printed), settings["ssc"]), {}


def event_study(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> Said:
    rows, policy = rows_of(panel, settings), settings["policy"]
    starts = panel.loc[panel[policy] == 1].groupby("unit")["year"].min()
    window = settings["window"] or (printed["k"].min(), printed["k"].max())
    relative = (rows.frame["year"] - rows.frame["unit"].map(starts)).clip(*window)
    times = {f"{policy}::{k}": (relative == k).astype(float) for k in range(int(window[0]), int(window[1]) + 1)}
    columns = _estimated(pd.concat([pd.DataFrame(times), rows.terms], axis=1), printed)
    return rows, least_squares(rows, rows.outcome, columns, settings["ssc"]), {}


def iv(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> Said:
    rows, endogenous = rows_of(panel, settings), parse_formula(settings["formula"]).endogenous
    columns, instruments = _estimated(rows.terms, printed), rows.terms[fact["instruments"]]
    columns = columns[[*columns.columns.drop(endogenous), endogenous]]
    return rows, two_stages(rows, rows.outcome, columns, instruments, settings["ssc"]), {}


def first_stage(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> Said:
    rows, endogenous = rows_of(panel, settings), parse_formula(settings["formula"]).endogenous
    return rows, least_squares(rows, rows.terms[endogenous], _estimated(rows.terms, printed), settings["ssc"]), {}


def matching(panel: pd.DataFrame, settings: dict, printed: pd.DataFrame, fact: dict) -> Said:
    """The propensity scores of all candidates, and the regression with the weights that the results state."""
    rows = rows_of(panel, settings)
    columns, treated, groups = _candidates(panel, rows, settings)
    scores = pd.concat([propensity(treated[groups == one], columns[groups == one]) for one in np.unique(groups)])
    stated = pd.DataFrame(fact["matching"]["propensity"], columns=["score", "treated", "weight"])
    others = {("candidates", "rows"): (len(stated), len(treated))}
    stated = stated.reindex(range(len(treated))).set_axis(treated.index)
    worst = (stated["score"] / scores - 1).abs().idxmax()
    words = " ".join(map(str, worst if isinstance(worst, tuple) else (worst,)))
    others[f"propensity score of {words}", "probability"] = stated.loc[worst, "score"], scores[worst]
    units = treated.index.nlevels == 1
    weights = stated["weight"].reindex(rows.frame["unit"] if units else rows.frame.index).fillna(0)
    weights = weights.set_axis(rows.frame.index)
    own = rows.taking((weights > 0).to_numpy(), weights if settings["use"] == "weights" else None)
    return own, least_squares(own, own.outcome, _estimated(own.terms, printed), settings["ssc"]), others


def _candidates(panel: pd.DataFrame, rows: Rows, settings: dict) -> tuple[pd.DataFrame, pd.Series, np.ndarray]:
    """The matching variables of the units or unit-years that have them all, who is ever treated, and the groups in
    which they are matched."""
    own = rows.frame[rows.frame[settings["policy"]] == 1]
    on = pd.DataFrame({name: numbers(name, panel) for name in settings["on"]}).loc[rows.frame.index]
    ever = rows.frame["unit"].isin(own["unit"]).astype(float)
    if settings["rows"] == "pre":
        before = rows.frame["year"] < own["year"].min()
        on = on[before].groupby(rows.frame.loc[before, "unit"]).agg(lambda values: values.mean(skipna=False))
        ever = ever.groupby(rows.frame["unit"]).max()
    known = on.dropna()
    groups = known.index.get_level_values(1) if settings["rows"] == "yearly" else np.zeros(len(known))
    return known, ever.loc[known.index], groups


def _estimated(columns: pd.DataFrame, printed: pd.DataFrame) -> pd.DataFrame:
    """The `columns` of which an estimate is printed that is not 0 by definition, as that of a base."""
    base = printed["base"].eq(True) if "base" in printed else False
    terms = printed.index[printed["estimate"].notna() & ~base]
    return columns[[term for term in terms if term in columns]]


VOICES = {"ols": ols, "event_study": event_study, "iv": iv, "first_stage": first_stage, "matching": matching}
