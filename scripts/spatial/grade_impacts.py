"""Effects of a model with lags between grades: direct, indirect, total, and from each grade to each."""

import numpy as np
from scipy import sparse

from core.errors import StudyError
from spatial.grade_lags import Grades, Lags, lags_of
from spatial.simulation import draws_around, effect_table


def effect_names(lags: Lags) -> list[str]:
    """`direct`, `indirect`, `total`, then `sender.receiver` for each two grades that have units."""
    present = [name for at, name in enumerate(lags.grades.names) if (lags.grades.codes == at).any()]
    return ["direct", "indirect", "total", *(f"{sender}.{receiver}" for sender in present for receiver in present)]


def is_lag(name: str) -> bool:
    """Whether the name of an estimate is that of a lag between grades."""
    return name.startswith("rho.")


def grade_lags_of(fact: dict, weights: sparse.csr_array) -> Lags | None:
    """The lags of a fit, from its entry in the JSON file and the weights of its units; None for one without grades."""
    if split := fact.get("split"):
        return lags_of(weights, Grades(tuple(split["names"]), np.array(split["codes"])))[0]
    return None


def grade_spread(lags: Lags, estimates: np.ndarray) -> dict[str, np.ndarray]:
    """(N,) diagonal, row sums and column sums of S − I, by the names of effects by unit."""
    passed = lags.multiplier(estimates[-len(lags.pairs) :]) - np.eye(len(lags.weights))
    return {"own": np.diag(passed), "received": passed.sum(axis=1), "sent": passed.sum(axis=0)}


def grade_impacts(
    terms: list[str],
    estimates: np.ndarray,
    covariance: np.ndarray,
    lags: Lags,
    draws: int,
    generator: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Average effects of each term, with inference by the delta method and by simulation.

    Parameters
    ----------
    terms : (k,) names of the regressors
    estimates, covariance : (k+m,) and (k+m, k+m) of the coefficients and of the lags, in the order of `lags`

    Returns
    -------
    Columns, a row an effect and term, as of `spatial.impacts.impacts`; a draw whose lags do not die out is `rejected`.

    Raises
    ------
    StudyError : fewer than half of the draws remain

    Notes
    -----
    S = (I − Σ ρ_ab W_ab)^-1. With the coefficient b, direct is b tr S/N, total b 1'S1/N, and from grade a to grade b
    b 1_b'S 1_a / N_b: the mean over the receivers of what all senders of a do to each. dS/dρ_ab = S W_ab S.
    """
    k, names = len(terms), effect_names(lags)
    beta, rho = estimates[:k], estimates[k:]
    multiplier, slopes = multipliers(lags, rho), multiplier_slopes(lags, rho)
    point = np.outer(multiplier, beta)
    gradient = np.zeros((len(names), k, len(estimates)))
    gradient[:, np.arange(k), np.arange(k)] = multiplier[:, None]
    gradient[:, :, k:] = beta[:, None] * slopes[:, None, :]
    error = np.sqrt(np.einsum("ekp,pq,ekq->ek", gradient, covariance, gradient))
    drawn = draws_around(estimates, covariance, draws, generator)
    kept = np.array([one for one in drawn if dies_out(lags, one[k:])]).reshape(-1, len(estimates))
    if 2 * len(kept) < draws:
        raise StudyError(
            f"the lags of {draws - len(kept)} of {draws} simulated draws do not die out: no effects can be stated.\n"
            "  They are not known well enough; use fewer grades, or other weights."
        )
    simulated = np.array([np.outer(multipliers(lags, one[k:]), one[:k]) for one in kept])
    return effect_table(terms, names, point, error, simulated, draws)


def multipliers(lags: Lags, rho: np.ndarray) -> np.ndarray:
    """(E,) what a coefficient is multiplied by to give each effect of `effect_names`."""
    return averages(lags, lags.multiplier(rho))


def multiplier_slopes(lags: Lags, rho: np.ndarray) -> np.ndarray:
    """(E, m) derivatives of the multipliers by each lag."""
    multiplier = lags.multiplier(rho)
    return np.column_stack([averages(lags, multiplier @ lags.part(pair) @ multiplier) for pair in lags.pairs])


def averages(lags: Lags, effects: np.ndarray) -> np.ndarray:
    """(E,) averages of (N, N) `effects`, a row for each receiver."""
    counts = lags.senders.sum(axis=0)
    present = counts > 0
    blocks = (lags.senders.T @ effects @ lags.senders)[np.ix_(present, present)]
    own, total = np.trace(effects) / len(effects), blocks.sum() / len(effects)
    return np.array([own, total - own, total, *(blocks / counts[present][:, None]).T.ravel()])


def dies_out(lags: Lags, rho: np.ndarray) -> bool:
    """Whether the spectral radius of Σ ρ_ab W_ab is below 1.

    It is at most that of the matrix of grades with the largest row sums of each part, which is asked first.
    """
    together = np.abs(lags.together(rho))
    sums = together @ lags.senders
    bounds = np.array([sums[lags.grades.codes == grade].max(axis=0, initial=0) for grade in range(sums.shape[1])])
    if np.abs(np.linalg.eigvals(bounds)).max() < 1:
        return True
    return lags.radius(rho) < 1
