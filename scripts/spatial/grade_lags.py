"""Spatial lags between grades of units, one for each sender and receiver, by exact maximum likelihood."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from core.errors import StudyError
from estimation.collinearity import PRECISION, lost_terms
from estimation.panel_ml import Arrays, Maximum, least_squares, refuse_perfect, without_effects
from estimation.within import within

MOST_STEPS = 200
NEARLY_THERE = (
    1e-8  # rise of the log-likelihood that a further step promises, below which one full step ends the search
)
STARTS = (0.0, 0.4, -0.4)  # of all lags, for weights whose largest eigenvalue is one
SAME_MAXIMUM = 1e-6  # difference of the log-likelihoods of two ends of the search that are called one


@dataclass(frozen=True)
class Grades:
    """Grades of N units: `names` (g,), and `codes` (N,) int, the position of each unit's grade among the names."""

    names: tuple[str, ...]
    codes: np.ndarray


@dataclass(frozen=True)
class Lags:
    """The parts W_ab = D_b W D_a of weights, grade a sends and grade b receives, and A = I − Σ ρ_ab W_ab.

    weights : (N, N) W, its rows receive; standardised before it is parted, so that Σ W_ab = W
    grades : of the units
    pairs : (m, 2) int, sender and receiver of the parts that hold a weight
    """

    weights: np.ndarray
    grades: Grades
    pairs: np.ndarray

    @cached_property
    def senders(self) -> np.ndarray:
        """(N, g) 1 for the grade of each unit."""
        return np.eye(len(self.grades.names))[self.grades.codes]

    def part(self, pair: tuple[int, int]) -> np.ndarray:
        """(N, N) W_ab."""
        sender, receiver = pair
        return self.weights * np.outer(self.grades.codes == receiver, self.grades.codes == sender)

    def together(self, rho: np.ndarray) -> np.ndarray:
        """(N, N) Σ ρ_ab W_ab."""
        strength = np.zeros((len(self.grades.names),) * 2)
        strength[self.pairs[:, 1], self.pairs[:, 0]] = rho
        return self.weights * strength[np.ix_(self.grades.codes, self.grades.codes)]

    def radius(self, rho: np.ndarray) -> float:
        """Spectral radius of Σ ρ_ab W_ab; effects die out if it is below 1."""
        return float(np.abs(np.linalg.eigvals(self.together(rho))).max())

    def multiplier(self, rho: np.ndarray) -> np.ndarray:
        """(N, N) S = A^-1."""
        return np.linalg.inv(np.eye(len(self.weights)) - self.together(rho))

    def carried(self, multiplier: np.ndarray) -> np.ndarray:
        """(g, N, N) W D_a S for each sender's grade a; its rows of grade b are those of G_ab = W_ab S, others of which
        are zero."""
        grades = range(len(self.grades.names))
        groups = [np.flatnonzero(self.grades.codes == grade) for grade in grades]
        return np.stack([self.weights[:, group] @ multiplier[group] for group in groups])

    def of_pairs(self, by_grades: np.ndarray) -> np.ndarray:
        """(m, ...) entries of a (senders, receivers, ...) array."""
        return by_grades[self.pairs[:, 0], self.pairs[:, 1]]

    def traces(self, carried: np.ndarray) -> np.ndarray:
        """(m,) tr G_ab."""
        return self.of_pairs(np.diagonal(carried, axis1=1, axis2=2) @ self.senders)

    def sums(self, carried: np.ndarray) -> np.ndarray:
        """(m,) 1'G_ab 1."""
        return self.of_pairs(carried.sum(axis=2) @ self.senders)

    def cross_traces(self, carried: np.ndarray) -> np.ndarray:
        """(m, m) tr(G_ab G_cd): the sum over i of grade b and j of grade d of (W D_a S)_ij (W D_c S)_ji."""
        blocks = np.array([[self.senders.T @ (one * other.T) @ self.senders for other in carried] for one in carried])
        sender, receiver = self.pairs.T
        return blocks[sender[:, None], sender, receiver[:, None], receiver]


