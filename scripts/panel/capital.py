"""Capital stocks by perpetual inventory."""

import numpy as np

GROWTH = 0.10
OWN_GROWTH = (0.02, 0.20)  # bounds of a unit's own mean growth of investment


def perpetual_inventory(investment: np.ndarray, start: np.ndarray, depreciation: float) -> np.ndarray:
    """K_0 = `start`, K_t = (1 - depreciation) K_{t-1} + I_t; all (N, T), constant prices."""
    stock = np.empty_like(investment, dtype=float)
    stock[:, 0] = start
    for year in range(1, investment.shape[1]):
        stock[:, year] = (1 - depreciation) * stock[:, year - 1] + investment[:, year]
    return stock


def initial_stock(
    investment: np.ndarray, depreciation: float, growth: float | None, growth_years: float | None, initial: float | None
) -> np.ndarray:
    """Stock of the first year, (N,): I_0 / (depreciation + g), or `initial` times I_0 if given.

    g is `growth`, `GROWTH` if not given, or with `growth_years` a unit's own mean yearly growth of investment over
    these first years, within `OWN_GROWTH`. Steady-state rule as in Harberger (1978); 9.6 % depreciation, Zhang, Wu and
    Zhang (2004).
    """
    first, growth = investment[:, 0], GROWTH if growth is None else growth
    if initial is not None:
        return initial * first
    if growth_years is not None:
        span = min(int(growth_years), investment.shape[1] - 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            growth = np.nan_to_num((investment[:, span] / first) ** (1 / span) - 1, nan=0.0, posinf=1.0)
        growth = np.clip(growth, *OWN_GROWTH)
    return first / (depreciation + growth)
