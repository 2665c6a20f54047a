"""Difference and system GMM of dynamic panels."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtr

from core.errors import StudyError


@dataclass(frozen=True)
class Levels:
    """A panel in arrays of n units and T consecutive years.

    outcome : (n, T); regressors : (n, T, K); valid : (n, T) whether a row is complete; other cells are not looked at
    exogenous : (K,) whether a regressor instruments itself; calendar : (K,) whether it is the constant or of a year,
        which in a system instrument the equations in levels alone
    instruments : arrays (n, T), missing where unknown, with their first and last lag
    """

    outcome: np.ndarray
    regressors: np.ndarray
    valid: np.ndarray
    exogenous: np.ndarray
    calendar: np.ndarray
    instruments: list[tuple[np.ndarray, int, int]]


@dataclass(frozen=True)
class Stack:
    """The equations of one unit, those in differences first.

    y : (R,); x : (R, K); z : (R, L); mix : (R, T) of the errors in levels; year : (R,) position of the year
    differences : how many are in differences
    """

    y: np.ndarray
    x: np.ndarray
    z: np.ndarray
    mix: np.ndarray
    year: np.ndarray
    differences: int


@dataclass(frozen=True)
class Gmm:
    """A fit: coefficients (K,) with their covariance (K, K); rows, units and instruments; tests by name."""

    coefficients: np.ndarray
    covariance: np.ndarray
    rows: int
    units: int
    instruments: int
    tests: dict


def stacks_of(levels: Levels, system: bool, collapse: bool) -> list[Stack]:
    """The equations of every unit that has some; instruments that are zero everywhere are left out.

    In differences at t: levels of each instrument variable at its lags, one column a year and lag (one a lag with
    `collapse`), and differences of exogenous regressors. In levels at t: the difference of the instrument variable at
    its first lag less one, one column a year (one with `collapse`), and exogenous regressors.

    Raises StudyError if no unit has an equation.
    """
    years = levels.outcome.shape[1]
    both = levels.valid[:, 1:] & levels.valid[:, :-1]
    stacks = []
    for unit in range(len(levels.outcome)):
        ahead = np.flatnonzero(both[unit]) + 1
        level = np.flatnonzero(levels.valid[unit]) if system else np.array([], dtype=int)
        if not ahead.size + level.size:
            continue
        y, x = levels.outcome[unit], levels.regressors[unit]
        mix = np.zeros((ahead.size + level.size, years))
        mix[np.arange(ahead.size), ahead] = 1
        mix[np.arange(ahead.size), ahead - 1] = -1
        mix[ahead.size + np.arange(level.size), level] = 1
        stacks.append(
            Stack(
                np.concatenate([y[ahead] - y[ahead - 1], y[level]]),
                np.concatenate([x[ahead] - x[ahead - 1], x[level]]),
                _instruments(levels, unit, ahead, level, system, collapse),
                mix,
                np.concatenate([ahead, level]),
                ahead.size,
            )
        )
    if not any(stack.differences for stack in stacks):
        raise StudyError("no unit has an equation in differences: two consecutive years with all variables are needed")
    used = np.any([np.any(stack.z != 0, axis=0) for stack in stacks], axis=0)
    return [Stack(one.y, one.x, one.z[:, used], one.mix, one.year, one.differences) for one in stacks]


def _instruments(levels: Levels, unit: int, ahead: np.ndarray, level: np.ndarray, system: bool, collapse: bool):
    years, rows = levels.outcome.shape[1], ahead.size + level.size
    columns = []
    for values, first, last in levels.instruments:
        own = values[unit]
        for lag in range(first, min(last, years - 1) + 1):
            reached = ahead - lag >= 0
            block = np.zeros((rows, 1 if collapse else years))
            at = np.flatnonzero(reached)
            block[at, 0 if collapse else ahead[at]] = np.nan_to_num(own[ahead[at] - lag])
            columns.append(block)
        if system:
            lag = first - 1
            at = np.flatnonzero(level - lag - 1 >= 0)
            block = np.zeros((rows, 1 if collapse else years))
            change = own[level[at] - lag] - own[level[at] - lag - 1]
            block[ahead.size + at, 0 if collapse else level[at]] = np.nan_to_num(change)
            columns.append(block)
    x, fixed = levels.regressors[unit][:, levels.exogenous], levels.calendar[levels.exogenous] & system
    columns.append(np.concatenate([np.where(fixed, 0.0, x[ahead] - x[ahead - 1]), x[level]]))
    return np.concatenate(columns, axis=1)


def gmm(stacks: list[Stack], steps: int, system: bool) -> Gmm:
    """One- or two-step GMM with errors clustered by unit.

    The first weights are those of independent errors in levels, W1 = (sum Z'HZ)^-1 with H = MM' and M the stacked
    differences and levels (xtabond2's h = 3). Two steps have the corrected covariance of Windmeijer (2005, Journal of
    Econometrics 126). Arellano and Bond (1991), Blundell and Bond (1998).

    Raises StudyError if there are fewer instruments than regressors or these are collinear.
    """
    x, y = sum(one.z.T @ one.x for one in stacks), sum(one.z.T @ one.y for one in stacks)
    count = x.shape[0]
    if count < x.shape[1] or np.linalg.matrix_rank(x / _size(x)) < x.shape[1]:
        raise StudyError(
            f"{count} instruments cannot tell {x.shape[1]} coefficients apart; give more lags under `instruments`, or "
            "fewer terms"
        )
    first = _inverse(sum(one.z.T @ one.mix @ one.mix.T @ one.z for one in stacks))
    bread = np.linalg.inv(x.T @ first @ x)
    start = bread @ x.T @ first @ y
    left = [one.y - one.x @ start for one in stacks]
    moments = np.stack([one.z.T @ own for one, own in zip(stacks, left, strict=True)])
    robust = bread @ x.T @ first @ (moments.T @ moments) @ first @ x @ bread
    second = _inverse(moments.T @ moments)
    outer = np.linalg.inv(x.T @ second @ x)
    final = outer @ x.T @ second @ y
    last = [one.y - one.x @ final for one in stacks]
    total = sum(one.z.T @ own for one, own in zip(stacks, last, strict=True))
    hansen = float(total @ second @ total)
    corrected = _windmeijer(stacks, left, x, total, second, outer, robust)
    own = (start, robust, left, first, bread) if steps == 1 else (final, corrected, last, second, outer)
    coefficients, covariance, residuals, weight, inner = own
    spare = count - x.shape[1]
    differences = sum(one.differences for one in stacks)
    rows = sum(len(one.y) for one in stacks)
    return Gmm(
        coefficients,
        covariance,
        rows - differences if system else differences,
        len(stacks),
        count,
        {
            "hansen": _chi2(hansen, spare),
            "sargan": _chi2(_sargan(stacks, left, first), spare),
            **{f"ar{m}": _serial(stacks, residuals, m, x, weight, inner, covariance) for m in (1, 2)},
        },
    )


def _size(columns: np.ndarray) -> np.ndarray:
    size = np.linalg.norm(columns, axis=0)
    return np.where(size > 0, size, 1.0)


def _inverse(matrix: np.ndarray) -> np.ndarray:
    """Inverse of a symmetric matrix, the pseudo-inverse where it is singular but for rounding."""
    scale = np.sqrt(np.diag(matrix))
    scale = np.where(scale > 0, scale, 1.0)
    return np.linalg.pinv(matrix / np.outer(scale, scale), rcond=1e-12, hermitian=True) / np.outer(scale, scale)


def _windmeijer(stacks, left, x, total, second, outer, robust) -> np.ndarray:
    """Covariance of the two-step coefficients with the error of the weights in it."""
    change = np.empty((x.shape[1], x.shape[1]))
    for k in range(x.shape[1]):
        slope = np.zeros_like(second)
        for one, own in zip(stacks, left, strict=True):
            half = np.outer(one.z.T @ one.x[:, k], one.z.T @ own)
            slope -= half + half.T
        change[:, k] = -outer @ x.T @ second @ slope @ second @ total
    return outer + change @ outer + outer @ change.T + change @ robust @ change.T


def _chi2(statistic: float, df: int) -> dict | None:
    if df < 1:
        return None
    return {"statistic": statistic, "df": df, "p_value": float(chdtrc(df, statistic))}


def _sargan(stacks, left, first) -> float:
    """The one-step criterion over the variance of an error, half that of the differenced residuals."""
    total = sum(one.z.T @ own for one, own in zip(stacks, left, strict=True))
    ahead = np.concatenate([own[: one.differences] for one, own in zip(stacks, left, strict=True)])
    variance = ahead @ ahead / (len(ahead) - stacks[0].x.shape[1]) / 2
    return float(total @ first @ total / variance)


def _serial(stacks, residuals, m, x, weight, inner, covariance) -> dict | None:
    """Test of Arellano and Bond (1991) that differenced errors are not correlated with those `m` years before."""
    cross, square, load, spread = 0.0, 0.0, np.zeros(x.shape[1]), np.zeros(x.shape[0])
    for one, own in zip(stacks, residuals, strict=True):
        year, u = one.year[: one.differences], own[: one.differences]
        before = dict(zip(year, u, strict=True))
        w = np.array([before.get(at - m, 0.0) for at in year])
        product = float(w @ u)
        cross, square = cross + product, square + product**2
        load = load + w @ one.x[: one.differences]
        spread = spread + (one.z.T @ own) * product
    variance = square - 2 * load @ inner @ x.T @ weight @ spread + load @ covariance @ load
    if not (variance > 0 and square > 0):
        return None
    statistic = cross / np.sqrt(variance)
    return {"statistic": float(statistic), "p_value": float(2 * ndtr(-abs(statistic)))}
