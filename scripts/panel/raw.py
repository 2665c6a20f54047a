"""Raw tables as they are: every cell read as text, every fault found before anything is converted."""

import io
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from core.errors import StudyError, named, nearest

YEAR = r"[12][0-9]{3}"
NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?|"  # an empty cell is a missing value
PROBLEMS = ["file", "column", "row", "value", "expected"]


def read_cells(path: Path) -> pd.DataFrame:
    """Every cell of a CSV file as text; StudyError if the file has no rows or is not UTF-8."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudyError(f"{path}: byte {error.start} is not UTF-8; save the file as CSV UTF-8") from None
    try:
        cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, header=None, skip_blank_lines=False)
    except pd.errors.EmptyDataError:
        raise StudyError(f"{path}: the file is empty; expected a header and a row for each unit and year") from None
    except pd.errors.ParserError as error:
        raise StudyError(f"{path}: not a table: {str(error).strip()}") from None
    header, rows = cells.iloc[0].str.strip(), cells.iloc[1:].reset_index(drop=True)
    if twice := sorted(set(header[header.duplicated()])):
        raise StudyError(f"{path}: the header {named(twice)} stands twice; rename or delete one of the columns")
    if rows.empty:
        raise StudyError(f"{path}: no rows below the header; expected a row for each unit and year")
    return rows.set_axis(list(header), axis=1)


def select(cells: pd.DataFrame, path: str, unit: str, year: str, columns: dict[str, str]) -> pd.DataFrame:
    """The unit, the year and the variables `columns` (name: header) of a raw table, still as text.

    Raises StudyError naming every header that the file does not have.
    """
    headers = {"unit": unit, "year": year, **columns}
    absent = [header for header in headers.values() if header not in cells]
    if absent:
        lines = [f"  no column `{header}`; {nearest(header, list(cells.columns))}" for header in absent]
        raise StudyError("\n".join([f"{path}: columns of the study file are not in the table", *lines]))
    chosen = cells[list(headers.values())].set_axis(list(headers), axis=1)
    return chosen.apply(lambda column: column.str.strip())


def find_problems(cells: pd.DataFrame, path: str, headers: dict[str, str]) -> pd.DataFrame:
    """Every cell that is not what its column holds, as rows of file, column, row, value, expected.

    Rows are numbered as a spreadsheet shows them: the header is row 1. `headers` maps the names of the columns
    to the headers in the file.
    """
    number = pa.Column(str, pa.Check.str_matches(rf"^({NUMBER})$", error="a number, or an empty cell if missing"))
    schema = pa.DataFrameSchema(
        {
            "unit": pa.Column(str, pa.Check.str_length(min_value=1, error="the key of a unit")),
            "year": pa.Column(str, pa.Check.str_matches(rf"^{YEAR}$", error="a year of four digits")),
            **dict.fromkeys(cells.columns[2:], number),
        }
    )
    try:
        schema.validate(cells, lazy=True)
        found = pd.DataFrame(columns=["column", "index", "failure_case", "check"])
    except SchemaErrors as error:
        found = error.failure_cases
    problems = pd.DataFrame(
        {
            "file": path,
            "column": found["column"].map(headers),
            "row": found["index"].astype(int) + 2,
            "value": found["failure_case"],
            "expected": found["check"],
        }
    )
    return pd.concat([problems, _repeated(cells, path, headers)], ignore_index=True)[PROBLEMS]


def _repeated(cells: pd.DataFrame, path: str, headers: dict[str, str]) -> pd.DataFrame:
    """Rows whose unit and year stand in the file before."""
    again = cells[cells.duplicated(["unit", "year"])]
    return pd.DataFrame(
        {
            "file": path,
            "column": f"{headers['unit']}, {headers['year']}",
            "row": again.index + 2,
            "value": again["unit"] + ", " + again["year"],
            "expected": "each unit and year once",
        }
    )


def numbers(cells: pd.DataFrame) -> pd.DataFrame:
    """A table without problems: unit as text, year as integer, every variable as float, missing where empty."""
    values = {name: pd.to_numeric(cells[name].replace("", None)).astype(float) for name in cells.columns[2:]}
    return pd.DataFrame({"unit": cells["unit"], "year": cells["year"].astype(int), **values})


def refuse(problems: pd.DataFrame, where: str) -> None:
    """StudyError that shows the first problems of each file and says where all of them are."""
    if problems.empty:
        return
    lines = []
    for file, found in problems.groupby("file", sort=False):
        lines.append(f"{file}: {len(found)} cells are not what their column holds")
        shown = found.head(10)
        lines += [
            f"  row {row}, column `{column}`: {value!r}; expected {expected}"
            for row, column, value, expected in zip(
                shown["row"], shown["column"], shown["value"], shown["expected"], strict=True
            )
        ]
    raise StudyError("\n".join([*lines, f"All {len(problems)} are listed in {where}. Correct them in the files."]))
