"""Placebo effects of a policy whose cohorts are handed to units at random."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from estimation.absorber import Absorber, absorber_of
from estimation.cohorts import refuse_no_contrast
from estimation.collinearity import PRECISION, refuse_reproduced
from estimation.least_squares import (
    SmallSample,
    basis_of,
    cluster_parts,
    errors_of,
    kept_terms,
    net_of_effects,
    net_outcome,
    small_sample,
    sums,
    two_sided,
    weighted,
)
from estimation.sample import Sample
from placebo.chunks import ASSIGNMENT
from placebo.lots import Lots, digest
from placebo.moving import Moving

BLOCK = 25  # draws that are computed together, always the same ones, whatever range of draws is asked for


@dataclass(frozen=True)
class Setting:
    """What all draws share.

    sample : its rows; absorber : of its effects; moving : what a unit hands on
    outcome : (N,) net of effects and controls; controls : (N, k) their orthonormal basis; both times the roots of the
        weights, if there are any
    courses : (K, M) the distinct ones of `moving`, ascending; lots : which unit has which of them, and may have
    draws : how many there are; enumerated : whether they are all distinct assignments, each once
    """

    sample: Sample
    absorber: Absorber
    moving: Moving
    outcome: np.ndarray
    controls: np.ndarray
    courses: np.ndarray
    lots: Lots
    small_sample: SmallSample
    draws: int
    enumerated: bool

    def effects(self, kinds: np.ndarray) -> np.ndarray:
        """(3, B) coefficients, standard errors and p-values of draws in which units have `kinds` (n, B), as one matrix
        product."""
        estimate, error = effects_of(self.sample, self.small_sample, *net_columns(self, kinds))
        return np.stack([estimate, error, two_sided(estimate / error, self.small_sample.df)])


@dataclass(frozen=True)
class Refits:
    """What all draws share where each is a fit: `effect`, coefficient, standard error and p-value by the first treated
    years (n,) of the units, all missing where these leave nothing to estimate; the rest as in `Setting`."""

    effect: Callable[[np.ndarray], tuple[float, float, float]]
    moving: Moving
    courses: np.ndarray
    lots: Lots
    draws: int
    enumerated: bool

    def effects(self, kinds: np.ndarray) -> np.ndarray:
        """(3, B) coefficients, standard errors and p-values of draws in which units have `kinds` (n, B)."""
        return np.array([self.effect(self.courses[own, 0]) for own in kinds.T]).T


def setting_of(sample: Sample, moving: Moving, strata: np.ndarray, rule: str, draws: int) -> Setting:
    """The setting of `draws` reassignments; of fewer, all that there are, if the distinct ones are no more.

    Raises StudyError if the policy is unusable, if the effects and controls explain it, what moves along, or the
    outcome, and if the `strata` (n,) of the units leave one assignment only.
    """
    refuse_no_contrast(moving.courses[:, 0], moving.policies[0])
    courses, lots, draws, enumerated = handed_out(moving, strata, draws)
    absorber = absorber_of(sample)
    kept, _, _ = kept_terms(sample, absorber, wanted=moving.terms)
    fixed = [at for at, term in enumerate(kept.terms) if term not in moving.terms]
    terms, columns = tuple(kept.terms[at] for at in fixed), kept.columns[:, fixed]
    basis, outcome = basis_of(net_of_effects(sample, absorber, columns)), net_outcome(sample, absorber)
    loadings = basis.q.T @ outcome
    net = outcome - basis.q @ loadings
    sizes = np.abs(basis.half @ loadings) * np.linalg.norm(weighted(sample, columns), axis=0)
    refuse_reproduced(net, np.linalg.norm(weighted(sample, sample.outcome[:, None])), sizes, sample.name, terms)
    return Setting(
        sample=replace(sample, terms=(), columns=columns[:, :0]),
        absorber=absorber,
        moving=moving,
        outcome=net,
        controls=basis.q,
        courses=courses,
        lots=lots,
        small_sample=small_sample(rule, sample, absorber.rank, len(kept.terms)),
        draws=draws,
        enumerated=enumerated,
    )


def refits(effect: Callable, moving: Moving, strata: np.ndarray, draws: int) -> Refits:
    """The same where a draw is a fit."""
    return Refits(effect, moving, *handed_out(moving, strata, draws))


def handed_out(moving: Moving, strata: np.ndarray, draws: int) -> tuple[np.ndarray, Lots, int, bool]:
    """The distinct courses (K, M), ascending; which unit has which of them, and may have within its `strata` (n,); of
    `draws` wanted, how many there are, and whether these are all distinct assignments.

    Raises StudyError if there is one assignment only.
    """
    courses, kinds = np.unique(moving.courses, axis=0, return_inverse=True)
    lots = Lots(kinds.ravel(), strata)
    if lots.number == 1:
        raise StudyError("within its strata the policy can be given to no other units: choose larger `strata`")
    enumerated = lots.number <= draws
    return courses, lots, lots.number if enumerated else draws, enumerated


def draws_of(chunk: str, total: int) -> range:
    """Numbers of the draws of `chunk`, such as "3-of-5": whole blocks, of 0..`total`-1; possibly none."""
    number, chunks = (int(part) for part in chunk.split("-of-"))
    blocks = -(-total // BLOCK)
    first, last = ((n * blocks // chunks) * BLOCK for n in (number - 1, number))
    return range(min(first, total), min(last, total))


def kinds_of(setting: Setting | Refits, draw: int, seed: int) -> np.ndarray:
    """Which of the courses each unit has in a draw (n,)."""
    if setting.enumerated:
        return setting.lots.assignment(draw % setting.draws)
    return setting.lots.drawn(draw, seed)


def placebo_effects(setting: Setting | Refits, draws: range, seed: int) -> pd.DataFrame:
    """Coefficient, clustered standard error, t and p of the placebo policy in each of `draws` (step 1), and a number
    that only equal assignments share.

    Equal draws have equal bits whatever the range: blocks are computed whole and then cut. All four are missing in a
    draw whose policy the effects and controls absorb. Random assignment as in Chetty, Looney and Kroft (2009),
    American Economic Review 99(4), with the adoption years kept.
    """
    firsts = range(draws.start - draws.start % BLOCK, draws.stop, BLOCK) if len(draws) else range(0)
    blocks, digests = [np.empty((3, 0))], []
    for first in firsts:
        kinds = [kinds_of(setting, draw, seed) for draw in range(first, first + BLOCK)]
        blocks.append(setting.effects(np.stack(kinds, axis=-1)))
        digests += map(digest, kinds)
    kept = slice(draws.start % BLOCK, draws.start % BLOCK + len(draws))
    estimate, error, p_value = np.concatenate(blocks, axis=1)[:, kept]
    return pd.DataFrame(
        {
            "draw": np.arange(draws.start, draws.start + len(draws)),
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": p_value,
            ASSIGNMENT: np.array(digests[kept], dtype=np.int64),
        }
    )


def effects_of(
    sample: Sample, small: SmallSample, outcome: np.ndarray, policy: np.ndarray, size: np.ndarray
) -> np.ndarray:
    """(2, B) coefficients and standard errors of each column of `policy` (N, B), net of all else like `outcome` (N,),
    or (N, B) if each has its own.

    size : (B,) sums of squares of the policies before the effects

    Notes
    -----
    With r the policy and e the outcome net of effects and controls: b = r'e / r'r, u = e - b r, and the score
    of cluster g is s_g = sum_g r u = (r'e)_g - b (r'r)_g, so V_CR0 = sum_g s_g^2 / (r'r)^2. Two cluster variables and
    none: as `estimation.least_squares` has them.
    """
    parts = moments(sample, outcome, policy)
    cross, variation = (part.sum(axis=0) for part in parts[0][1:])
    variation = np.where(variation <= PRECISION**2 * size, np.nan, variation)  # absorbed: no coefficient
    estimate = cross / variation
    if sample.clusters:
        meats = [(sign, np.square(own - estimate * squares).sum(axis=0)) for sign, own, squares in parts]
        variance, added = (
            sum(sign * meat for sign, meat in meats) / variation**2,
            sum(meat for _, meat in meats) / variation**2,
        )
    else:
        residual = np.square(outcome).sum(axis=0) - estimate * cross
        variance = added = residual / len(sample.outcome) / variation
    factor = small.factor
    return np.stack([estimate, errors_of(factor * variance, factor * added)])


def net_columns(setting: Setting, kinds: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome (N,), or (N, B) if something moves along, and policy (N, B), net of all else, and the (B,) size that the
    policy had: its sum of squares."""
    sample = setting.sample
    outcome, found, sizes = setting.outcome, [], []
    for column in setting.moving.columns(sample.year, setting.courses[kinds][sample.unit]):
        net = net_of_effects(sample, setting.absorber, column)
        net -= setting.controls @ (setting.controls.T @ net)
        found.append(net)
        sizes.append(np.square(column).sum(axis=0))
    if len(found) > 1:
        outcome = np.repeat(outcome[:, None], kinds.shape[1], axis=1)
    for at in range(1, len(found)):
        own = found[at]
        square = np.square(own).sum(axis=0)
        square = np.where(square <= PRECISION**2 * sizes[at], np.inf, square)  # nothing of its own: takes nothing
        for other in (outcome, found[0], *found[at + 1 :]):
            other -= own * ((own * other).sum(axis=0) / square)
    return outcome, found[0], sizes[0]


def moments(sample: Sample, outcome: np.ndarray, policy: np.ndarray) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Sign, (G, B) r'e and (G, B) r'r of each of the clusters whose variances are added; without any, of each row."""
    names = [cluster.name for cluster in sample.clusters]
    if sample.shape and names == ["unit"]:
        arrays = policy.reshape(*sample.shape, -1)
        own = outcome.reshape(*sample.shape, *outcome.shape[1:])
        cross = np.einsum("itb,it->ib" if outcome.ndim == 1 else "itb,itb->ib", arrays, own)
        return [(1, cross, np.einsum("itb,itb->ib", arrays, arrays))]
    cross, squares = policy * outcome.reshape(len(policy), -1), np.square(policy)
    if not names:
        return [(1, cross, squares)]
    return [(sign, sums(groups, cross), sums(groups, squares)) for sign, groups in cluster_parts(sample)]
