"""Two-stage least squares after fixed effects, and how strong its instruments are."""

from dataclasses import dataclass, replace
from itertools import chain, pairwise

import numpy as np
from scipy.linalg import eigh
from scipy.special import chdtrc, chdtri, chndtrix

from core.errors import StudyError
from core.formulas import Formula, Term
from core.roots import crossing
from estimation.absorber import absorber_of
from estimation.collinearity import Lost, lost_terms
from estimation.least_squares import (
    Fit,
    basis_of,
    cluster_parts,
    net_of_effects,
    net_outcome,
    small_sample,
    sums,
    unnested_rank,
    variance_of,
    weighted,
)
from estimation.sample import Sample

LEVEL = 0.05
BIAS = 0.10  # largest bias of the estimate, relative to the worst case, that strong instruments allow
ANGLES = 4001  # points at which the Anderson-Rubin statistic is computed before its crossings are refined


@dataclass(frozen=True)
class Parts:
    """Columns of a sample by their part in the formula: the first is endogenous, then exogenous ones, instruments."""

    exogenous: tuple[int, ...]
    instruments: tuple[int, ...]


@dataclass(frozen=True)
class Instrumented:
    """A second stage and what its tests are made of.

    fit : coefficients of the endogenous regressor and the exogenous terms, in this order
    outcome, regressor : (N,) and instruments : (N, L), all net of effects and exogenous terms
    names : of the instruments; counted : parameters of the first stage, with effects that no cluster holds
    """

    fit: Fit
    outcome: np.ndarray
    regressor: np.ndarray
    instruments: np.ndarray
    names: tuple[str, ...]
    counted: int

    @property
    def sample(self) -> Sample:
        return self.fit.sample


def parts_of(sample: Sample, formula: Formula) -> Parts:
    """Which columns of `sample`, made of all regressors of `formula`, are of which part."""
    at, places = 0, []
    for term in formula.all_regressors.terms:
        own = []
        while at < len(sample.terms) and _is_of(sample.terms[at], term) and (term.by or not own):
            own.append(at)
            at += 1
        places.append(own)
    count = len(formula.regressors)
    exogenous, instruments = places[1 : 1 + count], places[1 + count :]
    return Parts(tuple(chain(*exogenous)), tuple(chain(*instruments)))


def _is_of(name: str, term: Term) -> bool:
    tail = "".join(f":{factor}" for factor in term.factors)
    return name == term.name or bool(term.by and name.startswith(f"{term.by}::") and name.endswith(tail))


def two_stages(sample: Sample, parts: Parts, rule: str) -> Instrumented:
    """Two-stage least squares of the outcome of `sample` on its first term and the exogenous ones.

    Collinear terms and instruments are left out, the later one. Raises StudyError if the effects and exogenous terms
    explain the endogenous regressor, if no instrument is left, and as `fit_sample` does.

    Notes
    -----
    b = (X^'X^)^-1 X^'y~ with X^ = [x^, X] and x^ the projection of x~ on exogenous terms and instruments; residuals are
    those of x~ itself; V as in least squares with X^ in place of X.
    """
    absorber = absorber_of(sample)
    net, outcome = net_of_effects(sample, absorber, sample.columns), net_outcome(sample, absorber)
    sizes = np.linalg.norm(weighted(sample, sample.columns), axis=0)
    endogenous = sample.terms[0]
    kept, lost = _kept([*parts.exogenous, *parts.instruments], net, sizes, sample.terms)
    exogenous = [at for at in kept if at in parts.exogenous]
    instruments = [at for at in kept if at in parts.instruments]
    if not instruments:
        raise StudyError(f"no instrument says anything beside the effects and the other terms: {_said(lost, sample)}")
    _, explained = _kept([*exogenous, 0], net, sizes, sample.terms)
    if gone := [one for one in explained if one.term == endogenous]:
        raise StudyError(f"`{endogenous}` {gone[0].said(sample.effect_names)}.")
    others = basis_of(net[:, exogenous])
    own = net[:, [0, *instruments]]
    own = own - others.q @ (others.q.T @ own)
    regressor, strength = own[:, 0], own[:, 1:]
    first = basis_of(strength)
    fitted = net[:, 0] - regressor + first.q @ (first.q.T @ regressor)
    basis = basis_of(np.column_stack([fitted, net[:, exogenous]]))
    coefficients = basis.half @ (basis.q.T @ outcome)
    residuals = outcome - net[:, [0, *exogenous]] @ coefficients
    terms = tuple(sample.terms[at] for at in [0, *exogenous])
    second = replace(sample, terms=terms, columns=sample.columns[:, [0, *exogenous]])
    variance, added = variance_of(second, basis, residuals)
    deviations = weighted(sample, sample.outcome[:, None] - np.average(sample.outcome, weights=sample.weights))
    unexplained = residuals @ residuals
    fit = Fit(
        sample=second,
        lost=tuple(lost),
        coefficients=coefficients,
        cr0=variance,
        added=added,
        small_sample=small_sample(rule, second, absorber.rank, len(terms)),
        basis=basis,
        residuals=residuals,
        r2=1 - unexplained / np.square(deviations).sum(),
        r2_within=1 - unexplained / (outcome @ outcome),
    )
    return Instrumented(
        fit,
        outcome - others.q @ (others.q.T @ outcome),
        regressor,
        strength,
        tuple(sample.terms[at] for at in instruments),
        len(instruments) + len(exogenous) + unnested_rank(second, absorber.rank),
    )


