"""New variables from expressions, and the description of all."""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.expressions import evaluate, names_in


def construct(panel: pd.DataFrame, expressions: dict[str, str]) -> pd.DataFrame:
    """`panel` with a column for each expression, in their order; each may use those before it.

    A value is missing where a variable that the expression uses is missing. Raises StudyError where an expression
    has no value though its variables have, as a logarithm of zero: the message names the unit-years.
    """
    for name, text in expressions.items():
        used = sorted(names_in(text))
        values = evaluate(text, {column: panel[column] for column in panel.columns[1:]}).astype(float)
        lost = panel[~np.isfinite(values) & panel[used].notna().all(axis=1)]
        if len(lost):
            where = named([f"{unit} {year}" for unit, year in zip(lost["unit"], lost["year"], strict=True)])
            raise StudyError(
                f"`panel.variables.{name}`: `{text}` has no finite value in {len(lost)} unit-years: {where}.\n"
                f"  Look at {', '.join(f'`{variable}`' for variable in used)} there: a logarithm needs values above 0."
            )
        panel = panel.assign(**{name: values})
    return panel


def describe(panel: pd.DataFrame, units: dict[str, str]) -> pd.DataFrame:
    """n, mean, sd, min, p50 and max of every variable, one row each; `units` of measurement where they are known."""
    values = panel.drop(columns=["unit", "year"])
    return pd.DataFrame(
        {
            "variable": values.columns,
            "n": values.count().to_numpy(),
            "mean": values.mean().to_numpy(),
            "sd": values.std().to_numpy(),
            "min": values.min().to_numpy(),
            "p50": values.median().to_numpy(),
            "max": values.max().to_numpy(),
            "unit_of_measurement": [units.get(name, "") for name in values.columns],
        }
    )
