"""Who adopted a policy, and when."""

from core.classes import NEVER
from core.errors import StudyError, nearest


def starts(panel: list[dict], policy: str) -> dict[str, int]:
    """First treated year of every unit that the policy ever reaches; StudyError for a policy that the panel lacks."""
    if policy not in panel[0]:
        raise StudyError(f"policy variable `{policy}` is not in the panel; {nearest(policy, list(panel[0])[2:])}")
    years = {}
    for row in panel:
        if row[policy] == 1:
            years[row["unit"]] = min(row["year"], years.get(row["unit"], row["year"]))
    return years


def cohorts(panel: list[dict], policy: str) -> dict[tuple[str, str], int]:
    """First treated year of every unit, `NEVER` without one, as values of no year."""
    begun = starts(panel, policy)
    return {(row["unit"], ""): begun.get(row["unit"], NEVER) for row in panel}
