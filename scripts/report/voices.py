"""What the second voices say of the estimates, in a line."""

from core.contract import FILES
from report.printed import number_of


def agreement(rows: list[dict]) -> str:
    """How many coefficients agree and how well, and what has no second voice; `rows` are those of `audit/did.csv`."""
    heard = [row for row in rows if row["difference"] is not None]
    columns = {_column(row) for row in heard}
    silent = [row for row in rows if row["difference"] is None]
    others = {_column(row) for row in silent} - columns
    alone = [row for row in silent if _column(row) in columns]
    said = "second voices: none"
    if heard:
        number = number_of(sum(row["quantity"] == "estimate" for row in heard), "coefficient")
        largest = max(row["difference"] for row in heard)
        said = f"second voices: {number} of {number_of(len(columns), 'column')} agree, largest difference {largest:.0e}"
    missing = [number_of(len(group), word) for group, word in ((others, "column"), (alone, "number")) if group]
    return f"{said}; {' and '.join(missing)} without one, as {FILES['voices'].path} says" if missing else said


def _column(row: dict) -> tuple[str, str]:
    return row["table"], row["column"]
