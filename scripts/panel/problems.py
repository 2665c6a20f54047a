"""What is wrong with raw tables: every fault as a row of one table, and the message that the author reads."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from core.errors import StudyError, codes, cut, named, quoted
from core.tables import write_csv

PROBLEMS = ["file", "sheet", "row", "column", "value", "expected", "remedy"]
SHOWN = 10  # faults of one kind that the message names
LONGEST = 60  # characters of a value that the message shows


def problems(
    file: str, column: str, rows: Iterable, values: Iterable, expected: str, remedy: str, sheet: str = ""
) -> pd.DataFrame:
    """Faults of one kind in one column; `rows` are numbered as the user's program shows them."""
    rows, values = list(rows), list(values)
    table = pd.DataFrame({"row": pd.array(rows, dtype="Int64"), "value": pd.array(values, dtype=object)})
    return table.assign(file=file, sheet=sheet, column=column, expected=expected, remedy=remedy)[PROBLEMS]


class Listing(StudyError):
    """A fault of many unit-years, units or cells: the message names the first of them, `items` are all."""

    def __init__(self, message: str, items: Iterable):
        super().__init__(message)
        self.items = [str(item) for item in items]


class Undeclared(Listing):
    """A file that cannot be read by what its source declares: `what` is wrong, and the remedy is a key of sources."""

    def __init__(self, what: str, remedy: str, items: Iterable = ()):
        super().__init__(f"{what}{remedy}", items)
        self.what = what


def problem_of_file(file: str, message: str, items: Iterable = ()) -> pd.DataFrame:
    """One fault of a whole file, or of a whole column in it; where it is of many `items`, the value lists them all."""
    return problems(file, "", [pd.NA], ["; ".join(map(str, items))], message, "")


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
    whole = ", and all that the lists above leave out" if any(" in all)" in line for line in lines) else ""
    raise StudyError("\n".join([*lines, f"{total} listed in {path}{whole}."]))


def _say(place: str, column: str, expected: str, remedy: str, kind: pd.DataFrame) -> list[str]:
    if not column:
        return [f"{place}: {expected}" if place else expected]
    values = list(dict.fromkeys(_shown(value) for value in kind["value"]))
    rows = list(dict.fromkeys(kind["row"]))  # in a wide table each row has a cell of every year
    shown = f"{named(rows, SHOWN)}, column {quoted(column)}: {cut(values, SHOWN)}"
    return [
        f"{place}: {'row' if len(rows) == 1 else 'rows'} {shown}; expected {expected}",
        *([f"  {remedy}"] if remedy else []),
    ]


def _shown(value) -> str:
    """A value as it is written, and the code points of what could be taken for another."""
    text = str(value)
    return f"{text[:LONGEST]!r}{'...' * (len(text) > LONGEST)}{codes(text)}"
