"""Roots of functions of one number."""

from collections.abc import Callable


def crossing(function: Callable[[float], float], low: float, high: float, xtol: float = 2e-12) -> float:
    """Where `function` crosses zero between two numbers at which its signs differ, by Brent's method."""
    from scipy.optimize import brentq  # 0.15 s of start, for those alone that look for a root

    return float(brentq(function, low, high, xtol=xtol))
