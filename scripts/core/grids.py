"""How a grid is printed: the JSON file beside its tidy CSV file.

A result that can be printed is a pair. A regression table is `coefficients`: its JSON file holds a fit for each column.
Everything else is a `grid`: its JSON file says which columns of the CSV file name the rows, which are spread over the
page, and which hold the cells.
"""

from dataclasses import asdict, dataclass

FORMATS = ("estimate", "measure", "count", "probability", "bracketed", "integer", "text")


@dataclass(frozen=True)
class Cell:
    """One printed cell of a row.

    column : column of the CSV file; heading : what stands above it
    format : `estimate` four decimals; `measure` four, or one in a row with large values; `count` thousands parted;
        `probability` three decimals; `bracketed` four in parentheses; `integer`; `text`
    stars : column of the p-value whose stars follow; below : column printed in parentheses in a row beneath
    """

    column: str
    heading: str
    format: str = "estimate"
    stars: str | None = None
    below: str | None = None


def grid(
    rows: str,
    cells: list[Cell],
    heading: str = "",
    group: str | None = None,
    across: str | None = None,
    notes: list[str] = (),
    warnings: list[str] = (),
    tests: dict | None = None,
    variable: str | None = None,
) -> dict:
    """The JSON file of a grid.

    Parameters
    ----------
    rows : column whose value, or its label, begins a printed row; `heading`, or its label, stands above it
    group : column whose values head groups of rows; across : column whose values head groups of cells, side by side
    variable : whose values those of `across` are; its name or label stands before each
    cells : what is printed for each row, and for each value of `across`
    """
    for cell in cells:
        if cell.format not in FORMATS:
            raise ValueError(f"format {cell.format!r} of {cell.column!r} is none of {FORMATS}")
    return {
        "kind": "grid",
        "rows": rows,
        "heading": heading,
        "group": group,
        "across": across,
        "variable": variable,
        "cells": [asdict(cell) for cell in cells],
        "notes": list(notes),
        "warnings": list(warnings),
        "tests": tests or {},
    }


def keys(layout: dict) -> list[str]:
    """The columns of a grid that no two of its rows share."""
    return [name for name in (layout["group"], layout["rows"], layout["across"]) if name]


def coefficients(fits: list[dict]) -> dict:
    """The JSON file of a table of coefficients: what is to be known about the fit of each column, in their order."""
    return {"kind": "coefficients", "columns": fits}
