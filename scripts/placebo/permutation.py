"""Placebo effects of a policy whose cohorts are handed to units at random."""

from dataclasses import dataclass, replace
from math import factorial, prod

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.seeds import permutation_stream
from estimation.absorber import Absorber, absorber_of
from estimation.cohorts import cohort_sizes, first_treated, refuse_no_contrast
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

EFFECTS = ["draw", "estimate", "std_error", "statistic", "p_value"]
BLOCK = 25  # draws that are computed together, always the same ones, whatever range of draws is asked for


@dataclass(frozen=True)
class Setting:
    """What all draws share.

    sample : its rows; absorber : of its effects
    outcome : (N,) net of effects and controls; controls : (N, k) their orthonormal basis; both times the roots of the
        weights, if there are any
    start : (n,) observed first treated years of the units, ``inf`` for never
    draws : how many there are; enumerated : whether they are all distinct assignments, each once
    """

    sample: Sample
    absorber: Absorber
    outcome: np.ndarray
    controls: np.ndarray
    start: np.ndarray
    small_sample: SmallSample
    draws: int
    enumerated: bool


def setting_of(sample: Sample, policy: str, rule: str, draws: int) -> Setting:
    """The setting of `draws` reassignments; of fewer, all that there are, if the distinct ones are no more.

    Raises StudyError if the policy is unusable, or if the effects and controls explain it or the outcome.
    """
    if policy not in sample.terms:
        raise StudyError(f"the placebo formula lacks the policy `{policy}`")
    start = first_treated(sample, policy)
    refuse_no_contrast(start, policy)
    absorber = absorber_of(sample)
    kept, _, _ = kept_terms(sample, absorber, wanted=(policy,))
    terms, columns = kept.without(policy)
    basis, outcome = basis_of(net_of_effects(sample, absorber, columns)), net_outcome(sample, absorber)
    loadings = basis.q.T @ outcome
    net = outcome - basis.q @ loadings
    sizes = np.abs(basis.half @ loadings) * np.linalg.norm(weighted(sample, columns), axis=0)
    refuse_reproduced(net, np.linalg.norm(weighted(sample, sample.outcome[:, None])), sizes, sample.name, terms)
    small = small_sample(rule, sample, absorber.rank, len(kept.terms))
    every = assignments(start)
    total, enumerated = (every, True) if every <= draws else (draws, False)
    return Setting(
        replace(sample, terms=(), columns=columns[:, :0]), absorber, net, basis.q, start, small, total, enumerated
    )


def assignments(start: np.ndarray) -> int:
    """Number of distinct ways to hand the cohorts, the never treated among them, to the units."""
    treated = list(cohort_sizes(start).values())
    return factorial(start.size) // prod(map(factorial, [*treated, start.size - sum(treated)]))


