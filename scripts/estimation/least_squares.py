"""Least squares after fixed effects in balanced panels, with standard errors clustered by unit."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.linalg import qr, solve_triangular
from scipy.special import fdtrc, stdtr, stdtrit

from core.errors import StudyError, named, nearest
from core.formulas import Formula
from core.thresholds import SMALL_SAMPLE_RULES
from estimation.frames import matrix
from estimation.within import absorbed_rank, refuse_absorbed, within

COLLINEAR = 1e-9  # diagonal of R, relative to its largest, of regressors scaled to unit norm
EXACT = 1e-9  # norm of the residuals, relative to that of the outcome, below which only rounding is left


@dataclass(frozen=True)
class SmallSample:
    """A small-sample rule: `factor` on the CR0 variance, and the `df` of t and F."""

    rule: str
    factor: float
    df: int


@dataclass(frozen=True)
class Basis:
    """Regressors X~ (rows, K) after the effects: X~ = `q` inv(`half`), with `q` orthonormal, so that
    (X~'X~)^-1 = `half` `half`'."""

    q: np.ndarray
    half: np.ndarray


@dataclass(frozen=True)
class Fit:
    """A least-squares fit: `coefficients` (K,), `cr0` (K, K) the sandwich without small-sample factor."""

    terms: tuple[str, ...]
    coefficients: np.ndarray
    cr0: np.ndarray
    small_sample: SmallSample
    effects: tuple[str, ...]
    n_units: int
    n_periods: int
    r2: float
    r2_within: float

    @property
    def std_errors(self) -> np.ndarray:
        return np.sqrt(self.small_sample.factor * np.diag(self.cr0))


@dataclass(frozen=True)
class Wald:
    """F = b'V^-1 b / df1 that `terms` are jointly zero; `statistic` is None where V is singular."""

    terms: tuple[str, ...]
    statistic: float | None
    df1: int
    df2: int
    p_value: float | None


def small_sample(rule: str, effects: tuple[str, ...], n_units: int, n_periods: int, n_regressors: int) -> SmallSample:
    """Factor and degrees of freedom of `rule`, one of `SMALL_SAMPLE_RULES`, for clusters that are the units.

    `reghdfe` (Stata: reghdfe, xtreg fe with i.year; pyfixest) does not count unit effects, which are nested in
    the clusters; `regress` (Stata's regress with dummies, CR1S in R) counts them; `linearmodels` is the default
    of PanelOLS, without G/(G-1). Raises StudyError for another rule or if no degrees of freedom are left.
    """
    if rule not in SMALL_SAMPLE_RULES:
        raise StudyError(f"small-sample rule `{rule}` is unknown; {nearest(rule, list(SMALL_SAMPLE_RULES))}")
    rows = n_units * n_periods
    left = rows - n_regressors - absorbed_rank(effects, n_units, n_periods)
    if n_units < 2 or left < 1:
        raise StudyError(f"{rows} rows of {n_units} units leave no degrees of freedom for {n_regressors} regressors")
    clusters = n_units / (n_units - 1)
    if rule == "linearmodels":
        return SmallSample(rule, rows / left, left)
    unnested = n_periods if "year" in effects else 1
    factor = {
        "CR0": 1.0,
        "CR1": clusters,
        "reghdfe": clusters * (rows - 1) / (rows - n_regressors - unnested),
        "regress": clusters * (rows - 1) / left,
    }[rule]
    return SmallSample(rule, factor, n_units - 1)


def basis_of(regressors: np.ndarray, terms: tuple[str, ...], effects: tuple[str, ...]) -> Basis:
    """Orthonormal basis of the (N, T, K) `regressors` after the effects, by pivoted QR; K may be 0.

    Raises StudyError naming a regressor that is missing somewhere, absorbed by the effects, or collinear.
    """
    demeaned = within(regressors, effects)
    refuse_absorbed(regressors, demeaned, terms, effects)
    columns = demeaned.reshape(demeaned.shape[0] * demeaned.shape[1], len(terms))
    if not terms:
        return Basis(columns, np.empty((0, 0)))
    norms = np.linalg.norm(columns, axis=0)
    q, r, pivot = qr(columns / norms, mode="economic", pivoting=True)
    diagonal = np.abs(np.diag(r))
    rank = int((diagonal > COLLINEAR * diagonal[0]).sum())
    if rank < len(terms):
        mix = solve_triangular(r[:rank, :rank], r[:rank, rank])
        partners = [f"`{terms[pivot[k]]}`" for k in range(rank) if abs(mix[k]) > 1e-6]
        raise StudyError(
            f"`{terms[pivot[rank]]}` is collinear with {named(partners)} once the effects are absorbed.\n"
            "  Leave one of them out of the formula."
        )
    half = np.empty_like(r)
    half[pivot] = solve_triangular(r, np.eye(rank))
    return Basis(q, half / norms[:, None])


def least_squares(
    outcome: np.ndarray, regressors: np.ndarray, names: tuple[str, ...], effects: tuple[str, ...], rule: str
) -> Fit:
    """Regression of `outcome` (N, T) on `regressors` (N, T, K) and the effects, clustered by unit.

    `names` are those of the outcome and of the K regressors. Raises StudyError as `basis_of` and `small_sample`
    do, and for an outcome that the effects or the regressors reproduce exactly.

    Notes
    -----
    b = A X~'y~ and V_CR0 = A (sum_g s_g s_g') A with A = (X~'X~)^-1 and s_g = X~_g'u_g (Liang and Zeger 1986);
    X~ and y~ as `estimation.within` leaves them (Frisch, Waugh, Lovell).
    """
    n_units, n_periods = outcome.shape
    small = small_sample(rule, effects, n_units, n_periods, len(names) - 1)
    demeaned = within(outcome, effects)
    refuse_absorbed(outcome[..., None], demeaned[..., None], names[:1], effects)
    basis = basis_of(regressors, names[1:], effects)
    loadings = basis.q.T @ demeaned.ravel()
    residuals = demeaned.ravel() - basis.q @ loadings
    unexplained, variation = residuals @ residuals, np.vdot(demeaned, demeaned)
    if unexplained <= EXACT**2 * variation:
        raise StudyError(f"`{names[0]}` is reproduced exactly by {named([f'`{term}`' for term in names[1:]])}")
    scores = (basis.q * residuals[:, None]).reshape(n_units, n_periods, -1).sum(axis=1) @ basis.half.T
    return Fit(
        terms=names[1:],
        coefficients=basis.half @ loadings,
        cr0=scores.T @ scores,
        small_sample=small,
        effects=effects,
        n_units=n_units,
        n_periods=n_periods,
        r2=1 - unexplained / np.square(outcome - outcome.mean()).sum(),
        r2_within=1 - unexplained / variation,
    )


def fit_formula(frame: pd.DataFrame, formula: Formula, rule: str) -> Fit:
    """`least_squares` of `formula` on an estimation frame."""
    return least_squares(
        matrix(frame, formula.outcome), stack(frame, formula.regressors), formula.names, formula.effects, rule
    )


def stack(frame: pd.DataFrame, columns: tuple[str, ...]) -> np.ndarray:
    """Columns of an estimation frame as an (N, T, K) array; K may be 0."""
    shape = (*matrix(frame, "year").shape, len(columns))
    return np.stack([matrix(frame, name) for name in columns], axis=-1) if columns else np.empty(shape)


def wald(fit: Fit, terms: tuple[str, ...]) -> Wald:
    """Joint test that the coefficients of `terms` are zero, with the variance and df of the fit.

    The clustered variance of more than G - 1 coefficients is singular; the test is then None.
    """
    at = [fit.terms.index(term) for term in terms]
    estimates, variance = fit.coefficients[at], fit.small_sample.factor * fit.cr0[np.ix_(at, at)]
    scale = np.sqrt(np.diag(variance))
    correlation = variance / np.outer(scale, scale)
    df1, df2 = len(at), fit.small_sample.df
    if np.linalg.matrix_rank(correlation, tol=COLLINEAR, hermitian=True) < df1:
        return Wald(tuple(terms), None, df1, df2, None)
    standardized = estimates / scale
    statistic = float(standardized @ np.linalg.solve(correlation, standardized)) / df1
    return Wald(tuple(terms), statistic, df1, df2, float(fdtrc(df1, df2, statistic)))


def two_sided(statistic: np.ndarray, df: int) -> np.ndarray:
    """Two-sided p-value of a t statistic."""
    return 2 * stdtr(df, -np.abs(statistic))


def tidy(fit: Fit) -> pd.DataFrame:
    """One row a term: term, estimate, std_error, statistic, p_value and the 95 % interval, by t(df)."""
    errors, df = fit.std_errors, fit.small_sample.df
    margin = stdtrit(df, 0.975) * errors
    statistic = fit.coefficients / errors
    return pd.DataFrame(
        {
            "term": fit.terms,
            "estimate": fit.coefficients,
            "std_error": errors,
            "statistic": statistic,
            "p_value": two_sided(statistic, df),
            "conf_low": fit.coefficients - margin,
            "conf_high": fit.coefficients + margin,
        }
    )


def facts(fit: Fit) -> dict:
    """What a result file says about a fit besides its coefficients."""
    cr0 = dict(zip(fit.terms, np.sqrt(np.diag(fit.cr0)), strict=True))
    return {
        "n_obs": fit.n_units * fit.n_periods,
        "n_units": fit.n_units,
        "n_periods": fit.n_periods,
        "n_clusters": fit.n_units,
        "fixed_effects": list(fit.effects),
        "r2": fit.r2,
        "r2_within": fit.r2_within,
        "ssc": {"rule": fit.small_sample.rule, "factor": fit.small_sample.factor, "cr0_std_error": cr0},
        "df": fit.small_sample.df,
    }
