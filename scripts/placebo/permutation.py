"""Placebo effects of a policy whose cohorts are handed to units at random."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.formulas import Formula
from core.seeds import permutation_stream
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import matrix, units, years
from estimation.least_squares import EXACT, SmallSample, basis_of, small_sample, stack, two_sided
from estimation.within import ABSORBED, within

BLOCK = 25  # draws that are computed together, always the same ones, whatever range of draws is asked for


@dataclass(frozen=True)
class Setting:
    """What all draws share: `outcome` (N, T) net of effects and controls, `controls` (N*T, k) their orthonormal
    basis, `start` (N,) observed first treated years (``inf``: never), `years` (T,)."""

    outcome: np.ndarray
    controls: np.ndarray
    start: np.ndarray
    years: np.ndarray
    effects: tuple[str, ...]
    small_sample: SmallSample


def setting_of(frame: pd.DataFrame, formula: Formula, policy: str, rule: str) -> Setting:
    """The setting of `formula` on an estimation frame; StudyError if the policy or a control is unusable."""
    if policy not in formula.regressors:
        raise StudyError(f"the placebo formula lacks the policy `{policy}`")
    start = first_treated(matrix(frame, policy), years(frame), units(frame), policy)
    refuse_no_contrast(start, policy)
    controls = tuple(name for name in formula.regressors if name != policy)
    basis = basis_of(stack(frame, controls), controls, formula.effects).q
    outcome = matrix(frame, formula.outcome)
    demeaned = within(outcome, formula.effects).ravel()
    net = demeaned - basis @ (basis.T @ demeaned)
    if np.linalg.norm(net) <= EXACT * np.linalg.norm(outcome):
        raise StudyError(f"`{formula.outcome}` is reproduced exactly by the effects and controls")
    small = small_sample(rule, formula.effects, *outcome.shape, len(formula.regressors))
    return Setting(net.reshape(outcome.shape), basis, start, years(frame), formula.effects, small)


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


def placebo_effects(setting: Setting, draws: range, seed: int) -> pd.DataFrame:
    """Coefficient, clustered standard error, t and p of the placebo policy in each of `draws` (step 1).

    Equal draws have equal bits whatever the range: blocks are computed whole and then cut. Raises StudyError
    naming a draw whose policy the effects and controls absorb. Random assignment as in Chetty, Looney and
    Kroft (2009), American Economic Review 99(4), with the adoption years kept.
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
    """(2, len(draws)) coefficients and standard errors of one block, as one matrix product.

    Notes
    -----
    With r the policy and e the outcome net of effects and controls: b = r'e / r'r, u = e - b r, and the score
    of unit g is s_g = sum_t r_gt u_gt = (r'e)_g - b (r'r)_g, so V_CR0 = sum_g s_g^2 / (r'r)^2.
    """
    starts = np.stack([shuffled(setting.start, draw, seed) for draw in draws], axis=-1)
    treated = (setting.years[:, None] >= starts[:, None, :]).astype(float)
    policy = within(treated, setting.effects).reshape(-1, len(draws))
    policy -= setting.controls @ (setting.controls.T @ policy)
    policy = policy.reshape(treated.shape)
    cross = np.einsum("itb,it->ib", policy, setting.outcome)
    squares = np.einsum("itb,itb->ib", policy, policy)
    variation = squares.sum(axis=0)
    lost = variation <= ABSORBED**2 * treated[..., 0].sum()
    if lost.any():
        raise StudyError(f"placebo draw {draws[int(lost.argmax())]}: effects and controls absorb the policy")
    estimate = cross.sum(axis=0) / variation
    scores = cross - estimate * squares
    variance = setting.small_sample.factor * np.square(scores).sum(axis=0) / variation**2
    return np.stack([estimate, np.sqrt(variance)])
