"""Variables pulled in to quantiles."""

import numpy as np
import pandas as pd

from panel.account import Account


def winsorize(panel: pd.DataFrame, rule: dict | None, account: Account) -> pd.DataFrame:
    """`panel` (unit, year, variables) with the variables of the `rule` held between their quantiles; audited.

    Quantiles are over all unit-years or within each year, by linear interpolation between order statistics.
    """
    for name in rule["variables"] if rule else []:
        values = panel[name]
        groups = values.groupby(panel["year"]) if rule["by"] == "year" else None
        low, high = (
            groups.transform("quantile", quantile) if groups is not None else values.quantile(quantile)
            for quantile in rule["quantiles"]
        )
        pulled = values.clip(low, high)
        moved = (values.notna() & (pulled != values)).to_numpy(dtype=bool)
        lower, upper = rule["quantiles"]
        why = f"winsorized at {100 * lower:g} and {100 * upper:g} %, {rule['by']}"
        rows = panel[moved]
        account.change(rows["unit"], rows["year"], name, values[moved], np.asarray(pulled[moved]), why)
        panel = panel.assign(**{name: pulled})
    return panel
