"""Roots and maxima of functions of one number. scipy's searches take 0.15 s to load, so only a search loads them."""

from collections.abc import Callable


def crossing(function: Callable[[float], float], low: float, high: float, xtol: float = 2e-12) -> float:
    """Where `function` crosses zero between two numbers at which its signs differ, by Brent's method."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=xtol))


def peak(function: Callable[[float], float], low: float, high: float, xtol: float = 1e-5) -> tuple[float, float]:
    """Where `function` has a maximum between two numbers, by bounded search, and its value there."""
    from scipy.optimize import minimize_scalar

    options = {"xatol": xtol}
    found = minimize_scalar(lambda x: -function(x), bounds=(low, high), method="bounded", options=options)
    return float(found.x), -float(found.fun)
