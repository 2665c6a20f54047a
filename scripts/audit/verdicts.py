"""Our numbers beside those of second voices: rows of the audits, and which of them are faults."""

import math

import pandas as pd

from core.errors import StudyError

MOST = 10  # faults that a message shows


class Silent(Exception):
    """A second voice cannot say a number; the message says why."""


def refuse_differing(rows: list[dict], voices: str) -> None:
    """Raise StudyError with the first numbers in which the second `voices` differ from ours."""
    if found := faults(rows):
        raise StudyError(
            f"{voices} do not agree with {len(found)} numbers:\n  "
            + "\n  ".join(found[:MOST])
            + "\n  The report is not made of numbers in doubt. Delete the study's folder `estimates` and run again.\n"
            "  If this message stays, the workflow or one of the packages is at fault."
        )


def faults(rows: list[dict]) -> list[str]:
    """The rows whose difference is above their tolerance, in words."""
    return [
        f"table `{row['table']}`, column `{row['column']}`, {row['quantity']} of `{row['term']}`: "
        f"{_shown(row['ours'])}, but {_shown(row['theirs'])} by the second voice"
        for row in rows
        if row["difference"] is not None and not row["difference"] <= row["tolerance"]
    ]


def _shown(value: float | None) -> str:
    return "none" if pd.isna(value) else f"{value:.12g}"


def beside(term: str, quantity: str, ours: float, theirs: float, tolerance: float, scale: float) -> dict:
    missing = pd.isna(ours) or pd.isna(theirs)
    difference = math.inf if missing else abs(ours - theirs) / scale if scale else float(ours != theirs)
    said = {"ours": ours, "theirs": theirs, "difference": difference, "tolerance": tolerance}
    return {"term": term, "quantity": quantity, **said, "why": ""}


def unheard(term: str, quantity: str, ours: float | None, why: str) -> dict:
    blank = {"ours": ours, "theirs": None, "difference": None, "tolerance": None}
    return {"term": term, "quantity": quantity, **blank, "why": why}
