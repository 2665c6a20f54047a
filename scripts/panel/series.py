"""Functions of a unit's series in expressions: lags, growth, prices, capital stocks, and indices over all units.

Every function takes and gives series indexed by unit and year, with every year of every unit.
"""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.capital import initial_stock, perpetual_inventory
from panel.indices import angle_index, entropy_index

BASES = (1.0, 100.0)  # what a price index may be in its base year
CLOSE = 1e-6


def lag(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` before; missing where there is none."""
    if isinstance(years, pd.Series) or years != int(years) or years < 1:
        raise StudyError("the second argument of `lag` and `lead` is a number of years, as in `lag(x, 2)`")
    return values.groupby(level="unit").shift(int(years))


def lead(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` after; missing where there is none."""
    return lag(values[::-1], years)[::-1]


def diff(values: pd.Series) -> pd.Series:
    return values - lag(values)


def growth(values: pd.Series) -> pd.Series:
    return values / lag(values) - 1


def deflate(values: pd.Series, index: pd.Series, base: float) -> pd.Series:
    """`values` in prices of the year `base`, in which `index` is 1 or 100 for every unit.

    Raises StudyError where the index is missing but the value is not, and for another base.
    """
    at_base = _at(index, base)
    _refuse(at_base[at_base.isna()], f"the price index `{index.name}` is missing in its base year {base:g}")
    level = at_base.iloc[0]
    other = at_base[~np.isclose(at_base, level, rtol=CLOSE) | ~np.isclose(at_base, _nearest_base(level), rtol=CLOSE)]
    _refuse(other, f"the price index `{index.name}` is not 1 or 100 in its base year {base:g}, but {level:g}")
    lost = index[index.isna() & values.notna()]
    _refuse(lost, f"the price index `{index.name}` is missing, so `{values.name}` cannot be deflated")
    return values / (index / level)


def chained(index: pd.Series, base: float) -> pd.Series:
    """An index with the previous year = 100 as one with `base` = 100; its first year needs no value.

    Raises StudyError for an index missing after the first year, or one not around 100.
    """
    wide = index.unstack("year")
    changes = wide.iloc[:, 1:]
    _refuse(changes.stack(future_stack=True)[lambda one: one.isna()], f"the price index `{index.name}` is missing")
    if not changes.stack().between(50, 200).all():
        raise StudyError(f"the price index `{index.name}` is not one with the previous year = 100")
    levels = pd.concat([wide.iloc[:, :1] * 0 + 1, changes / 100], axis=1)
    levels.iloc[:, 0] = 1.0
    levels = levels.cumprod(axis=1)
    if int(base) not in levels:
        raise StudyError(f"the base year {base:g} is not among the years {named(list(levels))}")
    chained_levels = levels.div(levels[int(base)], axis=0) * 100
    return chained_levels.stack(future_stack=True).reindex(index.index).rename(f"{index.name}, chained")


def capital_stock(
    investment: pd.Series,
    base: float,
    depreciation: float = 0.096,
    growth: float = 0.10,
    growth_years: float | None = None,
    initial: float | None = None,
) -> pd.Series:
    """Capital stock by perpetual inventory from the year `base` on, missing before it.

    `investment` is in constant prices. Raises StudyError for investment that is missing or negative from `base` on.
    """
    wide = investment.unstack("year")
    if int(base) not in wide:
        raise StudyError(f"the base year {base:g} of the capital stock is not read; let `history` begin there")
    since = wide.loc[:, int(base) :]
    cells = since.stack(future_stack=True)
    _refuse(cells[cells.isna()], f"`{investment.name}` is missing, from which the capital stock is built")
    _refuse(cells[cells < 0], f"`{investment.name}` is negative, from which the capital stock is built")
    start = initial_stock(since.to_numpy(), depreciation, growth, growth_years, initial)
    _refuse(cells.loc[since.index[start <= 0]].iloc[:10], "the capital stock does not begin above zero")
    stock = perpetual_inventory(since.to_numpy(), start, depreciation)
    return pd.DataFrame(stock, since.index, since.columns).stack(future_stack=True).reindex(investment.index)


def functions(years: tuple[int, int], weights: dict[str, list[float]]) -> dict:
    """The functions by their names in expressions; indices over all units use the `years` of the study only.

    The weights that an entropy index found are put into `weights`, by the names of its indicators.
    """

    def entropy(*indicators: pd.Series) -> pd.Series:
        table = pd.concat(indicators, axis=1)
        inside = table[table.index.get_level_values("year") >= years[0]]
        result = entropy_index(inside.to_numpy(dtype=float))
        weights[", ".join(str(one.name) for one in indicators)] = result.weights.tolist()
        return pd.Series(result.scores, inside.index).reindex(table.index)

    def angles(*shares) -> pd.Series:
        columns = [share for share in shares if isinstance(share, pd.Series)]
        given = [float(number) for number in shares if not isinstance(number, pd.Series)]
        values = angle_index(np.column_stack(columns), np.array(given or [3.0, 2.0, 1.0]))
        return pd.Series(values, columns[0].index)

    plain = (lag, lead, diff, growth, deflate, chained, capital_stock)
    return {one.__name__: one for one in plain} | {"entropy_index": entropy, "angle_index": angles}


def _at(series: pd.Series, year: float) -> pd.Series:
    found = series[series.index.get_level_values("year") == int(year)]
    if found.empty:
        raise StudyError(f"the base year {year:g} is not read; let `history` begin there")
    return found


def _nearest_base(level: float) -> float:
    return min(BASES, key=lambda base: abs(base - level))


def _refuse(rows: pd.Series, what: str) -> None:
    if len(rows):
        where = named([f"{unit} {year}" for unit, year in rows.index])
        raise StudyError(f"{what}: {len(rows)} unit-years, {where}")
