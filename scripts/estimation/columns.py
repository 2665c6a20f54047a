"""The columns of one table, fitted one after the other."""

from collections.abc import Callable

import pandas as pd

from core.errors import naming
from core.grids import coefficients


def fit_columns(
    table: str, columns: list[dict], fit_column: Callable[[dict], tuple[pd.DataFrame, dict]]
) -> tuple[pd.DataFrame, dict]:
    """Tidy coefficients of all `columns`, with their table and column first, and the JSON file beside them.

    `fit_column` makes of the settings of one column its coefficients and its facts. A StudyError raised there gets
    the names of table and column.
    """
    estimates, facts = [], []
    for settings in columns:
        with naming(table, settings["name"]):
            found, fit = fit_column(settings)
        found.insert(0, "table", table)
        found.insert(1, "column", settings["name"])
        estimates.append(found)
        facts.append(fit)
    return pd.concat(estimates, ignore_index=True), coefficients(facts)
