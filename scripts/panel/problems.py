"""What is wrong with raw tables: every fault as a row of one table, and the message that the author reads."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from core.errors import StudyError, named
from core.tables import write_csv

PROBLEMS = ["file", "sheet", "row", "column", "value", "expected", "remedy"]
SHOWN = 10  # faults of one kind that the message names


def problems(
    file: str, column: str, rows: Iterable, values: Iterable, expected: str, remedy: str, sheet: str = ""
) -> pd.DataFrame:
    """Faults of one kind in one column; `rows` are numbered as the user's program shows them."""
    rows, values = list(rows), list(values)
    table = pd.DataFrame({"row": pd.array(rows, dtype="Int64"), "value": pd.array(values, dtype=object)})
    return table.assign(file=file, sheet=sheet, column=column, expected=expected, remedy=remedy)[PROBLEMS]


def problem_of_file(file: str, message: str) -> pd.DataFrame:
    """One fault of a whole file, or of a whole column in it."""
    return problems(file, "", [pd.NA], [""], message, "")


def join_problems(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All problems, file by file in the order in which they are given."""
    tables = [table for table in tables if len(table)]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=PROBLEMS)


def refuse(found: pd.DataFrame, path: str) -> None:
    """Write the problems to `path` and raise a StudyError that shows them by file and kind.

    Without problems nothing is raised, and the file of an earlier failure is removed.
    """
    if found.empty:
        Path(path).unlink(missing_ok=True)
        return
    write_csv(path, found)
    lines = []
    for (file, sheet), of_file in found.groupby(["file", "sheet"], sort=False):
        place = f"{file}{f', sheet {sheet}' if sheet else ''}"
        for (column, expected, remedy), kind in of_file.groupby(["column", "expected", "remedy"], sort=False):
            lines += _say(place, column, expected, remedy, kind)
    total = f"{len(found)} problems are" if len(found) > 1 else "The problem is"
    raise StudyError("\n".join([*lines, f"{total} listed in {path}."]))


def _say(place: str, column: str, expected: str, remedy: str, kind: pd.DataFrame) -> list[str]:
    if not column:
        return [f"{place}: {expected}" if place else expected]
    word = "row" if len(kind) == 1 else "rows"
    values = list(dict.fromkeys(f"{value!r}" for value in kind["value"]))
    shown = f"{named(list(kind['row']), SHOWN)}, column `{column}`: {named(values, SHOWN)}"
    return [f"{place}: {word} {shown}; expected {expected}", *([f"  {remedy}"] if remedy else [])]