def _kept(places: list[int], net: np.ndarray, sizes: np.ndarray, terms: tuple) -> tuple[list[int], list[Lost]]:
    lost = lost_terms(net[:, places], sizes[places], tuple(terms[at] for at in places))
    gone = {one.term for one in lost}
    return [at for at in places if terms[at] not in gone], lost


def _said(lost: list[Lost], sample: Sample) -> str:
    return "; ".join(f"`{one.term}` {one.said(sample.effect_names)}" for one in lost)


def moments_variance(found: Instrumented, errors: np.ndarray) -> np.ndarray:
    """(L, L) variance of Z'errors by the clusters of the fit; without clusters that of independent errors."""
    return _crossed(found, errors, errors)


def _crossed(found: Instrumented, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    sample, z = found.sample, found.instruments
    if not sample.clusters:
        return z.T @ z * (one @ other / len(one))
    total = np.zeros((z.shape[1], z.shape[1]))
    for sign, clusters in cluster_parts(sample):
        total += sign * sums(clusters, z * one[:, None]).T @ sums(clusters, z * other[:, None])
    return total


def strength(found: Instrumented) -> dict:
    """Tests of the instruments, as `fitstat` of a column has them.

    kp_lm : Kleibergen-Paap rk LM, chi2(L), that the instruments do not move the regressor; kp_f : rk Wald F
    cd_f : Cragg-Donald F, of independent errors; effective_f : of Montiel Olea and Pflueger (2013, Journal of Business
    and Economic Statistics 31), with the value that it has to exceed for a relative bias of at most 10 %
    ar : Anderson-Rubin chi2(L) that the coefficient is zero; hansen : J, chi2(L - 1), by two-step GMM

    Kleibergen and Paap (2006, Journal of Econometrics 133), factors as in ivreg2 (Baum, Schaffer and Stillman 2007).
    A test is missing where its variance is singular, as with more instruments than clusters.
    """
    z, x, rows = found.instruments, found.regressor, len(found.regressor)
    count, gram = z.shape[1], z.T @ z
    slope = np.linalg.solve(gram, z.T @ x)
    left = x - z @ slope
    factor = (rows - found.counted) / rows
    if found.sample.clusters:
        groups = min(cluster.count for cluster in found.sample.clusters)
        factor = (rows - found.counted) / (rows - 1) * (groups - 1) / groups
    explained, spread = slope @ gram @ slope, moments_variance(found, left)
    wald = _quadratic(gram @ slope, spread)
    return {
        "kp_lm": _chi2(_quadratic(z.T @ x, moments_variance(found, x)), count),
        "kp_f": None if wald is None else wald / count * factor,
        "cd_f": explained / count / (left @ left / (rows - found.counted)),
        "effective_f": _effective(explained, spread, gram, factor),
        "ar": _chi2(anderson_rubin(found, 0.0), count),
        "hansen": _hansen(found),
        "instruments": count,
    }


def _chi2(statistic: float | None, df: int) -> dict | None:
    if statistic is None:
        return None
    return {"statistic": statistic, "df": df, "p_value": float(chdtrc(df, statistic))}


def _quadratic(moments: np.ndarray, variance: np.ndarray) -> float | None:
    """moments' variance^-1 moments, None where the variance is singular or negative."""
    scale = np.sqrt(np.abs(np.diag(variance)))
    if not scale.all() or np.linalg.eigvalsh(variance / np.outer(scale, scale))[0] <= 1e-9:
        return None
    standardized = moments / scale
    return float(standardized @ np.linalg.solve(variance / np.outer(scale, scale), standardized))


def _effective(explained: float, spread: np.ndarray, gram: np.ndarray, factor: float) -> dict:
    """Effective F, and its critical value by the simplified procedure: of chi2(K) / K, noncentral with K / bias."""
    values = eigh(spread, gram, eigvals_only=True)
    total, largest, bound = values.sum(), values[-1], 1 / BIAS
    degrees = total**2 * (1 + 2 * bound) / (np.square(values).sum() + 2 * bound * total * largest)
    critical = float(chndtrix(1 - LEVEL, degrees, bound * degrees) / degrees)
    return {"statistic": float(explained / total * factor), "critical": critical}


def _hansen(found: Instrumented) -> dict | None:
    z, x, y = found.instruments, found.regressor, found.outcome
    if z.shape[1] < 2:
        return None
    first = y - x * found.fit.coefficients[0]
    variance = moments_variance(found, first)
    if _quadratic(z.T @ first, variance) is None:
        return None
    weight = np.linalg.inv(variance)
    load = z.T @ x
    second = y - x * (load @ weight @ (z.T @ y) / (load @ weight @ load))
    return _chi2(_quadratic(z.T @ second, variance), z.shape[1] - 1)


def anderson_rubin(found: Instrumented, value: float) -> float | None:
    """Anderson-Rubin statistic that the coefficient is `value`."""
    return _rubin(found, np.array([1.0, -value]))


def _rubin(found: Instrumented, mix: np.ndarray) -> float | None:
    """The Wald statistic of the instruments in mix_0 outcome + mix_1 regressor."""
    z = found.instruments
    errors = mix[0] * found.outcome + mix[1] * found.regressor
    left = errors - z @ np.linalg.solve(z.T @ z, z.T @ errors)
    return _quadratic(z.T @ errors, moments_variance(found, left))


def confidence_set(found: Instrumented) -> list[tuple[float, float]] | None:
    """Where the Anderson-Rubin statistic does not reject at 5 %: intervals, ascending, ends may be infinite.

    An empty list is an empty set; None: the statistic does not exist. The statistic is a function of the angle of
    (1, -b), finite at all of them, so that the set is found whether or not it is bounded.
    """
    z, (y, x) = found.instruments, (found.outcome, found.regressor)
    nets = [v - z @ np.linalg.solve(z.T @ z, z.T @ v) for v in (y, x)]
    spreads = [_crossed(found, nets[0], nets[0]), _crossed(found, nets[0], nets[1]), _crossed(found, nets[1], nets[1])]
    scale = np.linalg.norm(y) / np.linalg.norm(x)
    bound = chdtri(z.shape[1], LEVEL)

    def beyond(angle: float) -> float:
        a, b = np.cos(angle), -np.sin(angle) * scale
        spread = a * a * spreads[0] + a * b * (spreads[1] + spreads[1].T) + b * b * spreads[2]
        statistic = _quadratic(z.T @ (a * y + b * x), spread)
        return np.nan if statistic is None else statistic - bound

    angles = np.linspace(-np.pi / 2, np.pi / 2, ANGLES)
    values = np.array([beyond(angle) for angle in angles])
    if np.isnan(values).any():
        return None
    inside = values <= 0
    ends = [
        crossing(beyond, angles[at], angles[at + 1], xtol=1e-14) for at in np.flatnonzero(inside[1:] != inside[:-1])
    ]
    borders = [-np.pi / 2, *ends, np.pi / 2]
    return [
        (_at(low, scale), _at(high, scale))
        for number, (low, high) in enumerate(pairwise(borders))
        if inside[0] == (number % 2 == 0)
    ]


def _at(angle: float, scale: float) -> float:
    return np.sign(angle) * np.inf if abs(angle) >= np.pi / 2 else float(np.tan(angle) * scale)
