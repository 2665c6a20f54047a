"""Statistics of one variable, and how they are printed. The standard library alone."""

import math
from statistics import median

from core.errors import StudyError
from core.grids import Cell

CELLS = {
    "n": Cell("n", "N", "count"),
    "mean": Cell("mean", "Mean", "measure"),
    "sd": Cell("sd", "SD", "measure"),
    "min": Cell("min", "Min", "measure"),
    "p50": Cell("p50", "Median", "measure"),
    "max": Cell("max", "Max", "measure"),
}


def refuse_text(rows: list[dict], names: list[str]) -> None:
    """StudyError for a variable that holds text where a number is needed."""
    for name in names:
        if text := next((row[name] for row in rows if isinstance(row[name], str)), None):
            raise StudyError(f"variable `{name}` is text, as {text!r}; name one that holds numbers")


def summary(values: list[float]) -> dict:
    """Statistics of `values`; None where they have none."""
    size = len(values)
    mean = math.fsum(values) / size if size else None
    deviations = math.fsum((value - mean) ** 2 for value in values) if size else 0.0
    return {
        "n": size,
        "mean": mean,
        "sd": math.sqrt(deviations / (size - 1)) if size > 1 else None,
        "min": float(min(values)) if size else None,
        "p50": float(median(values)) if size else None,
        "max": float(max(values)) if size else None,
    }
