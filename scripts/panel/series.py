"""Functions of a unit's series in expressions: lags, growth, prices, capital stocks, and indices over all units.

Every function takes and gives series indexed by unit and year, with every year of every unit.
"""

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from panel.capital import initial_stock, perpetual_inventory
from panel.indices import angle_index, entropy_index
from panel.problems import Listing

BASES = (1.0, 100.0)  # what a price index is in the base year that it was published with
CLOSE = 1e-6


def lag(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` before; missing where there is none."""
    return values.groupby(level="unit").shift(int(years))


def lead(values: pd.Series, years: float = 1) -> pd.Series:
    """Value of the same unit `years` after; missing where there is none."""
    return lag(values[::-1], years)[::-1]


def diff(values: pd.Series) -> pd.Series:
    return values - lag(values)


def growth(values: pd.Series) -> pd.Series:
    return values / lag(values) - 1


def deflate(values: pd.Series, index: pd.Series, base: float) -> pd.Series:
    """`values` in prices of the year `base`; the index may have any base of its own.

    Raises StudyError where the index is missing, or not above zero, but the value is not.
    """
    units = values.notna().groupby(level="unit").transform("any")
    at_base = _at(index, base)
    wanted = at_base[units.reindex(at_base.index)]
    _refuse(wanted[wanted.isna()], f"the price index `{index.name}` is missing in its base year {base:g}")
    _refuse(index[index <= 0], f"the price index `{index.name}` is not above zero")
    lost = index[index.isna() & values.notna()]
    _refuse(lost, f"the price index `{index.name}` is missing, so `{values.name}` cannot be deflated")
    return values / (index / _held(at_base, index.index))


def has_no_base(index: pd.Series) -> bool:
    """Whether a price index is in no year 1 or 100 for all units, as one with the previous year = 100."""
    wide = index.unstack("year")
    return not any(np.isclose(wide, base, rtol=CLOSE).all(axis=0).any() for base in BASES)


def chained(index: pd.Series, base: float) -> pd.Series:
    """An index with the previous year = 100 as one with `base` = 100; missing before the year before its first one.

    The first year needs no value. Raises StudyError for an index missing between others, or one not around 100, and
    for a base year before its first one.
    """
    wide = index.unstack("year")
    if int(base) not in wide:
        raise StudyError(f"the base year {base:g} is not among the years {named(list(wide))}")
    changes = wide.to_numpy(dtype=float)[:, 1:]
    begun = np.maximum.accumulate(np.isfinite(changes), axis=1)
    lost = pd.DataFrame(~np.isfinite(changes) & begun, wide.index, wide.columns[1:]).stack()
    lost |= pd.Series(np.repeat(~begun.any(axis=1), begun.shape[1]), lost.index)
    _refuse(lost[lost], f"the price index `{index.name}` is missing")
    if not ((changes >= 50) & (changes <= 200) | ~begun).all():
        raise StudyError(f"the price index `{index.name}` is not one with the previous year = 100")
    levels = np.cumprod(np.hstack([np.ones((len(wide), 1)), np.where(begun, changes / 100, 1)]), axis=1)
    known = np.hstack([begun[:, :1], begun]) | np.hstack([begun, begun[:, -1:]])
    table = pd.DataFrame(np.where(known, levels, np.nan), wide.index, wide.columns)
    at_base = table[int(base)]
    _refuse(_cells(table[[int(base)]]), f"the price index `{index.name}` begins after its base year {base:g}")
    chained_levels = table.div(at_base, axis=0) * 100
    return chained_levels.stack(future_stack=True).reindex(index.index).rename(f"{index.name}, chained")


def capital_stock(
    investment: pd.Series,
    base: float,
    depreciation: float = 0.096,
    growth: float | None = None,
    growth_years: float | None = None,
    initial: float | None = None,
) -> pd.Series:
    """Capital stock by perpetual inventory, missing before it begins: in the year `base`, or in the first year after
    it in which the unit has investment, as that of a city that was founded later.

    `investment` is in constant prices. Raises StudyError for investment that is missing or negative from there on, and
    for more than one way to begin.
    """
    if sum(one is not None for one in (growth, growth_years, initial)) > 1:
        raise StudyError("a capital stock begins by one of `growth`, `growth_years` and `initial`, not by several")
    wide = investment.unstack("year")
    if int(base) not in wide:
        raise StudyError(f"the base year {base:g} of the capital stock is not read; let `history` begin there")
    since = wide.loc[:, int(base) :]
    seen = since.notna().to_numpy()
    first = seen.argmax(axis=1)
    begun = (np.arange(seen.shape[1]) >= first[:, None]) & seen.any(axis=1)[:, None]
    cells = since.where(begun).stack(future_stack=True)
    lost = pd.DataFrame(~seen & (begun | ~seen.any(axis=1)[:, None]), since.index, since.columns).stack()
    _refuse(lost[lost], f"`{investment.name}` is missing, from which the capital stock is built")
    _refuse(cells[cells < 0], f"`{investment.name}` is negative, from which the capital stock is built")
    stock = np.full(since.shape, np.nan)
    for place in np.unique(first):
        rows = first == place
        flows = since.to_numpy()[rows, place:]
        start = initial_stock(flows, depreciation, growth, growth_years, initial)
        _refuse(cells.loc[since.index[rows][start <= 0]].dropna()[:10], "the capital stock does not begin above zero")
        stock[rows, place:] = perpetual_inventory(flows, start, depreciation)
    return pd.DataFrame(stock, since.index, since.columns).stack(future_stack=True).reindex(investment.index)


def begun_later(investment: pd.Series, base: float) -> list[str]:
    """Units whose capital stock begins after `base`, each with its year."""
    first = investment[investment.notna() & (investment.index.get_level_values("year") >= base)]
    years = first.index.to_frame(index=False).groupby("unit")["year"].min()
    return [f"{unit} {year}" for unit, year in years[years > base].items()]


def at(values: pd.Series, year: float) -> pd.Series:
    """In every year the unit's value of `year`."""
    if isinstance(year, pd.Series) or year != int(year):
        raise StudyError("the second argument of `at` is a year, as in `at(x, 2013)`")
    return _held(_at(values, year, "the year"), values.index)


def aggregate(values: pd.Series, how: str, by: pd.Series | None) -> pd.Series:
    """Mean, median or sum of a year over all units, or over those with the same value of `by`; for each unit-year.

    Units without a value do not count; where no unit has one, the result is missing, as it is where `by` is.
    """
    groups = [values.index.get_level_values("year"), *([] if by is None else [by.to_numpy()])]
    grouped = values.groupby(groups, dropna=True)
    return grouped.transform("sum", min_count=1) if how == "sum" else grouped.transform(how)


def functions(years: tuple[int, int], weights: dict[str, list[float]], doubts: list[str]) -> dict:
    """The functions by their names in expressions; indices over all units use the `years` of the study only.

    The weights that an entropy index found are put into `weights`, by the names of its indicators; what is suspicious
    into `doubts`.
    """

    def deflated(values: pd.Series, index: pd.Series, base: float) -> pd.Series:
        if has_no_base(index):
            doubts.append(
                f"the price index `{index.name}` is in no year 1 or 100 for all units, and was set to 1 in {base:g}; "
                "if its previous year is 100, `chained` must come first"
            )
        return deflate(values, index, base)

    def stock(investment: pd.Series, base: float, **options) -> pd.Series:
        result = capital_stock(investment, base, **options)
        if later := begun_later(investment, base):
            doubts.append(f"the capital stock of {len(later)} units begins after {base:g}: {named(later)}")
        return result

    def aggregated(how: str):
        def over_units(values: pd.Series, by: pd.Series | None = None) -> pd.Series:
            result = aggregate(values, how, by)
            lost = values.index[values.isna() & result.notna() & (values.index.get_level_values("year") >= years[0])]
            if len(lost):
                shown = named([f"{unit} {year}" for unit, year in lost])
                doubts.append(f"`{how}_of` leaves out {len(lost)} unit-years without a value: {shown}")
            return result

        return over_units

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

    plain = (lag, lead, diff, growth, chained, at)
    known = {one.__name__: one for one in plain} | {"deflate": deflated, "capital_stock": stock}
    known |= {"entropy_index": entropy, "angle_index": angles}
    return known | {f"{how}_of": aggregated(how) for how in ("mean", "median", "sum")}


def _at(series: pd.Series, year: float, what: str = "the base year") -> pd.Series:
    """The values of one year."""
    found = series[series.index.get_level_values("year") == int(year)]
    if found.empty:
        raise StudyError(f"{what} {year:g} is not read; let `history` begin there")
    return found


def _held(at_year: pd.Series, index: pd.MultiIndex) -> pd.Series:
    """The values of one year, by unit, in every year of `index`."""
    return pd.Series(index.get_level_values("unit").map(at_year.droplevel("year")).to_numpy(dtype=float), index)


def _cells(table: pd.DataFrame) -> pd.Series:
    """The missing cells of a table of units by years."""
    return table.stack(future_stack=True)[lambda one: one.isna()]


def _refuse(rows: pd.Series, what: str) -> None:
    if len(rows):
        where = [f"{unit} {year}" for unit, year in rows.index]
        raise Listing(f"{what}: {len(rows)} unit-years, {named(where)}", where)
