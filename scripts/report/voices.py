"""What the second voices say of the estimates, in a line."""

from pathlib import Path

from core.contract import FILES
from report.printed import number_of

OF = {FILES["voices"].path: "second voices", FILES["spatial_voices"].path: "second voices of spatial models"}


def agreement(rows: list[dict], path: str | Path = FILES["voices"].path) -> str:
    """How many numbers agree and how well, and what has no second voice; `rows` are those of the audit at `path`."""
    file = next(file for file in OF if str(path).endswith(file))
    heard = [row for row in rows if row["difference"] is not None]
    columns = {_column(row) for row in heard if not _is_moran(row)}
    silent = [row for row in rows if row["difference"] is None]
    others = {_column(row) for row in silent} - columns
    alone = [row for row in silent if _column(row) in columns]
    said = f"{OF[file]}: none"
    if heard:
        own = "estimate" if file == FILES["voices"].path else "uncorrected"
        number = number_of(sum(row["quantity"] == own for row in heard), "coefficient")
        counted = [f"{number} of {number_of(len(columns), 'column')}"] * bool(columns)
        morans = sum(map(_is_moran, heard))
        counted += [number_of(morans, "value") + " of Moran's I"] * bool(morans)
        largest = max(row["difference"] for row in heard)
        said = f"{OF[file]}: {' and '.join(counted)} agree, largest difference {largest:.0e}"
    missing = [number_of(len(group), word) for group, word in ((others, "column"), (alone, "number")) if group]
    return f"{said}; {' and '.join(missing)} without one, as {file} says" if missing else said


def reference_model(audits: list[dict]) -> str:
    """How far the reference model is from the scores; `audits` are those of `run.json`, one a score."""
    units, undecided = (sum(audit[key] for audit in audits) for key in ("units", "undecided"))
    gaps = [gap for audit in audits if (gap := audit["largest_difference"]) is not None]
    agreed = f"agrees within {max(gaps):.1e}" if gaps else "decided nothing"
    return f"second voice: the reference model {agreed} on {number_of(units, 'unit-year')}, {undecided} undecided"


def _is_moran(row: dict) -> bool:
    return row["quantity"] is not None and row["quantity"].startswith("moran_i")


def _column(row: dict) -> tuple[str, str]:
    return row["table"], row["column"]
