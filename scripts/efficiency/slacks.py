"""What the slacks of a score say: what holds efficiency down, and the targets of a unit.

An SBM score is ``(1 - sum wN_i s_i / d_i) / (1 + sum wD_i s_i / d_i)``, with slack s_i and datum d_i of indicator i and
the weights of the specification. The part of indicator i in the inefficiency is its term, ``w_i s_i / d_i`` (Cooper,
Seiford and Tone 2007, section 4.4). An efficient unit-year has none: the slacks of its super score say how far it is
ahead.
"""

from collections import defaultdict
from math import fsum

from core.errors import StudyError, named
from core.grids import Cell, grid
from efficiency.groups import ALL, grouped
from efficiency.spec import Specification

SHARES = ["group", "indicator", "n", "relative_slack", "share"]
TARGETS = ["year", "indicator", "value", "slack", "target", "change"]
NOTE = (
    "Share of each indicator in the inefficiency: its slack over its value, weighted as in the score, over the sum of "
    "all indicators. {inefficient} of {all} unit-years are inefficient; the others have no part in it."
)
CHANGE = "Change: from value to target, in percent."
AHEAD = "The target of an efficient unit-year is the nearest point that others reach: change says how far it is ahead."


def datum(row: dict, stage: str, sigma: float) -> float:
    """The value that was scored, with a zero replaced where the study says so: targets are `slack` better than it in
    the first stage, worse in the second."""
    return row["target"] + sigma * row["slack"] * (1 if stage == "sbm" else -1)


def shares_of(
    panel: list[dict], scores: list[dict], slacks: list[dict], by: str, specification: Specification
) -> tuple[list[dict], int]:
    """A row for each value of `by` and indicator, then for all; and how many inefficient unit-years are in no group.

    n : inefficient unit-years; relative_slack : mean slack over value among them; share : None without any
    """
    stage = {(row["unit"], row["year"]): row["stage"] for row in scores}
    sigma = dict(zip(specification.columns, specification.sigma.tolist(), strict=True))
    weights = dict(zip(specification.columns, sum(specification.weights).tolist(), strict=True))
    relative = defaultdict(dict)
    for row in slacks:
        key = row["unit"], row["year"]
        if stage[key] == "sbm":
            relative[key][row["indicator"]] = row["slack"] / datum(row, "sbm", sigma[row["indicator"]])
    held = [row for row in panel if (row["unit"], row["year"]) in relative]
    groups = {name: [] for name in grouped(panel, by)} | grouped(held, by)
    found = []
    for name, rows in (groups | {ALL: held}).items():
        own = [relative[row["unit"], row["year"]] for row in rows]
        sums = {indicator: fsum(slack[indicator] for slack in own) for indicator in weights}
        whole = fsum(weights[indicator] * sums[indicator] for indicator in weights)
        found += [
            {
                "group": name,
                "indicator": indicator,
                "n": len(own),
                "relative_slack": sums[indicator] / len(own) if own else None,
                "share": weights[indicator] * sums[indicator] / whole if whole else None,
            }
            for indicator in weights
        ]
    return found, sum(row[by] is None for row in held)


def shares_layout(by: str, found: list[dict], total: int, left_out: int) -> dict:
    """The grid of `shares_of`, of `total` unit-years with data."""
    notes = [NOTE.format(inefficient=f"{found[-1]['n']:,d}", all=f"{total:,d}")]
    notes += [f"Inefficient unit-years left out because {by} is missing, but for the last row: {left_out}."] * (
        left_out > 0
    )
    return grid("group", [Cell("share", "")], by, across="indicator", notes=notes)


def targets_of(
    scores: list[dict], slacks: list[dict], unit: str, years: list[int], specification: Specification
) -> tuple[list[dict], list[dict]]:
    """A row for each of `years` and indicator of `unit`, and its rows of `scores`.

    StudyError for a unit without scores, and where none of the years has targets.
    """
    if not any(row["unit"] == unit for row in scores):
        units = list(dict.fromkeys(row["unit"] for row in scores))
        raise StudyError(f"there is no unit `{unit}`; units are {named(units, 5)}. Correct `unit`")
    scored = {row["year"]: row for row in scores if row["unit"] == unit and row["year"] in years}
    sigma = dict(zip(specification.columns, specification.sigma.tolist(), strict=True))
    found = [
        {"year": row["year"], "indicator": row["indicator"], "value": value, "slack": row["slack"]}
        | {"target": row["target"], "change": 100 * (row["target"] / value - 1)}
        for row in slacks
        if row["unit"] == unit and row["year"] in years
        for value in [datum(row, scored[row["year"]]["stage"], sigma[row["indicator"]])]
    ]
    if not found:
        said = [f"{year}: {row['status']}" for year, row in scored.items()] or ["not in the panel"]
        raise StudyError(f"unit `{unit}` has no targets in {named(years)} ({named(said)}); give other `years`")
    return found, list(scored.values())


def targets_layout(scored: list[dict]) -> dict:
    """The grid of `targets_of`; `scored` are the rows of scores.csv that it is about."""
    cells = [
        Cell("value", "Value", "measure"),
        Cell("slack", "Slack", "measure"),
        Cell("target", "Target", "measure"),
        Cell("change", "Change"),
    ]
    said = [
        f"{row['year']}: {row['status']}" if row["score"] is None else f"{row['year']}: {row['score']:.4f}"
        for row in scored
    ]
    ahead = any(row["stage"] == "super" for row in scored)
    return grid(
        "indicator", cells, "Indicator", group="year", notes=[f"Score: {'; '.join(said)}.", CHANGE, *[AHEAD] * ahead]
    )
