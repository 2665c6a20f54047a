"""Numbers of things in words, and sentences that stages share."""

MOVING_FRONTIER = (
    "The frontier of this score is not the same in all years, so a change of the score is also one of the frontier"
)
FRAIL = "clustered standard errors tend to be too small"  # with few clusters, or few treated ones


def dropped_words(dropped: dict, labels: dict[str, str] | None = None) -> str:
    """``17 rows without Poverty rate, 3 singletons``: rows that left an estimation sample, by reason."""
    labels = labels or {}
    parts = [
        f"{number:,d} row{'' if number == 1 else 's'} without {labels.get(name, name)}"
        for name, number in dropped.get("missing", {}).items()
    ]
    return ", ".join([*parts, *(f"{number:,d} {why}" for why, number in dropped.items() if why != "missing")])


def years_words(years: int) -> str:
    """``1 year earlier``, ``2 years earlier``."""
    return f"{years} year{'s' if years > 1 else ''} earlier"
