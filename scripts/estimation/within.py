"""Within transformation of balanced panels: what is left of a variable after unit and year means."""

import numpy as np


def within(values: np.ndarray, effects: tuple[str, ...]) -> np.ndarray:
    """Residual of `values` after the means of `effects`; after the overall mean if there are none.

    Parameters
    ----------
    values : (N, T, ...) float, balanced, units by years; further axes are transformed independently
    effects : subset of ("unit", "year")

    Notes
    -----
    With both effects a_it - a_i. - a_.t + a_.., exact in one pass because the panel is balanced.
    """
    axes = [axis for axis, effect in ((1, "unit"), (0, "year")) if effect in effects] or [(0, 1)]
    demeaned = values - values.mean(axis=axes[0], keepdims=True)
    for axis in axes[1:]:
        demeaned -= demeaned.mean(axis=axis, keepdims=True)
    return demeaned


def absorbed_rank(effects: tuple[str, ...], n_units: int, n_periods: int) -> int:
    """Number of parameters that the effects (or the constant, if there are none) take up."""
    return {(): 1, ("unit",): n_units, ("year",): n_periods}.get(effects, n_units + n_periods - 1)
