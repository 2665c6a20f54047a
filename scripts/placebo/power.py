"""The smallest effect that a permutation test would find, from the draws of a placebo."""

from math import ceil, floor

import numpy as np
from scipy.special import ndtri

from core.grids import Cell, grid

LEVEL, POWER = 0.05, 0.8
MULTIPLIER = ndtri(1 - LEVEL / 2) + ndtri(POWER)  # of the standard error (Bloom 1995)
COLUMNS = [
    *("placebo", "column", "outcome", "estimate", "std_error", "mde_normal", "critical", "mde_rise", "mde_fall"),
    *("draws", "n_treated", "n_obs", "status", "why"),
]
CELLS = [
    Cell("outcome", "Outcome", "text"),
    Cell("estimate", "Estimate", "estimate", below="std_error"),
    Cell("mde_normal", "2.80 SE"),
    Cell("mde_rise", "Rise"),
    Cell("mde_fall", "Fall"),
    Cell("critical", "Critical t"),
    Cell("draws", "Draws", "count"),
    Cell("n_treated", "Treated", "count"),
    Cell("n_obs", "N", "count"),
]
NOTE = (
    "The smallest true effect that a test at 5 % finds with probability 0.8. 2.80 SE: by the normal distribution, "
    "1.96 + 0.84 standard errors (Bloom 1995). Rise and fall: by the permutation test of the t statistic, the 0.8 "
    "quantile over the draws of critical t times the standard error of the draw, less its coefficient (rise) or plus "
    "it (fall). If the policy has an effect, the draws hold it, and what is said here is rather too large."
)
OK, UNDEFINED = "ok", "undefined"
FEW = "no test at 5 % can reject with so few draws"
WITHOUT = "too many draws have no standard error"


def critical_value(statistics: np.ndarray, enumerated: bool) -> float | None:
    """The |t| that a t has to exceed for a permutation p of at most 0.05; None if no t could.

    p = (1 + #{|t*| >= |t|}) / (1 + B) <= .05 while fewer than m = floor(.05 (1 + B)) of the |t*| are as large, so that
    |t| exceeds the m-th largest; where all are `enumerated`, 1 + B is B. A missing t* counts as large.
    """
    allowed = floor(LEVEL * (statistics.size + (not enumerated)) * (1 + 1e-12))
    sizes = np.sort(np.where(np.isnan(statistics), np.inf, np.abs(statistics)))
    return float(sizes[-allowed]) if allowed else None


def detectable(estimates: np.ndarray, errors: np.ndarray, critical: float) -> float:
    """The smallest effect above 0 that the permutation test finds with probability 0.8.

    An effect m of a drawn policy adds m to its coefficient and nothing to its error, so the test rejects from
    critical * error - coefficient on; the 0.8 quantile of that over the draws (Black, Hollingsworth, Nunes and Simon
    2022, Journal of Public Economics 213, simulate the same with effects that are put into the data).
    """
    needed = np.sort(critical * np.where(np.isnan(errors), np.inf, errors) - estimates)
    return float(needed[ceil(POWER * needed.size) - 1])


def power_row(summary: dict, draws: list[dict]) -> dict:
    """What the placebo of one column says about the effects that it could have found."""
    fitted = [draw for draw in draws if draw["estimate"] is not None]
    estimates, errors, statistics = (
        np.array([draw[name] for draw in fitted], dtype=float) for name in ("estimate", "std_error", "statistic")
    )
    effect = {key: summary["observed"][key] for key in ("estimate", "std_error")}
    error = effect["std_error"]
    return {
        **{key: summary[key] for key in ("placebo", "outcome", "n_treated", "n_obs")},
        **effect,
        "column": summary["name"],
        "mde_normal": None if error is None else MULTIPLIER * error,
        "draws": len(fitted),
        **by_permutation(estimates, errors, statistics, summary["enumerated"]),
    }


def by_permutation(estimates: np.ndarray, errors: np.ndarray, statistics: np.ndarray, enumerated: bool) -> dict:
    """Critical t and both smallest effects, or why there are none."""
    none = dict.fromkeys(("critical", "mde_rise", "mde_fall")) | {"status": UNDEFINED}
    critical = critical_value(statistics, enumerated)
    if critical is None:
        return none | {"why": FEW}
    rise, fall = detectable(estimates, errors, critical), detectable(-estimates, errors, critical)
    if not np.isfinite([critical, rise, fall]).all():
        return none | {"why": WITHOUT}
    return {"critical": critical, "mde_rise": rise, "mde_fall": fall, "status": OK, "why": None}


def layout(rows: list[dict]) -> dict:
    """How the rows are printed: under the names of their placebos where there are several."""
    several = len({row["placebo"] for row in rows}) > 1
    undefined = [row for row in rows if row["status"] != OK]
    cells = [*CELLS, *[Cell("status", "Status", "text")] * bool(undefined)]
    warnings = [f"`{row['column']}` of `{row['placebo']}`: {row['why']}" for row in undefined]
    return grid("column", cells, "Column", "placebo" if several else None, notes=[NOTE], warnings=warnings)
