"""The maximum of the likelihood with lags between grades of units and explicit dummies, as a second voice."""

import numpy as np
import pandas as pd
from scipy import optimize

from audit.verdicts import Silent

NEAR = 0.01  # distance from our lags at which the search begins


def by_grades(
    outcome: np.ndarray, design: np.ndarray, matrix: np.ndarray, grades: list[str], ours: dict[str, float]
) -> tuple[np.ndarray, dict[str, float]]:
    """Slopes of the `design`, and the lags by name, at the maximum that a quasi-Newton search finds near `ours`.

    Parameters
    ----------
    outcome : (TN,) all units of the first year, then of the second; design : (TN, p) terms and dummies
    matrix : (N, N), its rows receive; grades : (N,) the grade of each unit
    ours : `rho.sender.receiver` to the value to begin near
    """
    size, parts = len(matrix), parts_of(list(ours), matrix, grades)
    wide = outcome.reshape(-1, size)
    columns = np.column_stack([outcome, *((wide @ part.T).ravel() for part in parts)])
    slopes = np.linalg.lstsq(design, columns, rcond=None)[0]
    rest = columns - design @ slopes

    def minus_likelihood(rho: np.ndarray) -> tuple[float, np.ndarray]:
        inside = np.eye(size) - np.tensordot(rho, parts, axes=1)
        sign, determinant = np.linalg.slogdet(inside)
        residual = rest[:, 0] - rest[:, 1:] @ rho
        squares = residual @ residual
        traces = np.array([np.trace(np.linalg.solve(inside, part)) for part in parts])
        value = len(outcome) / 2 * np.log(squares) - len(wide) * determinant
        return value if sign > 0 else np.inf, len(wide) * traces - len(outcome) * (residual @ rest[:, 1:]) / squares

    start = np.array(list(ours.values())) + NEAR
    found = optimize.minimize(minus_likelihood, start, jac=True, method="BFGS", options={"gtol": 1e-7, "maxiter": 500})
    if np.abs(found.jac).max() > 1e-3:
        raise Silent(f"the search with dummies did not end: {found.message}")
    return slopes @ np.append(1, -found.x), dict(zip(ours, map(float, found.x), strict=True))


def parts_of(names: list[str], matrix: np.ndarray, grades: list[str]) -> list[np.ndarray]:
    """The (N, N) weights of each lag `rho.sender.receiver`."""
    own, parts = np.array(grades), []
    for name in names:
        _, sender, receiver = name.split(".")
        parts.append(np.where((own[:, None] == receiver) & (own[None, :] == sender), matrix, 0.0))
    return parts


def grades_of(panel: pd.DataFrame, split: list[str]) -> list[str]:
    """For each unit, in their order, which of the variables of `split` is 1 in its first year."""
    first = panel.sort_values("year").drop_duplicates("unit").sort_values("unit")
    return first[split].idxmax(axis=1).tolist()