def assignment(start: np.ndarray, number: int) -> np.ndarray:
    """First treated years (n,) of the distinct assignment `number`, from 0, in ascending order of the first unit's
    year, then of the second's, and so on; the never treated come last."""
    years, left = (part.tolist() for part in np.unique(start, return_counts=True))
    found, ways = np.empty(start.size), assignments(start)
    for position in range(start.size):
        beginning = [ways * count // (start.size - position) for count in left]  # assignments with each year here
        choice = 0
        while number >= beginning[choice]:
            number, choice = number - beginning[choice], choice + 1
        found[position], ways = years[choice], beginning[choice]
        left[choice] -= 1
    return found


def draws_of(chunk: str, total: int) -> range:
    """Numbers of the draws of `chunk`, such as "3-of-5": whole blocks, of 0..`total`-1; possibly none."""
    number, chunks = (int(part) for part in chunk.split("-of-"))
    blocks = -(-total // BLOCK)
    first, last = ((n * blocks // chunks) * BLOCK for n in (number - 1, number))
    return range(min(first, total), min(last, total))


def shuffled(start: np.ndarray, draw: int, seed: int) -> np.ndarray:
    """First treated years of `draw`: cohort sizes and years as observed, units at random.

    The generator is `core.seeds.permutation_stream`; the first n_treated entries of its
    ``permutation(n)`` are handed to the cohorts in ascending start year.
    """
    cohorts = np.sort(start[np.isfinite(start)])
    generator = permutation_stream(seed, draw)
    placebo = np.full(start.size, np.inf)
    placebo[generator.permutation(start.size)[: cohorts.size]] = cohorts
    return placebo


def starts_of(setting: Setting, draw: int, seed: int) -> np.ndarray:
    """First treated years (n,) of a draw."""
    if setting.enumerated:
        return assignment(setting.start, draw % setting.draws)
    return shuffled(setting.start, draw, seed)


def distinct(setting: Setting, seed: int) -> int:
    """How many of the draws differ."""
    if setting.enumerated:
        return setting.draws
    return len({starts_of(setting, draw, seed).tobytes() for draw in range(setting.draws)})


def placebo_effects(setting: Setting, draws: range, seed: int) -> pd.DataFrame:
    """Coefficient, clustered standard error, t and p of the placebo policy in each of `draws` (step 1).

    Equal draws have equal bits whatever the range: blocks are computed whole and then cut. All four are missing in a
    draw whose policy the effects and controls absorb. Random assignment as in Chetty, Looney and Kroft (2009),
    American Economic Review 99(4), with the adoption years kept.
    """
    firsts = range(draws.start - draws.start % BLOCK, draws.stop, BLOCK) if len(draws) else range(0)
    blocks = [block_effects(setting, range(first, first + BLOCK), seed) for first in firsts]
    estimate, error = np.concatenate(blocks, axis=1) if blocks else np.empty((2, 0))
    kept = slice(draws.start % BLOCK, draws.start % BLOCK + len(draws))
    estimate, error = estimate[kept], error[kept]
    statistic = estimate / error
    p_value = two_sided(statistic, setting.small_sample.df)
    return pd.DataFrame(
        {
            "draw": np.arange(draws.start, draws.start + len(draws)),
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": p_value,
        }
    )


def block_effects(setting: Setting, draws: range, seed: int) -> np.ndarray:
    """(2, len(draws)) coefficients and standard errors of one block, as one matrix product."""
    sample = setting.sample
    starts = np.stack([starts_of(setting, draw, seed) for draw in draws], axis=-1)
    treated = (sample.year[:, None] >= starts[sample.unit]).astype(float)
    policy = net_of_effects(sample, setting.absorber, treated)
    policy -= setting.controls @ (setting.controls.T @ policy)
    return effects_of(sample, setting.small_sample, setting.outcome, policy, treated.sum(axis=0))


def effects_of(
    sample: Sample, small: SmallSample, outcome: np.ndarray, policy: np.ndarray, size: np.ndarray
) -> np.ndarray:
    """(2, B) coefficients and standard errors of each column of `policy` (N, B), net of all else like `outcome` (N,).

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
        residual = outcome @ outcome - estimate * cross
        variance = added = residual / len(sample.outcome) / variation
    factor = small.factor
    return np.stack([estimate, errors_of(factor * variance, factor * added)])


def moments(sample: Sample, outcome: np.ndarray, policy: np.ndarray) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Sign, (G, B) r'e and (G, B) r'r of each of the clusters whose variances are added; without any, of each row."""
    names = [cluster.name for cluster in sample.clusters]
    if sample.shape and names == ["unit"]:
        arrays = policy.reshape(*sample.shape, -1)
        cross = np.einsum("itb,it->ib", arrays, outcome.reshape(sample.shape))
        return [(1, cross, np.einsum("itb,itb->ib", arrays, arrays))]
    cross, squares = policy * outcome[:, None], np.square(policy)
    if not names:
        return [(1, cross, squares)]
    return [(sign, sums(groups, cross), sums(groups, squares)) for sign, groups in cluster_parts(sample)]