@dataclass(frozen=True)
class Concentrated:
    """The likelihood as a function of the lags ρ alone, with its first two derivatives.

    moments : (m+1, m+1) E'E with E the residuals of Q[y, W_1 y, .., W_m y] on QX
    """

    lags: Lags
    moments: np.ndarray
    periods: int

    @property
    def size(self) -> int:
        return self.periods * len(self.lags.weights)

    def value(self, rho: np.ndarray) -> float:
        """Log-likelihood with all constants; −inf where det A is not positive."""
        sign, determinant = np.linalg.slogdet(np.eye(len(self.lags.weights)) - self.lags.together(rho))
        if sign <= 0:
            return -np.inf
        direction = np.append(1, -rho)
        sigma2 = direction @ self.moments @ direction / self.size
        return -self.size / 2 * (np.log(2 * np.pi * sigma2) + 1) + self.periods * determinant

    def slopes(self, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(m,) gradient and (m, m) Hessian."""
        carried = self.lags.carried(self.lags.multiplier(rho))
        direction = np.append(1, -rho)
        pull = self.moments @ direction
        squares = direction @ pull
        gradient = self.size * pull[1:] / squares - self.periods * self.lags.traces(carried)
        bend = 2 * np.outer(pull[1:], pull[1:]) / squares**2 - self.moments[1:, 1:] / squares
        return gradient, self.size * bend - self.periods * self.lags.cross_traces(carried)


@dataclass(frozen=True)
class GradeLags(Maximum):
    """A maximum of the likelihood of y_t = Σ ρ_ab W_ab y_t + X_t β + effects + ε_t.

    terms : (k + m,) names of the regressors, then `rho.sender.receiver` of each lag
    lags : of which the ρ_ab are the last m estimates
    empty : names of the pairs without a weight, which are no lags
    scores : (N, k+m+1) of the units over (estimates, sigma2); they sum to zero
    drifts : (N, T, m) minus the derivative of e by each lag, without G e
    others : log-likelihoods of lower maxima at which the search ended from other starts
    """

    lags: Lags
    empty: tuple[str, ...]
    scores: np.ndarray
    drifts: np.ndarray
    others: tuple[float, ...]


def term_name(sender: str, receiver: str) -> str:
    return f"rho.{sender}.{receiver}"


def lags_of(weights: sparse.csr_array, grades: Grades) -> tuple[Lags, tuple[str, ...]]:
    """The lags that hold a weight, by sender and then receiver, and the names of those that hold none."""
    dense, among = weights.toarray(), range(len(grades.names))
    part = Lags(dense, grades, np.empty((0, 2), dtype=int)).part
    held = {(sender, receiver): bool(part((sender, receiver)).any()) for sender in among for receiver in among}
    empty = tuple(term_name(grades.names[a], grades.names[b]) for (a, b), full in held.items() if not full)
    return Lags(dense, grades, np.array([pair for pair, full in held.items() if full], dtype=int)), empty


def grade_lags(arrays: Arrays, weights: sparse.csr_array, grades: Grades) -> GradeLags:
    """Fit the model by exact maximum likelihood: the lags are taken first, the effects are removed afterwards.

    Parameters
    ----------
    arrays : N units in the order of `weights` by T years
    weights : (N, N) W, standardised, zero diagonal

    Raises
    ------
    StudyError : a value that is not finite, regressors or lags without variation of their own, a perfect fit, no weight

    Notes
    -----
    With E the residuals of Q[y, W_1 y, .., W_m y] on QX, M = E'E and v = (1, −ρ')', logL = T log det(I − Σ ρ_k W_k) −
    NT/2 (log(2π v'Mv/NT) + 1). The W_k do not commute, so the determinant is that of an N x N matrix at each step of
    Newton's method. Elhorst (2014), Spatial Econometrics, chapter 3, for one lag.
    """
    lags, empty = lags_of(weights, grades)
    if not len(lags.pairs):
        raise StudyError("the weights between the units of this sample are all zero: there is no lag to estimate")
    design, outcome = without_effects(arrays)
    lagged, names = lags_without_effects(arrays, lags, design)
    both = np.column_stack([outcome, lagged])
    slopes = least_squares(design, both)
    rest, (size, periods) = both - design @ slopes, arrays.outcome.shape
    refuse_perfect(rest[:, 0], outcome, slopes[:, 0], design)
    problem = Concentrated(lags, rest.T @ rest, periods)
    rho, others = maximum(problem)
    direction = np.append(1, -rho)
    residual = rest @ direction
    sigma2 = residual @ residual / outcome.size
    carried = lags.carried(lags.multiplier(rho))
    taken = np.concatenate([np.zeros(len(arrays.terms)), lags.sums(carried) / size, [0.5 / sigma2]])
    return GradeLags(
        terms=(*arrays.terms, *names),
        estimates=np.append(slopes @ direction, rho),
        sigma2=sigma2,
        information=observed_information(design, lagged, residual, periods * lags.cross_traces(carried)),
        effect_score=periods * taken * ("year" in arrays.effects),
        log_likelihood=problem.value(rho),
        interval=None,
        residual=residual.reshape(size, periods),
        design=design.reshape(size, periods, -1),
        drift=None,
        lags=lags,
        empty=empty,
        scores=unit_scores(design, lagged, residual, lags, carried),
        drifts=drifts(lagged, residual, lags, carried),
        others=others,
    )


def lags_without_effects(arrays: Arrays, lags: Lags, design: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """(NT, m) Q(W_k y) and the names of the lags; StudyError naming those that effects, terms or other lags explain."""
    raw = np.stack([lags.part(pair) @ arrays.outcome for pair in lags.pairs], axis=-1)
    lagged = within(raw, arrays.effects).reshape(arrays.outcome.size, -1)
    names = tuple(term_name(*(lags.grades.names[grade] for grade in pair)) for pair in lags.pairs)
    sizes = np.linalg.norm(np.concatenate([arrays.regressors, raw], axis=-1), axis=(0, 1))
    if lost := lost_terms(np.column_stack([design, lagged]), sizes, (*arrays.terms, *names)):
        said = "; ".join(f"`{one.term}` {one.said(arrays.effects)}" for one in lost)
        raise StudyError(f"{said}.\n  Use fewer grades, other weights, or no effects of years.")
    return lagged, names


def maximum(problem: Concentrated) -> tuple[np.ndarray, tuple[float, ...]]:
    """The highest (m,) ρ that the search reaches from `STARTS`, and the log-likelihoods of lower maxima found."""
    radius = np.abs(np.linalg.eigvals(problem.lags.weights)).max()
    ends = [climbed(problem, np.full(len(problem.lags.pairs), start / radius)) for start in STARTS]
    ends = [end for end in ends if end is not None]
    if not ends:
        raise StudyError("the likelihood of the lags has no maximum where det(I − Σ ρ W) is positive")
    values = np.array([problem.value(end) for end in ends])
    lower = values[values < values.max() - SAME_MAXIMUM]
    return ends[int(values.argmax())], tuple(float(value) for value in lower)


def climbed(problem: Concentrated, rho: np.ndarray) -> np.ndarray | None:
    """The maximum that Newton's method reaches from `rho`, with steps halved until they rise; None if it reaches none.

    Where the likelihood is not concave the curvatures count by their sizes, so that every step is one upwards.
    """
    value = problem.value(rho)
    for _ in range(MOST_STEPS):
        gradient, hessian = problem.slopes(rho)
        curvatures, axes = np.linalg.eigh(-hessian)
        sizes = np.maximum(np.abs(curvatures), PRECISION * np.abs(curvatures).max())
        step = axes @ (axes.T @ gradient / sizes)
        rise = gradient @ step
        if rise < NEARLY_THERE:
            return rho + step if curvatures[0] > 0 else None
        scale = 1.0
        while (reached := problem.value(rho + scale * step)) < value + 1e-4 * scale * rise:
            scale /= 2
            if scale < PRECISION:
                return None
        rho, value = rho + scale * step, reached
    return None


def observed_information(design, lagged, residual, own) -> np.ndarray:
    """(k+m+1, k+m+1) minus the Hessian of the log-likelihood over (β, ρ, sigma2), at the maximum.

    design : (NT, k) QX; lagged : (NT, m) Q(W_k y); residual : (NT,) Q(y − Σ ρ_k W_k y − Xβ)
    own : (m, m) T tr(G_k G_l)
    """
    sigma2 = residual @ residual / len(residual)
    columns, regressors = np.column_stack([design, lagged]), design.shape[1]
    information = np.empty((columns.shape[1] + 1,) * 2)
    information[:-1, :-1] = columns.T @ columns / sigma2
    information[regressors:-1, regressors:-1] += own
    information[:-1, -1] = information[-1, :-1] = columns.T @ residual / sigma2**2
    information[-1, -1] = len(residual) / (2 * sigma2**2)
    return information


def drifts(lagged, residual, lags: Lags, carried: np.ndarray) -> np.ndarray:
    """(N, T, m) Q(W_k y) − G_k e."""
    size = len(lags.weights)
    error, between = residual.reshape(size, -1), lagged.reshape(size, -1, len(lags.pairs))
    passed = (carried[sender] @ error * (lags.grades.codes == receiver)[:, None] for sender, receiver in lags.pairs)
    return between - np.stack(list(passed), axis=-1)


def unit_scores(design, lagged, residual, lags: Lags, carried: np.ndarray) -> np.ndarray:
    """(N, k+m+1) scores of the units over (β, ρ, sigma2), as `estimation.ml_errors.unit_scores` shares them out.

    For a lag, Σ_t (η_it + q_it) e_it / sigma2 − T G_ii with η = Q(W_k y) − G e and q_it = G_ii e_it + Σ_{j<i} (G_ij +
    G_ji) e_jt. With U the part of G above its diagonal, η + q = Q(W_k y) + (U' − U) e.
    """
    size = len(lags.weights)
    error, between = residual.reshape(size, -1), lagged.reshape(size, -1, len(lags.pairs))
    periods, sigma2 = error.shape[1], residual @ residual / len(residual)
    columns = [np.einsum("itk,it->ik", design.reshape(size, periods, -1), error) / sigma2]
    for at, (sender, receiver) in enumerate(lags.pairs):
        response = carried[sender] * (lags.grades.codes == receiver)[:, None]
        above = np.triu(response, 1)
        products = (between[..., at] + (above.T - above) @ error) * error
        columns.append(products.sum(axis=1) / sigma2 - periods * np.diagonal(response))
    columns.append(((error**2).sum(axis=1) / sigma2 - periods) / (2 * sigma2))
    return np.column_stack(columns)
