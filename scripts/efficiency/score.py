"""The two-stage score: SBM, and super-SBM for those that SBM calls efficient."""

from dataclasses import dataclass

import numpy as np

from core.errors import StudyError, named
from efficiency.batch import solve as solve_in_batches
from efficiency.data import Indicators, duplicates, near_zero
from efficiency.frontier import ReferenceSet, reference_sets
from efficiency.highs import Solutions
from efficiency.highs import solve as solve_on_highs
from efficiency.reference import ReferenceModel
from efficiency.spec import Specification

EFFICIENT = 1e-7  # SBM above 1 minus this is efficient; such units lie within 1e-12 of 1, all others far below
NEAR_ONE = (1e-4, 1e-9)  # SBM between 1 minus these is suspiciously close to the switch of stages
AT_BOUND = 1e-6  # a super score this close to its bound is set by the bound, not by the data
CERTIFIED = 1e-8  # largest violation or duality gap of a program whose value is believed
AUDIT_TOLERANCE = 1e-8  # largest difference between engine and reference model, relative for a score above 1


@dataclass(frozen=True)
class Scores:
    """Two-stage scores of n unit-years; NaN where there is none.

    score, sbm, super : (n,) float; super is NaN for those that stop at SBM
    stage : (n,) ``sbm``, ``super`` or None; status : (n,) ``ok``, ``infeasible`` or ``missing``
    slack, target : (n, p) float in the indicators' own units, of the stage that gave the score
    peers : n pairs (row numbers of the data, weights)
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
    peers: list[tuple[np.ndarray, np.ndarray]]
    reference_size: np.ndarray
    residual: np.ndarray
    work: dict


def two_stage(
    reference: np.ndarray, evaluated: np.ndarray, position: np.ndarray, specification: Specification
) -> tuple[Solutions, np.ndarray, Solutions]:
    """SBM of all, the indices of those that go to the second stage, and their super-SBM.

    Arguments as in `highs.solve`. A unit outside the reference set whose SBM is infeasible goes to the second stage.
    """
    solve = solve_in_batches if specification.in_batches else solve_on_highs
    sbm = solve(reference, evaluated, position, specification, "sbm")
    second = np.flatnonzero(~(sbm.value < 1 - EFFICIENT))
    above = solve(reference, evaluated[second], position[second], specification, "super", sbm.pool)
    if np.any(above.value > specification.bound + AT_BOUND):
        raise RuntimeError(f"a super score of {np.nanmax(above.value)} exceeds its bound {specification.bound}")
    return sbm, second, above


def score(data: Indicators, specification: Specification) -> Scores:
    """Two-stage scores of all unit-years, each against its reference set.

    Raises
    ------
    StudyError : a score that duality does not certify to 1e-8, because the data span too many powers of ten
    RuntimeError : a score above its bound
    """
    n, p = data.values.shape
    sbm, above, residual = (np.full(n, np.nan) for _ in range(3))
    slack, size = np.full((n, p), np.nan), np.zeros(n, dtype=int)
    peers = [(np.array([], dtype=int), np.array([]))] * n
    counted = ("units", "solves", "direct", "uncertified", "rounds", "largest_pool")
    work = {name: dict.fromkeys(counted, 0) for name in ("sbm", "super")}
    for group in reference_sets(data.year, data.complete, specification.frontier):
        reference, rows = data.values[group.reference], group.evaluated
        first, second, last = two_stage(reference, data.values[rows], group.position, specification)
        sbm[rows], above[rows[second]], size[rows] = first.value, last.value, len(group.reference)
        for name, part, place in (("sbm", first, rows), ("super", last, rows[second])):
            _refuse_uncertified(data, place[part.residual > CERTIFIED])
            slack[place], residual[place] = part.slack * data.values[place], part.residual
            for row, (units, weight) in zip(place, part.peers, strict=True):
                peers[row] = group.reference[units], weight
            _count(work[name], part)
    super_stage = data.complete & ~(sbm < 1 - EFFICIENT)
    scores = np.where(super_stage, above, sbm)
    stage = np.where(super_stage, "super", np.where(data.complete, "sbm", None))
    status = np.where(data.complete, np.where(np.isnan(scores), "infeasible", "ok"), "missing")
    moved = specification.sigma * np.where(super_stage, 1.0, -1.0)[:, None]
    target = data.values + moved * slack
    return Scores(scores, sbm, above, stage, status, slack, target, peers, size, residual, work)


def _refuse_uncertified(data: Indicators, rows: np.ndarray) -> None:
    if rows.size:
        span = np.log10(data.values[data.complete].max(axis=0) / data.values[data.complete].min(axis=0)).max()
        raise StudyError(
            f"{rows.size} unit-years cannot be scored to {CERTIFIED:g}:"
            f" {named([f'{data.unit[row]} {data.year[row]}' for row in rows])}.\n"
            f"  One indicator spans {span:.0f} powers of ten; look for a misplaced point or unit."
        )


def _count(work: dict, part: Solutions) -> None:
    work["units"] += len(part.value)
    work["solves"] += part.solves
    work["direct"] += part.direct
    work["uncertified"] += part.uncertified
    work["rounds"] = max(work["rounds"], part.rounds)
    work["largest_pool"] = max(work["largest_pool"], len(part.pool))


def flags(data: Indicators, scores: Scores, specification: Specification) -> dict[str, np.ndarray]:
    """For each flag a (n,) bool; False for unit-years that are missing."""
    copies = np.zeros(len(data.unit), dtype=bool)
    for rows in copies_in_sets(data, specification):
        copies[rows] = True
    marks = {
        "near_one": (scores.sbm > 1 - NEAR_ONE[0]) & (scores.sbm < 1 - NEAR_ONE[1]),
        "bound_hit": scores.super > specification.bound - AT_BOUND,
        "near_zero_bad": near_zero(data, specification).any(axis=1),
        "duplicate": copies,
        "alone_in_year": scores.reference_size == 1,
    }
    return {name: mark & data.complete for name, mark in marks.items()}


def copies_in_sets(data: Indicators, specification: Specification) -> list[np.ndarray]:
    """Groups of rows of one reference set that are equal, or proportional under CRS."""
    groups = []
    for part in reference_sets(data.year, data.complete, specification.frontier):
        rows = part.reference
        groups += [rows[group] for group in duplicates(data.values[rows], proportional=not specification.vrs)]
    return groups


def audit(data: Indicators, scores: Scores, specification: Specification, seed: int) -> tuple[int, float]:
    """Number of unit-years solved again by the reference model, and the largest difference of an SBM or super score.

    The sample is random, plus the highest and the lowest score and one of each status.

    Raises
    ------
    RuntimeError : a difference above 1e-8 (relative, for a score above 1), or a program infeasible for one
        of the two and not for the other
    """
    sample = audited(scores, specification.audit, seed)
    largest = 0.0
    for group in reference_sets(data.year, data.complete, specification.frontier):
        chosen = np.flatnonzero(np.isin(group.evaluated, sample))
        for stage, ours in (("sbm", scores.sbm), ("super", scores.super)):
            in_stage = chosen if stage == "sbm" else chosen[scores.stage[group.evaluated[chosen]] == "super"]
            theirs = _reference_values(data, group, in_stage, specification, stage)
            largest = max(largest, _difference(data, group.evaluated[in_stage], ours, theirs, stage))
    return len(sample), largest


def audited(scores: Scores, size: int, seed: int) -> np.ndarray:
    """Rows of the audit, increasing: `size` at most, more only if the obligatory rows are more."""
    solved = np.flatnonzero(scores.status != "missing")
    order = solved[np.argsort(scores.score[solved], kind="stable")]  # infeasible ones, without a score, come last
    scored = order[scores.status[order] == "ok"]
    wanted = [*scored[:1], *scored[-1:]]
    wanted += [solved[scores.status[solved] == status][0] for status in np.unique(scores.status[solved])]
    shuffled = np.random.default_rng(seed).permutation(solved)
    wanted += list(shuffled[~np.isin(shuffled, wanted)][: max(0, size - len(set(wanted)))])
    return np.unique(wanted)


def _reference_values(
    data: Indicators, group: ReferenceSet, chosen: np.ndarray, specification: Specification, stage: str
) -> np.ndarray:
    if not chosen.size:
        return np.array([])
    model = ReferenceModel(data.values[group.reference], specification, stage)
    return np.array([model.solve(data.values[group.evaluated[k]], int(group.position[k])) for k in chosen])


def _difference(data: Indicators, rows: np.ndarray, ours: np.ndarray, theirs: np.ndarray, stage: str) -> float:
    gap = np.abs(ours[rows] - theirs) / np.fmax(1.0, theirs)
    gap[np.isnan(ours[rows]) & np.isnan(theirs)] = 0.0
    gap[np.isnan(gap)] = np.inf
    if np.any(gap > AUDIT_TOLERANCE):
        place, differing = np.argmax(gap), (gap > AUDIT_TOLERANCE).sum()
        worst = rows[place]
        raise RuntimeError(
            f"{data.unit[worst]} {data.year[worst]}: the {stage} score is {ours[worst]!r} in the engine and"
            f" {theirs[place]!r} in the reference model; {differing} of {len(rows)} audited differ"
        )
    return float(gap.max(initial=0.0))
