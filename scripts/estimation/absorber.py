"""What is left of variables after any number of effects, exactly, in unbalanced and weighted samples."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from core.errors import StudyError, named
from estimation.sample import Groups, Sample
from estimation.within import absorbed_rank, within

DEPENDENT = 1e-11  # eigenvalue of the Gram matrix of scaled dummies, relative to its largest, that counts as 0
ROUNDING = 1e-13  # the same of what is 0 but for rounding
MOST = 5000  # parameters of all effects but the largest: their Gram matrix then takes 200 MB
CONSTANT = 1e-20  # variance of a slope within a group, relative to its mean square, that counts as 0


@dataclass(frozen=True)
class Sweep:
    """Residual from one effect, group by group.

    members : (G, N) 0/1, the rows of each group; weights : (N,); total : (G,) sums of weights
    slope : (N,) values of a slope net of its group means, None if there is none; spread : (G,) its weighted sums of
        squares, ``inf`` for groups in which it does not vary
    """

    members: sparse.csr_array
    weights: np.ndarray
    total: np.ndarray
    slope: np.ndarray | None
    spread: np.ndarray | None

    @property
    def rank(self) -> int:
        return len(self.total) + (0 if self.slope is None else int(np.isfinite(self.spread).sum()))

    def residual(self, columns: np.ndarray) -> np.ndarray:
        """Residual of (N, K) `columns` from the group means and slopes."""
        means = (self.members @ (self.weights[:, None] * columns)) / self.total[:, None]
        rest = columns - self.members.T @ means
        if self.slope is None:
            return rest
        slopes = (self.members @ ((self.weights * self.slope)[:, None] * rest)) / self.spread[:, None]
        return rest - self.slope[:, None] * (self.members.T @ slopes)


@dataclass(frozen=True)
class Absorber:
    """Residual from all effects of a sample.

    shape, effects : of a balanced, unweighted sample with plain effects, which needs none of the rest
    sweep : of the effect with most parameters; none: the constant
    dummies : (N, L) scaled dummies and slopes of the other effects; inverse : (L, L) pseudo-inverse of their Gram
        matrix after the sweep
    rank : number of parameters that the effects take up, the constant among them
    """

    rank: int
    shape: tuple[int, int] | None = None
    effects: tuple[str, ...] = ()
    sweep: Sweep | None = None
    dummies: sparse.csr_array | None = None
    inverse: np.ndarray | None = None

    @cached_property
    def crossed(self) -> sparse.csr_array:
        """(L, N) weighted dummies, that columns are multiplied by."""
        return sparse.csr_array(_scaled(self.sweep.weights, self.dummies).T)

    def residual(self, columns: np.ndarray) -> np.ndarray:
        """Residual of (N, K) `columns`, each by itself.

        Notes
        -----
        Frisch, Waugh and Lovell: after the sweep of the largest effect, a~ - D~ (D~'W D~)^- D~'W a~, with one step of
        refinement. Costs O(N) a column and O(N + L^2) of memory; accurate to about 1e-13.
        """
        if self.shape:
            arrays = columns.reshape(*self.shape, columns.shape[1])
            return within(arrays, self.effects).reshape(columns.shape)
        rest = self.sweep.residual(columns)
        for _ in range(2 if self.dummies.shape[1] else 0):
            rest = self.sweep.residual(rest - self.dummies @ (self.inverse @ (self.crossed @ rest)))
        return rest


def absorber_of(sample: Sample, effects: tuple[Groups, ...] | None = None) -> Absorber:
    """The absorber of the effects of `sample`, or of some of them; StudyError for more groups than can be absorbed."""
    effects = sample.effects if effects is None else effects
    names = tuple(name for name in ("unit", "year") if name in [effect.name for effect in effects])
    if sample.shape and sample.weights is None and len(names) == len(effects):
        return Absorber(absorbed_rank(names, *sample.shape), sample.shape, names)
    rows = len(sample.outcome)
    weights = np.ones(rows) if sample.weights is None else sample.weights / sample.weights.mean()
    largest, *others = sorted(effects, key=parameters, reverse=True) or [Groups("", np.zeros(rows, dtype=int), 1)]
    if (beside := sum(map(parameters, others))) > MOST:
        raise StudyError(f"beside `{largest.name}` the effects have {beside:,d} groups; {MOST:,d} can be absorbed")
    sweep = sweep_of(largest, weights)
    none = sparse.csr_array((rows, 0))
    dummies = sparse.csr_array(sparse.hstack([none, *(_dummies(effect, weights) for effect in others)]))
    inverse, rank = _inverse(_gram(sweep, dummies), [f"`{effect.name}`" for effect in effects])
    return Absorber(sweep.rank + rank, sweep=sweep, dummies=dummies, inverse=inverse)


def parameters(effect: Groups) -> int:
    """Number of means and slopes of an effect."""
    return effect.count * (1 if effect.slope is None else 2)


def nested(effect: Groups, cluster: Groups) -> bool:
    """Whether all rows of a group of `effect` are in one cluster."""
    pairs = np.unique(effect.codes.astype(np.int64) * cluster.count + cluster.codes)
    return len(pairs) == effect.count


def sweep_of(effect: Groups, weights: np.ndarray) -> Sweep:
    rows = len(weights)
    members = sparse.csr_array((np.ones(rows), (effect.codes, np.arange(rows))), shape=(effect.count, rows))
    means = Sweep(members, weights, members @ weights, None, None)
    if effect.slope is None:
        return means
    values = np.asarray(effect.slope, dtype=float)[:, None]
    slope = means.residual(means.residual(values))[:, 0]
    spread, size = members @ (weights * slope**2), members @ (weights * values[:, 0] ** 2)
    return Sweep(members, weights, means.total, slope, np.where(spread > CONSTANT * size, spread, np.inf))


def _dummies(effect: Groups, weights: np.ndarray) -> sparse.csr_array:
    """Dummies and slopes of an effect, each of weighted norm 1."""
    sweep = sweep_of(effect, weights)
    means = _scaled(1 / np.sqrt(sweep.total), sweep.members).T
    if effect.slope is None:
        return means
    slopes = _scaled(1 / np.sqrt(sweep.spread), sweep.members).T
    return sparse.hstack([means, _scaled(sweep.slope, slopes)])


def _gram(sweep: Sweep, dummies: sparse.csr_array) -> np.ndarray:
    """(L, L) D'WD after the sweep, from sparse cross-products."""
    weighted = _scaled(sweep.weights, dummies)
    means = sweep.members @ weighted
    gram = (dummies.T @ weighted).toarray() - (means.T @ _scaled(1 / sweep.total, means)).toarray()
    if sweep.slope is not None:
        slopes = sweep.members @ _scaled(sweep.slope, weighted)
        gram -= (slopes.T @ _scaled(1 / sweep.spread, slopes)).toarray()
    return gram


def _scaled(factors: np.ndarray, matrix: sparse.sparray) -> sparse.csr_array:
    """`matrix` with each row multiplied by its factor."""
    return sparse.diags_array(factors, format="csr") @ sparse.csr_array(matrix)


def _inverse(gram: np.ndarray, names: list[str]) -> tuple[np.ndarray, int]:
    """Pseudo-inverse and rank of a symmetric matrix whose diagonal was 1 before the sweep.

    Raises StudyError with the `names` of the effects where it cannot be told whether one of them adds something.
    """
    if not gram.size:
        return gram, 0
    values, vectors = np.linalg.eigh((gram + gram.T) / 2)
    largest = max(values[-1], 1.0)
    kept = values > DEPENDENT * largest
    if (values[~kept] > ROUNDING * largest).any():
        raise StudyError(
            f"the effects {named(names)} are so nearly collinear that rounding hides what each of them adds.\n"
            "  Take slopes of a variable near 0, as powers of `year - 2015`, or weights that differ less."
        )
    vectors = vectors[:, kept]
    return (vectors / values[kept]) @ vectors.T, int(kept.sum())
