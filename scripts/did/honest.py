"""Effects of event studies under bounded departures from parallel trends, as a table (Rambachan and Roth 2023)."""

from functools import partial

import numpy as np

import did.magnitudes
import did.smoothness
from core.errors import StudyError, named
from core.grids import Cell, grid
from did.departures import Estimates, breakdown, original

COLUMNS = ["column", "effect", "restriction", "bound", "conf_low", "conf_high", "breakdown"]
PARALLEL = "Parallel trends"
FIRST, MEAN = "Year 0", "Mean of all years"
RESTRICTIONS = {"magnitudes": did.magnitudes, "smoothness": did.smoothness}
NOTES = {
    "magnitudes": (
        "95 % confidence sets of effects if trends part after the policy, from one year to the next, by no more than M "
        "times the most that they did before it (relative magnitudes, conditional least favourable test; Rambachan and "
        "Roth 2023)."
    ),
    "smoothness": (
        "95 % confidence intervals of effects if the slope of the difference in trends changes by no more than M from "
        "one year to the next; M = 0 allows a straight trend (smoothness, intervals of fixed length; Rambachan and "
        "Roth 2023)."
    ),
}
DISTRIBUTION = "All of them are by the normal distribution, and so may differ from the intervals of the event study."
BREAKDOWN = "Breakdown: the smallest M with which zero is among the effects; 0 if it is with any."


def estimates_of(rows: list[dict], fact: dict) -> Estimates:
    """The event-time estimates of a column with their covariance.

    Raises StudyError where the years are not consecutive, a year has no estimate or error, or a second base was needed.
    """
    times = sorted((row for row in rows if row["k"] is not None), key=lambda row: row["k"])
    bases = [int(row["k"]) for row in times if row["base"]]
    if bases != [-1]:
        raise StudyError(
            f"needs the one base -1, and its bases are {named(list(map(str, bases)))}: without units that stay "
            "untreated straight trends are not identified"
        )
    without = [row["term"] for row in times if not row["base"] and not row["std_error"]]
    expected = list(range(int(times[0]["k"]), int(times[-1]["k"]) + 1))
    without += [f"k = {k}" for k in expected if k not in {row["k"] for row in times}]
    if without:
        raise StudyError(f"needs every year of the window with a standard error, and these have none: {named(without)}")
    leads, effects = (
        [row for row in times if not row["base"] and (row["k"] < 0) == before] for before in (True, False)
    )
    if not leads:
        raise StudyError("has no lead before the base, so nothing says how trends departed; widen the `window`")
    places = [fact["covariance"]["terms"].index(row["term"]) for row in (*leads, *effects)]
    return Estimates(
        np.array([row["estimate"] for row in leads]),
        np.array([row["estimate"] for row in effects]),
        np.array(fact["covariance"]["values"])[np.ix_(places, places)],
    )


def honest_rows(address: str, estimates: Estimates, restriction: str, bounds: list[float]) -> list[dict]:
    """For each effect the interval under parallel trends, with the breakdown value, and one for each bound."""
    noun, q = RESTRICTIONS[restriction], len(estimates.effects)
    found = []
    for effect, weights in {FIRST: np.eye(q)[0], MEAN: np.full(q, 1 / q)}.items():
        if effect == MEAN and q == 1:
            continue
        own = {"column": address, "effect": effect}
        low, high = original(estimates, weights)
        value = breakdown(partial(noun.holds_zero, estimates, weights), _guess(estimates, restriction))
        found.append(own | {"restriction": PARALLEL, "conf_low": low, "conf_high": high, "breakdown": value})
        for bound in bounds:
            low, high = noun.interval(estimates, weights, bound)
            found.append(own | {"restriction": f"M = {bound:g}", "bound": bound, "conf_low": low, "conf_high": high})
    return [dict.fromkeys(COLUMNS) | row for row in found]


def _guess(estimates: Estimates, restriction: str) -> float:
    """A bound to begin the search with: as much as before, or a bend of one standard error."""
    return 1.0 if restriction == "magnitudes" else float(np.sqrt(estimates.covariance.diagonal().max()))


def layout(rows: list[dict], restriction: str, warnings: list[str]) -> dict:
    """How the intervals are printed: effects side by side, a group for each column."""
    cells = [Cell("conf_low", "Low"), Cell("conf_high", "High"), Cell("breakdown", "Breakdown")]
    values = {f"{row['column']}: {row['effect']}": row["breakdown"] for row in rows if row["restriction"] == PARALLEL}
    return grid(
        "restriction",
        cells,
        group="column",
        across="effect",
        notes=[NOTES[restriction], DISTRIBUTION, BREAKDOWN, *_endless(values)],
        warnings=warnings,
        tests={"restriction": restriction, "breakdown": values},
    )


def _endless(values: dict[str, float | None]) -> list[str]:
    """A sentence about effects that have no breakdown value."""
    never = [name for name, value in values.items() if value is None]
    return [f"No breakdown: zero is among the effects for no M that was tried ({'; '.join(never)})."] * bool(never)


def pooled(address: str, rows: list[dict]) -> list[str]:
    """A warning about event times that pool years."""
    ends = [f"{row['k']:.0f}" for row in rows if row["binned"]]
    if not ends:
        return []
    return [f"event times {named(ends)} of {address} pool the years beyond, and count as one year each"]
