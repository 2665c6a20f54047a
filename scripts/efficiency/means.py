"""Mean changes of productivity by pair of years. The standard library alone."""

import math

from core.errors import StudyError
from core.statuses import OK
from efficiency.groups import ALL_YEARS

CHANGES = ("index", "efficiency_change", "technical_change")
COLUMNS = ["period", *CHANGES, "n"]


def mean_changes(rows: list[dict], measure: str) -> list[dict]:
    """For each pair of years and for all of them the geometric means of a measure's changes, and the pairs behind them.

    `rows` are those of productivity.csv. A period without any index has None for its means. Raises StudyError for a
    measure that is not among the rows.
    """
    chosen = _of(rows, measure)
    periods = sorted({(row["year_from"], row["year_to"]) for row in chosen})
    parts = {f"{first}-{last}": [row for row in chosen if row["year_from"] == first] for first, last in periods}
    return [_means(period, part) for period, part in (parts | {ALL_YEARS: chosen}).items()]


def pairs_without(rows: list[dict], measure: str) -> int:
    """Number of pairs of consecutive years that have no index."""
    return sum(row["status"] != OK for row in _of(rows, measure))


def geometric_mean(values: list[float]) -> float | None:
    return math.exp(math.fsum(map(math.log, values)) / len(values)) if values else None


def _of(rows: list[dict], measure: str) -> list[dict]:
    computed = sorted({row["measure"] for row in rows})
    if measure not in computed:
        raise StudyError(
            f"no productivity index `{measure}` is computed, only {', '.join(computed) or 'none'};"
            " correct `index`, or add it to `efficiency.productivity`"
        )
    return [row for row in rows if row["measure"] == measure]


def _means(period: str, rows: list[dict]) -> dict:
    solved = [row for row in rows if row["status"] == OK]
    return {
        "period": period,
        **{name: geometric_mean([row[name] for row in solved]) for name in CHANGES},
        "n": len(solved),
    }
