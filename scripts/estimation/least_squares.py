"""Least squares after fixed effects, weighted or not, with clustered standard errors."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.linalg import qr, solve_triangular
from scipy.special import chdtrc, fdtrc, stdtr, stdtrit

from core.errors import StudyError, nearest
from core.formulas import FIRST
from core.thresholds import SMALL_SAMPLE_RULES
from estimation.absorber import Absorber, absorber_of, nested, parameters
from estimation.collinearity import PRECISION, Lost, lost_terms, refuse_reproduced
from estimation.sample import Groups, Sample

ROUNDING = 1e-12  # share of the variances that are added up, or of that by rows, below which a variance is nothing
SINGULAR = 1e-9  # smallest eigenvalue of a correlation matrix of coefficients that can be tested jointly


@dataclass(frozen=True)
class SmallSample:
    """A small-sample rule: `factor` on the variance without one, and the `df` of t and F."""

    rule: str
    factor: float
    df: int


@dataclass(frozen=True)
class Basis:
    """Regressors X~ (N, K) after the effects, times the roots of the weights: X~ = `q` inv(`half`), with `q`
    orthonormal, so that (X~'X~)^-1 = `half` `half`'."""

    q: np.ndarray
    half: np.ndarray


@dataclass(frozen=True)
class Fit:
    """A least-squares fit.

    sample : its rows, with the terms that were kept; lost : the terms that were not
    coefficients : (K,); cr0 : (K, K) their variance without small-sample factor; added : (K,) of what size the numbers
        are whose sum its diagonal is
    basis : of the regressors; residuals : (N,) times the roots of the weights
    """

    sample: Sample
    lost: tuple[Lost, ...]
    coefficients: np.ndarray
    cr0: np.ndarray
    added: np.ndarray
    small_sample: SmallSample
    basis: Basis
    residuals: np.ndarray
    r2: float
    r2_within: float

    @property
    def terms(self) -> tuple[str, ...]:
        return self.sample.terms

    @cached_property
    def std_errors(self) -> np.ndarray:
        """(K,), missing where a variance is negative or nothing but rounding."""
        return errors_of(self.small_sample.factor * np.diag(self.cr0), self.small_sample.factor * self.added)

    @property
    def warnings(self) -> list[str]:
        """Sentences about terms that were lost and errors that do not exist."""
        effects = self.sample.effect_names
        without = np.flatnonzero(np.isnan(self.std_errors))
        negative = np.diag(self.cr0) < -ROUNDING * self.added
        reasons = np.where(negative, "by two-way clusters is negative", "by clusters is zero but for rounding")
        return [
            *(f"`{lost.term}` {lost.said(effects)}; it is left out" for lost in self.lost),
            *(f"`{self.terms[at]}`: its variance {reasons[at]}, so it has no standard error" for at in without),
        ]


@dataclass(frozen=True)
class Wald:
    """F = b'V^-1 b / df1 that `terms` are jointly zero; `statistic` is None where V is singular, `df2` where the test
    is by chi-squared."""

    terms: tuple[str, ...]
    statistic: float | None
    df1: int
    df2: int | None
    p_value: float | None


def small_sample(rule: str, sample: Sample, rank: int, regressors: int) -> SmallSample:
    """Factor and degrees of freedom of `rule`, one of `SMALL_SAMPLE_RULES`; `rank` is that of all effects.

    Without clusters the factor is N/(N - K - rank) on the variance with u'u/N, whatever the rule. With two cluster
    variables G is the smaller number. `reghdfe` (Stata: reghdfe; fixest) counts the constant and the effects that are
    nested in no cluster variable; `regress` (Stata's regress with dummies, CR1S in R) counts all; `linearmodels` is
    the default of PanelOLS, without G/(G - 1). Raises StudyError for another rule or if no degrees of freedom are left.
    """
    if rule not in SMALL_SAMPLE_RULES:
        raise StudyError(f"small-sample rule `{rule}` is unknown; {nearest(rule, list(SMALL_SAMPLE_RULES))}")
    rows = len(sample.outcome)
    left = rows - regressors - rank
    fewest = min((cluster.count for cluster in sample.clusters), default=rows)
    if single := [cluster.name for cluster in sample.clusters if cluster.count < 2]:
        raise StudyError(f"all {rows} rows are in one cluster of `{single[0]}`; clustered errors need more than one")
    if left < 1:
        raise StudyError(f"{rows} rows leave no degrees of freedom for {regressors} regressors and {rank} effects")
    if not sample.clusters:
        return SmallSample("iid", rows / left, left)
    if rule == "linearmodels":
        return _panel_ols(sample, regressors)
    counted = unnested_rank(sample, rank)
    clusters = fewest / (fewest - 1)
    factor = {
        "CR0": 1.0,
        "CR1": clusters,
        "reghdfe": clusters * (rows - 1) / (rows - regressors - counted),
        "regress": clusters * (rows - 1) / left,
    }[rule]
    return SmallSample(rule, factor, fewest - 1)


def unnested_rank(sample: Sample, rank: int) -> int:
    """Parameters of the effects that are nested in no cluster variable, and the constant; `rank` is that of all."""
    unnested = tuple(effect for effect in sample.effects if not any(nested(effect, one) for one in sample.clusters))
    if unnested == sample.effects:
        return rank
    if len(unnested) < 2 and all(effect.slope is None for effect in unnested):
        return sum(effect.count for effect in unnested) or 1
    return absorber_of(sample, unnested).rank


def _panel_ols(sample: Sample, regressors: int) -> SmallSample:
    """The rule of linearmodels' PanelOLS: one effect that is nested in every cluster variable is not counted in the
    factor, though in the degrees of freedom, if it is of unit or year; all other effects are, their levels added up but
    for one of each further."""
    rows, effects = len(sample.outcome), sample.effects
    levels = sum(map(parameters, effects)) - max(len(effects) - 1, 0) if effects else 1
    alone = len(effects) == 1 and effects[0].name in FIRST
    free = alone and all(nested(effects[0], cluster) for cluster in sample.clusters)
    left = rows - regressors - levels
    if left < 1:
        raise StudyError(f"{rows} rows leave no degrees of freedom by the rule `linearmodels`")
    return SmallSample("linearmodels", rows / (rows - regressors - (0 if free else levels)), left)


def basis_of(columns: np.ndarray) -> Basis:
    """Orthonormal basis of (N, K) `columns` that are not collinear, by pivoted QR; K may be 0."""
    if not columns.shape[1]:
        return Basis(columns, np.empty((0, 0)))
    norms = np.linalg.norm(columns, axis=0)
    q, r, pivot = qr(columns / norms, mode="economic", pivoting=True)
    half = np.empty_like(r)
    half[pivot] = solve_triangular(r, np.eye(len(r)))
    return Basis(q, half / norms[:, None])


def net_of_effects(sample: Sample, absorber: Absorber, columns: np.ndarray) -> np.ndarray:
    """(N, K) `columns` after the effects, times the roots of the weights."""
    return weighted(sample, absorber.residual(columns))


def weighted(sample: Sample, columns: np.ndarray) -> np.ndarray:
    """(N, K) `columns` times the roots of the weights, which are scaled to a mean of 1."""
    if sample.weights is None:
        return columns
    return columns * np.sqrt(sample.weights / sample.weights.mean())[:, None]


def net_outcome(sample: Sample, absorber: Absorber) -> np.ndarray:
    """(N,) outcome as `net_of_effects` gives it; StudyError if the effects absorb it."""
    outcome = sample.outcome[:, None]
    net, size = net_of_effects(sample, absorber, outcome), np.linalg.norm(weighted(sample, outcome))
    if np.linalg.norm(net) <= PRECISION * size:
        raise StudyError(f"`{sample.name}` {Lost(sample.name, ()).said(sample.effect_names)}.")
    return net[:, 0]


def kept_terms(sample: Sample, absorber: Absorber, wanted: tuple[str, ...] = ()) -> tuple[Sample, list[Lost], Basis]:
    """`sample` with the terms that say something new, those that do not, and the basis of the kept ones.

    Raises StudyError with the reason if a term of `wanted` is lost, or all are.
    """
    net = net_of_effects(sample, absorber, sample.columns)
    lost = lost_terms(net, np.linalg.norm(weighted(sample, sample.columns), axis=0), sample.terms)
    for one in lost:
        if one.term in wanted or len(lost) == len(sample.terms):
            raise StudyError(f"`{one.term}` {one.said(sample.effect_names)}.")
    gone = {one.term for one in lost}
    at = [position for position, term in enumerate(sample.terms) if term not in gone]
    terms = tuple(sample.terms[position] for position in at)
    return replace(sample, terms=terms, columns=sample.columns[:, at]), lost, basis_of(net[:, at])


def fit_sample(sample: Sample, rule: str, wanted: tuple[str, ...] = ()) -> Fit:
    """Regression of the outcome of `sample` on its terms and effects.

    Of collinear terms the later one is left out, as are terms that the effects absorb. Raises StudyError if one of
    `wanted` is lost, or all terms are, if the effects or the terms reproduce the outcome, and as `small_sample` does.

    Notes
    -----
    b = A X~'Wy~ and V_CR0 = A (sum_g s_g s_g') A with A = (X~'WX~)^-1 and s_g = X~_g'W_g u_g (Liang and Zeger 1986);
    X~ and y~ as the absorber leaves them (Frisch, Waugh, Lovell). Two cluster variables: V_1 + V_2 - V_12 (Cameron,
    Gelbach and Miller 2011). Without clusters V = A u'Wu / N.
    """
    absorber = absorber_of(sample)
    outcome = net_outcome(sample, absorber)
    sample, lost, basis = kept_terms(sample, absorber, wanted)
    small = small_sample(rule, sample, absorber.rank, len(sample.terms))
    loadings = basis.q.T @ outcome
    coefficients, residuals = basis.half @ loadings, outcome - basis.q @ loadings
    raw = weighted(sample, sample.outcome[:, None])[:, 0]
    sizes = np.linalg.norm(weighted(sample, sample.columns), axis=0)
    refuse_reproduced(residuals, np.linalg.norm(raw), np.abs(coefficients) * sizes, sample.name, sample.terms)
    unexplained = residuals @ residuals
    mean = np.average(sample.outcome, weights=sample.weights)
    variance, added = variance_of(sample, basis, residuals)
    return Fit(
        sample=sample,
        lost=tuple(lost),
        coefficients=coefficients,
        cr0=variance,
        added=added,
        small_sample=small,
        basis=basis,
        residuals=residuals,
        r2=1 - unexplained / np.square(weighted(sample, sample.outcome[:, None] - mean)).sum(),
        r2_within=1 - unexplained / (outcome @ outcome),
    )


def cluster_parts(sample: Sample) -> list[tuple[int, Groups]]:
    """The clusters whose variances are added, with their sign: one, or two and minus their intersection."""
    if len(sample.clusters) < 2:
        return [(1, cluster) for cluster in sample.clusters]
    first, second = sample.clusters
    pairs, codes = np.unique(first.codes * second.count + second.codes, return_inverse=True)
    return [(1, first), (1, second), (-1, Groups("", codes, len(pairs)))]


def sums(groups: Groups, values: np.ndarray) -> np.ndarray:
    """(G, K) sums of (N, K) `values` within groups."""
    order = np.argsort(groups.codes, kind="stable")
    firsts = np.searchsorted(groups.codes[order], np.arange(groups.count))
    return np.add.reduceat(values[order], firsts, axis=0)


def errors_of(variance: np.ndarray, added: np.ndarray) -> np.ndarray:
    """Roots of `variance`, missing where no more than rounding is left of what was `added` up."""
    return np.sqrt(np.where(variance > ROUNDING * added, variance, np.nan))


def variance_of(sample: Sample, basis: Basis, residuals: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(K, K) variance of the coefficients without small-sample factor, and the (K,) size of what it is the sum of: the
    variances by each of the clusters, and by rows."""
    if not sample.clusters:
        variance = basis.half @ basis.half.T * (residuals @ residuals / len(residuals))
        return variance, np.diag(variance)
    rows = basis.q * residuals[:, None]
    variance, added = np.zeros(basis.half.shape), np.square(rows @ basis.half.T).sum(axis=0)
    for sign, clusters in cluster_parts(sample):
        scores = sums(clusters, rows) @ basis.half.T
        variance += sign * (scores.T @ scores)
        added += np.square(scores).sum(axis=0)
    return variance, added


def wald(fit: Fit, terms: tuple[str, ...]) -> Wald:
    """Joint test that the coefficients of `terms` are zero, with the variance and df of the fit.

    The clustered variance of more than G - 1 coefficients is singular, that by two-way clusters need not be positive;
    the test is then None.
    """
    at = [fit.terms.index(term) for term in terms]
    variance = fit.small_sample.factor * fit.cr0[np.ix_(at, at)]
    return joint_test(terms, fit.coefficients[at], variance, fit.std_errors[at], fit.small_sample.df)


def joint_test(
    terms: tuple[str, ...], estimates: np.ndarray, variance: np.ndarray, errors: np.ndarray, df: int | None
) -> Wald:
    """Joint test that the `estimates` (q,) are zero, with their `variance` (q, q) and its `errors` (q,), missing where
    there is none; `df` None: by chi-squared, whose statistic is divided by q as well."""
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = variance / np.outer(errors, errors)
    if not np.isfinite(correlation).all() or np.linalg.eigvalsh(correlation)[0] <= SINGULAR:
        return Wald(tuple(terms), None, len(terms), df, None)
    standardized = estimates / errors
    statistic = float(standardized @ np.linalg.solve(correlation, standardized)) / len(terms)
    tail = chdtrc(len(terms), statistic * len(terms)) if df is None else fdtrc(len(terms), df, statistic)
    return Wald(tuple(terms), statistic, len(terms), df, float(tail))


def two_sided(statistic: np.ndarray, df: int) -> np.ndarray:
    """Two-sided p-value of a t statistic."""
    return 2 * stdtr(df, -np.abs(statistic))


def tidy(fit: Fit) -> pd.DataFrame:
    """One row a term: term, estimate, std_error, statistic, p_value and the 95 % interval, by t(df)."""
    rows = coefficient_rows(fit.coefficients, fit.std_errors, fit.small_sample.df)
    rows.insert(0, "term", fit.terms)
    return rows


def coefficient_rows(estimates: np.ndarray, errors: np.ndarray, df: float) -> pd.DataFrame:
    """What `tidy` says of each of `estimates` beside its term."""
    margin = stdtrit(df, 0.975) * errors
    statistic = estimates / errors
    return pd.DataFrame(
        {
            "estimate": estimates,
            "std_error": errors,
            "statistic": statistic,
            "p_value": two_sided(statistic, df),
            "conf_low": estimates - margin,
            "conf_high": estimates + margin,
        }
    )


def facts(fit: Fit) -> dict:
    """What a result file says about a fit besides its coefficients."""
    sample = fit.sample
    counts = [cluster.count for cluster in sample.clusters]
    names = [cluster.name for cluster in sample.clusters] or ["none"]
    plain = fit.std_errors / np.sqrt(fit.small_sample.factor)
    return {
        "n_obs": len(sample.outcome),
        "n_units": len(sample.units),
        "n_periods": len(sample.years),
        "n_clusters": counts if len(counts) > 1 else counts[0] if counts else None,
        "cluster": names if len(names) > 1 else names[0],
        "weights": sample.weighted_by,
        "dropped": sample.dropped,
        "fixed_effects": list(sample.effect_names),
        "r2": fit.r2,
        "r2_within": fit.r2_within,
        "ssc": {
            "rule": fit.small_sample.rule,
            "factor": fit.small_sample.factor,
            "cr0_std_error": dict(zip(fit.terms, plain, strict=True)),
        },
        "df": fit.small_sample.df,
    }
