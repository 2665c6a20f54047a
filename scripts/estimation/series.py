"""Functions of formulas over the series of a unit: lags, leads and differences by calendar year."""

import pandas as pd

from core.errors import StudyError


def lag(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` before; missing where that year has no row.

    `values` has the index (unit, year), each once, in any order.
    """
    return _shifted(values, years, 1)


def lead(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` after; missing where that year has no row."""
    return _shifted(values, years, -1)


def diff(values: pd.Series) -> pd.Series:
    """Change since the calendar year before."""
    return values - lag(values)


FUNCTIONS = {"l": lag, "lag": lag, "f": lead, "lead": lead, "d": diff, "diff": diff}


def _shifted(values: pd.Series, years: float, sign: int) -> pd.Series:
    if not isinstance(values, pd.Series):
        raise StudyError("the first argument of `l`, `f` and `d` is a variable or an expression of variables")
    unit, year = (values.index.get_level_values(name) for name in ("unit", "year"))
    earlier = pd.MultiIndex.from_arrays([unit, year - sign * int(years)])
    return values.reindex(earlier).set_axis(values.index)
