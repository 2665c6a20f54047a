"""What the steps from raw tables to the panel have to say: problems, changed cells, warnings."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pandas as pd

from core.errors import StudyError
from core.files import DIGITS
from panel.problems import join_problems, problem_of_file

AUDIT = ["unit", "year", "variable", "before", "after", "why"]
WARNINGS = ["file", "variable", "unit", "year", "what"]


@dataclass(frozen=True)
class Account:
    """The book that every step writes into; nothing is ever taken out."""

    problems: list[pd.DataFrame] = field(default_factory=list)
    changes: list[pd.DataFrame] = field(default_factory=list)
    remarks: list[dict] = field(default_factory=list)

    def problem(self, found: pd.DataFrame) -> None:
        self.problems.append(found)

    def refuse(self, file: str, message: str, items: Iterable = ()) -> None:
        """A fault that concerns a whole file, or several; `items` are all of what the message may list in part."""
        self.problems.append(problem_of_file(file, message, items))

    @contextmanager
    def taking(self, file: str = "") -> Iterator[None]:
        """Take a StudyError that is raised inside as a fault of `file`, and go on behind the block."""
        try:
            yield
        except StudyError as error:
            self.refuse(file, str(error), getattr(error, "items", ()))

    def change(self, units, years, variable: str, before, after, why: str) -> None:
        """Audit rows for cells of one variable; `before` and `after` are numbers or texts, empty for none."""
        table = pd.DataFrame({"unit": pd.array(units, dtype=object), "year": pd.array(years, dtype="Int64")})
        self.changes.append(table.assign(variable=variable, before=_cells(before), after=_cells(after), why=why)[AUDIT])

    def change_of_file(self, before: str, after: str, why: str, variable: str = "") -> None:
        """Audit row for a whole file or column."""
        self.change([""], [pd.NA], variable, before, after, why)

    def drop(self, rows: pd.DataFrame, variables: list[str], why: str) -> None:
        """Audit of rows that leave: a row for each value that is not empty. `rows` has unit, year and the variables."""
        if rows.empty:
            return
        long = rows.melt(["unit", "year"], variables, value_name="before")
        long = long[long["before"].notna() & (long["before"] != "")]
        if len(long):
            self.change(long["unit"], long["year"], "", long["before"], "", why)
            self.changes[-1]["variable"] = long["variable"].to_numpy()

    def warn(self, what: str, file: str = "", variable: str = "", unit: str = "", year: int | None = None) -> None:
        """Something suspicious but allowed."""
        self.remarks.append({"file": file, "variable": variable, "unit": unit, "year": year, "what": what})

    def all_problems(self) -> pd.DataFrame:
        return join_problems(self.problems)

    def audit(self) -> pd.DataFrame:
        """Every changed cell, sorted, so that the order of rows in a file has no effect."""
        tables = [table for table in self.changes if len(table)]
        if not tables:
            return pd.DataFrame(columns=AUDIT)
        table = pd.concat(tables, ignore_index=True)
        return table.sort_values(["variable", "why", "unit", "year"], ignore_index=True, kind="stable")

    def warnings(self) -> pd.DataFrame:
        """Every warning once, in the order in which they arose."""
        table = pd.DataFrame(self.remarks, columns=WARNINGS)
        return table.assign(year=table["year"].astype("Int64")).drop_duplicates(ignore_index=True)


def _cells(values: Iterable):
    """Texts as they are, numbers to the digits that are written."""
    if isinstance(values, str):
        return values
    return pd.array([text if isinstance(text, str) else f"{text:.{DIGITS}g}" for text in values], dtype=object)
