"""The two-stage score: SBM, and super-SBM for those that SBM calls efficient."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.errors import StudyError, named
from core.seeds import stream
from core.statuses import INFEASIBLE, MISSING, OK, POLICY_ONE, POLICY_VARIANT_B
from efficiency.batch import solve as solve_in_batches
from efficiency.data import Indicators
from efficiency.frontier import ReferenceSet, reference_sets
from efficiency.highs import Solutions
from efficiency.highs import solve as solve_on_highs
from efficiency.inefficiency import solve as solve_inefficiency
from efficiency.peers import Peers
from efficiency.spec import Specification
from efficiency.tolerances import AT_BOUND, AUDITED, CERTIFIED, EFFICIENT, KNOWN

if TYPE_CHECKING:
    from efficiency.reference import ReferenceModel

logger = logging.getLogger(__name__)
JUMP = 1e-3  # a score that changes by more than this within `KNOWN` hangs on a tie


@dataclass(frozen=True)
class Scores:
    """Two-stage scores of n unit-years; NaN where there is none.

    score, sbm, super : (n,) float; super is NaN for those that stop at SBM
    stage : (n,) ``sbm``, ``super`` or None
    status : (n,) ``ok``, ``infeasible``, ``missing``, or ``policy_one`` or ``policy_variant_b`` where the policy of the
        specification, not the super program, gave the score; `super` is then NaN
    slack, target : (n, p) float in the indicators' own units, of the stage that gave the score
    peers : row numbers of the data
    reference_size : (n,) int, 0 for a missing unit-year; residual : (n,) float
    work : counts of programs, pool and rounds by stage
    """

    score: np.ndarray
    sbm: np.ndarray
    super: np.ndarray
    stage: np.ndarray
    status: np.ndarray
    slack: np.ndarray
    target: np.ndarray
    peers: Peers
    reference_size: np.ndarray
    residual: np.ndarray
    work: dict

    @property
    def programs(self) -> int:
        """Number of programs solved in both stages."""
        return sum(part["solves"] for part in self.work.values())


@dataclass(frozen=True)
class Audit:
    """What the reference model found: unit-years solved again, those of them it could not decide, and the difference.

    largest_difference : of an SBM or super score, relative for a score above 1; None if nothing was decided
    """

    units: int
    undecided: int
    largest_difference: float | None

    def __str__(self) -> str:
        gap = "none" if self.largest_difference is None else f"{self.largest_difference:.1e}"
        return f"audit of {self.units} unit-years: {self.undecided} undecided, largest difference {gap}"


def two_stage(
    reference: np.ndarray, evaluated: np.ndarray, position: np.ndarray, specification: Specification
) -> tuple[Solutions, np.ndarray, Solutions]:
    """SBM of all, the indices of those that go to the second stage, and their super-SBM.

    Arguments as in `highs.solve`. In the first stage a unit outside the reference set may be its own peer: its SBM is
    then that of the set where the set dominates it, and 1 where not, which sends it to the second stage. For let it be
    its own peer with weight w: the others dominate (1 - w) times the unit. So if w < 1, they dominate the unit, and w
    may as well be 0; if w >= 1, they have no weight, and there is no slack. A measure of one stage
    has a second for these units alone, which tells whether the set reaches them: 1, or NaN.
    """
    solve = engine_of(specification)
    sbm = solve(reference, evaluated, np.maximum(position, 0), specification, "sbm")
    second = np.flatnonzero(~(sbm.value < 1 - EFFICIENT) & (specification.two_stages | (position < 0)))
    above = solve(reference, evaluated[second], position[second], specification, "super", sbm.pool)
    if np.any(above.value > specification.bound + AT_BOUND):
        raise RuntimeError(f"a super score of {np.nanmax(above.value)} exceeds its bound {specification.bound}")
    return sbm, second, above


def engine_of(specification: Specification) -> Callable[..., Solutions]:
    """`solve` of the engine that the specification chooses."""
    if not specification.two_stages:
        return solve_inefficiency
    return solve_in_batches if specification.in_batches else solve_on_highs


def score(data: Indicators, specification: Specification) -> Scores:
    """Two-stage scores of all unit-years, each against its reference set.

    Raises
    ------
    StudyError : a score that duality does not certify, because the data span too many powers of ten
    RuntimeError : a score above its bound
    """
    n, p = data.values.shape
    sbm, above, residual = (np.full(n, np.nan) for _ in range(3))
    slack, size = np.full((n, p), np.nan), np.zeros(n, dtype=int)
    peers = Peers.nobody(n)
    counted = ("units", "solves", "direct", "uncertified", "rounds", "largest_pool")
    super_stage = np.zeros(n, dtype=bool)
    work = {name: dict.fromkeys(counted, 0) for name in ("sbm", "super")}
    for group in sets_of(data, specification):
        reference, rows = data.values[group.reference], group.evaluated
        first, second, last = two_stage(reference, data.values[rows], group.position, specification)
        sbm[rows], above[rows[second]], size[rows] = first.value, last.value, len(group.reference)
        super_stage[rows[second]] = True
        for name, part, place in (("sbm", first, rows), ("super", last, rows[second])):
            refuse_uncertified(data, place[part.residual > CERTIFIED])
            slack[place], residual[place] = part.slack * data.values[place], part.residual
            peers = peers.replaced(place, part.peers.renamed(group.reference))
            _count(work[name], part)
    scores = np.where(super_stage, above, sbm)
    stage = np.where(super_stage, "super", np.where(data.complete, "sbm", None))
    status = np.where(data.complete, np.where(np.isnan(scores), INFEASIBLE, OK), MISSING)
    moved = specification.sigma * np.where(super_stage, 1.0, -1.0)[:, None]
    target = data.values + moved * slack
    result = Scores(scores, sbm, above, stage, status, slack, target, peers, size, residual, work)
    return under_policy(data, result, specification)


def sets_of(data: Indicators, specification: Specification) -> list[ReferenceSet]:
    """Reference sets of the data under the frontier of the specification."""
    return reference_sets(
        data.year, data.complete, data.eligible, specification.frontier, specification.window, data.group
    )


def under_policy(data: Indicators, scores: Scores, specification: Specification) -> Scores:
    """`scores` with what the infeasible policy puts in place of infeasible ones; their status says so.

    ``one`` gives 1 and no slacks, targets or peers. ``variant_b`` gives score, slacks, targets and peers of the
    non-oriented super program of variant B, which is infeasible only when nobody else is in the reference set.
    """
    lost = scores.status == INFEASIBLE
    if specification.infeasible_policy == "na" or not lost.any():
        return scores
    if specification.infeasible_policy == "one":
        return replace(
            scores, score=np.where(lost, 1.0, scores.score), status=np.where(lost, POLICY_ONE, scores.status)
        )
    return _as_variant_b(data, scores, replace(specification, variant="B", orientation="non"), lost)


def _as_variant_b(data: Indicators, scores: Scores, stand_in: Specification, lost: np.ndarray) -> Scores:
    """`scores` with those of the super programs of `stand_in` in the rows `lost` (n,) bool, as far as there are any."""
    value, residual = scores.score.copy(), scores.residual.copy()
    slack, peers = scores.slack.copy(), scores.peers
    for group in sets_of(data, stand_in):
        chosen = np.flatnonzero(lost[group.evaluated])
        rows = group.evaluated[chosen]
        part = engine_of(stand_in)(
            data.values[group.reference], data.values[rows], group.position[chosen], stand_in, "super"
        )
        refuse_uncertified(data, rows[part.residual > CERTIFIED])
        value[rows], residual[rows], slack[rows] = part.value, part.residual, part.slack * data.values[rows]
        peers = peers.replaced(rows, part.peers.renamed(group.reference))
    found = lost & ~np.isnan(value)
    status = np.where(found, POLICY_VARIANT_B, scores.status)
    target = np.where(found[:, None], data.values + stand_in.sigma * slack, scores.target)
    return replace(scores, score=value, status=status, slack=slack, target=target, peers=peers, residual=residual)


def evaluate(data: Indicators, rows: np.ndarray, reference: np.ndarray, specification: Specification) -> np.ndarray:
    """(k,) two-stage scores of `rows` of the data against the rows `reference`, NaN where infeasible.

    `rows` (k,) and `reference` (r,) are increasing row numbers of complete unit-years. A row that is in `reference`
    is left out of it in the second stage; the infeasible policy is not applied. StudyError as in `score`.
    """
    group = ReferenceSet("", rows, reference)
    first, second, above = two_stage(data.values[reference], data.values[rows], group.position, specification)
    refuse_uncertified(data, rows[np.nan_to_num(first.residual) > CERTIFIED])
    refuse_uncertified(data, rows[second[above.residual > CERTIFIED]])
    scores = first.value.copy()
    scores[second] = above.value
    return scores


def refuse_uncertified(data: Indicators, rows: np.ndarray) -> None:
    """StudyError naming the `rows` of the data, if there are any: their values are not to be believed."""
    if rows.size:
        span = np.log10(data.values[data.complete].max(axis=0) / data.values[data.complete].min(axis=0)).max()
        raise StudyError(
            f"{rows.size} unit-years cannot be scored to {CERTIFIED:g}:"
            f" {named([f'{data.unit[row]} {data.year[row]}' for row in rows])}.\n"
            f"  One indicator spans {span:.0f} powers of ten; look for a misplaced point or unit. If it spans few, look"
            " for unit-years that are equal but for the last digits, and round the indicators."
        )


def _count(work: dict, part: Solutions) -> None:
    work["units"] += len(part.value)
    work["solves"] += part.solves
    work["direct"] += part.direct
    work["uncertified"] += part.uncertified
    work["rounds"] = max(work["rounds"], part.rounds)
    work["largest_pool"] = max(work["largest_pool"], len(part.pool))


def audit(data: Indicators, scores: Scores, specification: Specification, seed: int) -> Audit:
    """The unit-years solved again by the reference model: random ones, the extremes, and one of each status.

    Raises
    ------
    RuntimeError : a difference above `AUDITED`, or a program infeasible for one
        of the two and not for the other
    """
    from efficiency.reference import ReferenceModel  # Pyomo, which jobs without an audit do not pay for

    sample = audited(scores, specification.audit, seed)
    undecided, largest = set(), []
    for group in sets_of(data, specification):
        chosen = np.flatnonzero(np.isin(group.evaluated, sample))
        for stage, ours in (("sbm", scores.sbm), ("super", scores.super)):
            model = ReferenceModel(data.values[group.reference], specification, stage)
            for row, place in zip(group.evaluated[chosen], group.position[chosen], strict=True):
                if stage == "super" and scores.stage[row] != "super":
                    continue
                gap = _difference(model, data.values[row], int(place), ours[row])
                if gap is None:
                    undecided.add(row)
                elif gap > AUDITED:
                    raise RuntimeError(
                        f"{data.unit[row]} {data.year[row]}: the {stage} score, {ours[row]}, differs by {gap:.1e}"
                        " from that of the reference model"
                    )
                else:
                    largest.append(gap)
    result = Audit(len(sample), len(undecided), max(largest, default=None))
    logger.log(logging.WARNING if undecided else logging.INFO, "%s", result)
    return result


def audited(scores: Scores, size: int, seed: int) -> np.ndarray:
    """Rows of the audit, increasing: `size` at most, more only if the obligatory rows are more."""
    solved = np.flatnonzero(scores.status != MISSING)
    order = solved[np.argsort(scores.score[solved], kind="stable")]  # infeasible ones, without a score, come last
    scored = order[scores.status[order] == OK]
    wanted = [*scored[:1], *scored[-1:]]
    wanted += [solved[scores.status[solved] == status][0] for status in np.unique(scores.status[solved])]
    shuffled = stream(seed, "audit").permutation(solved)
    wanted += list(shuffled[~np.isin(shuffled, wanted)][: max(0, size - len(set(wanted)))])
    return np.unique(wanted)


def _difference(model: "ReferenceModel", own: np.ndarray, place: int, ours: float) -> float | None:
    """Difference of `ours` from the reference model, relative above 1; None if that is undecided.

    A difference is undecided within the model's own precision, and where data that are other by `KNOWN` have scores on
    both sides of `ours` that are far apart.
    """
    theirs = model.optimum(own, place)
    if theirs is None:
        return None
    out_of_reach = place < 0 and model.stage == "sbm" and np.isnan(theirs.value)
    value = 1.0 if out_of_reach else theirs.value
    if np.isnan(ours) and np.isnan(value):
        return 0.0
    gap = float(np.nan_to_num(abs(ours - value) / max(1.0, value), nan=np.inf))
    if gap <= AUDITED:
        return gap
    return None if gap <= theirs.precision or _hangs_on_a_tie(model, own, place, ours) else gap


def _hangs_on_a_tie(model: "ReferenceModel", own: np.ndarray, place: int, ours: float) -> bool:
    """Whether data that are a little worse and a little better have scores far apart, with `ours` between them."""
    ends = [model.optimum(own * (1 + side * KNOWN * model.specification.sigma), place) for side in (1, -1)]
    outside = 1.0 if model.stage == "sbm" else np.inf  # the score of who is out of reach
    low, high = (outside if end is None or np.isnan(end.value) else end.value for end in ends)
    here = outside if np.isnan(ours) else ours
    return high - low > JUMP and low - KNOWN <= here <= high + KNOWN
