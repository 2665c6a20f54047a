"""What the chunks of draws say of one model together: its observed effect against all of its draws. NumPy alone."""

from collections.abc import Iterable
from math import isclose

import numpy as np

from core.errors import StudyError
from core.kernels import bandwidth
from placebo.distribution import moments, permutation_p

EFFECTS = ["draw", "estimate", "std_error", "statistic", "p_value"]
ASSIGNMENT = "assignment"
OBSERVED = -1  # the `draw` of the effect that was observed
ROW = np.dtype([("model", int), ("draw", int), *((name, float) for name in EFFECTS[1:]), (ASSIGNMENT, int)])
CLOSE = {"rel_tol": 1e-6, "abs_tol": 1e-12}  # processors differ in the last digits of a fit, other data in the first
AGAIN = "chunks of another run are mixed in. Delete the chunks and run again."


def gathered(said: list[dict], draws: list[np.ndarray], placebo: str, column: str) -> tuple[dict, np.void, np.ndarray]:
    """Facts of the model of `column` in a `placebo`, the row of its observed effect, and those of its draws in order.

    said, draws : of each chunk, as `placebo.models.chunk_of_draws` gives them

    Raises StudyError saying why the model is refused, and where the chunks are not of one run: unless all of them have
    the same facts, and each draw is there once.
    """
    own = [
        (facts, rows[rows["model"] == number])
        for chunk, rows in zip(said, draws, strict=True)
        for number, facts in enumerate(chunk["models"])
        if (facts["placebo"], facts["name"]) == (placebo, column)
    ]
    for facts, _ in own:
        if "refused" in facts:
            raise StudyError(facts["refused"])
    if len(own) < len(said) or not all(agree(own[0][0], facts) for facts, _ in own):
        raise StudyError(f"placebo `{placebo}`, column `{column}`: not the same in all {len(said)} chunks: {AGAIN}")
    facts, rows = own[0][0], np.concatenate([rows for _, rows in own])
    rows = rows[np.argsort(rows["draw"], kind="stable")]
    drawn, total = rows[rows["draw"] != OBSERVED], facts["draws"]
    if not np.array_equal(drawn["draw"], np.arange(total)):
        raise StudyError(
            f"{len(drawn)} placebo draws, {np.unique(drawn['draw']).size} of them different, where 0 to {total - 1} "
            f"are expected: {AGAIN}"
        )
    return facts, rows[0], drawn


def agree(one, other) -> bool:
    """Whether the facts of two chunks are the same, numbers with decimals but for their last digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(agree(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(agree, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, **CLOSE)
    return one == other


def summary_of(facts: dict, observed: np.void, draws: np.ndarray) -> dict:
    """The facts of a model with its permutation p-values, and the moments of its draws.

    Draws without a coefficient, as the effects and controls absorb their policy, are counted and left out. The observed
    assignment has one; where all assignments are equally likely, so are those that have one.
    """
    estimates, statistics = fitted(draws, "estimate"), fitted(draws, "statistic")
    return facts | {
        "p_coefficient": permutation_p(observed["estimate"], estimates, facts["enumerated"]),
        "p_statistic": permutation_p(observed["statistic"], statistics, facts["enumerated"]),
        "absorbed_draws": len(draws) - estimates.size,
        "distinct_draws": np.unique(draws[ASSIGNMENT]).size,
        **moments(estimates),
        "density": {"kernel": "gaussian", "bandwidth": bandwidth(estimates)},
    }


def fitted(draws: np.ndarray, name: str) -> np.ndarray:
    """The numbers `name` of the draws that have a coefficient."""
    return np.ascontiguousarray(draws[name][~np.isnan(draws["estimate"])])


def rows_of(draws: np.ndarray) -> Iterable[dict]:
    """The rows of a file of draws."""
    return (dict(zip(EFFECTS, row, strict=True)) for row in draws[EFFECTS].tolist())
