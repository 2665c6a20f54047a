"""The specifications of a curve: each estimated, and again under the draws of the policy, the same for all of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from core.errors import StudyError
from core.formulas import parse_formula
from core.specifications import combinations_of, specification
from core.words import dropped_words
from estimation.absorber import Absorber, absorber_of
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.least_squares import Fit, basis_of, facts, fit_sample, net_of_effects, net_outcome, tidy
from estimation.sample import Sample, sample_of, sample_of_column
from estimation.staggered import ESTIMATORS, effects, prepared
from estimation.weights import Weights
from placebo.lots import Lots
from placebo.neighbours import is_spatial, observed_effect, ready, still_of, with_weights
from placebo.permutation import BLOCK, effects_of
from placebo.staggered import mean_effect

NUMBERS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high")


@dataclass(frozen=True)
class Reassignments:
    """The draws that all specifications have in common.

    units : (n,) of the whole study; starts : (n, B) their first treated years in each draw; enumerated : whether the
    draws are all distinct assignments
    """

    units: np.ndarray
    starts: np.ndarray
    enumerated: bool


@dataclass(frozen=True)
class Shared:
    """What specifications with the same rows, effects and weights share.

    policies : the drawn policies of these rows net of the effects, in blocks (N, BLOCK), and `sizes` their sums of
    squares before
    """

    sample: Sample
    absorber: Absorber
    policies: list[np.ndarray]
    sizes: list[np.ndarray]


@dataclass(frozen=True)
class Net:
    """What of these also have the same controls: their basis, and the drawn policies net of them."""

    shared: Shared
    controls: np.ndarray
    q: np.ndarray
    policies: list[np.ndarray]


def chunk_of_curve(
    panel: pd.DataFrame,
    formula: str,
    vary: dict,
    policy: str,
    keys: dict,
    total: int,
    chunk: str,
    seed: int,
    weights: dict[str, Weights] | None = None,
) -> tuple[dict, np.ndarray]:
    """The `rows` of the specifications of `chunk`, such as "3-of-5", whether the draws are `enumerated`; and their
    (2, 1 + B, S) estimates and z values, the observed first and then those of each draw.

    keys : of the columns, unless `vary` has them; total : number of draws; weights : of spatial models, by name

    A specification that is refused has a row that says why, and no numbers.
    """
    given = reassignments_of(panel, policy, total, seed)
    rows, numbers, net = [], [], None
    for number, names in ordered(formula, vary, chunk):
        column = keys | specification(formula, vary, names) | {"policy": policy}
        row = {"specification": number, **names, "formula": column["formula"]}
        try:
            if column.get("estimator") in ESTIMATORS:
                said, found = staggered(panel, column, given)
            elif is_spatial(column):
                said, found = neighbouring(panel, column, given, weights)
            else:
                fit = fitted(sample_of_column(panel, column), policy, column["ssc"])
                net = net_of(fit, policy, given, net)
                effect = tidy(fit).set_index("term").loc[policy].to_dict()
                said = row_of(effect, facts(fit), first_treated(fit.sample, policy))
                found = np.hstack([observed(fit, policy), drawn(fit, net)])
        except StudyError as error:
            said, found = {"refused": str(error)}, np.full((2, 1 + given.starts.shape[1]), np.nan)
        rows.append(row | said)
        numbers.append(found[..., None])
    none = np.empty((2, 1 + given.starts.shape[1], 0))
    return {"rows": rows, "enumerated": given.enumerated}, np.dstack([none, *numbers])


def ordered(formula: str, vary: dict, chunk: str) -> list[tuple[int, dict]]:
    """Numbers from 1 and choices of the specifications of `chunk`, those side by side that share most."""

    def shares(one: tuple[int, dict]) -> tuple[str, ...]:
        column = specification(formula, vary, one[1])
        outcome, _, terms = column["formula"].partition("~")
        regressors, _, effects = terms.partition("|")
        return (
            str(column.get("estimator")),
            str(column.get("sample")),
            str(column.get("weights")),
            effects,
            regressors,
            outcome,
        )

    every = sorted(enumerate(combinations_of(vary), start=1), key=shares)
    number, chunks = (int(part) for part in chunk.split("-of-"))
    return every[(number - 1) * len(every) // chunks : number * len(every) // chunks]


def reassignments_of(panel: pd.DataFrame, policy: str, total: int, seed: int) -> Reassignments:
    """`total` draws of `policy` over all units of the panel; all distinct assignments, if they are no more."""
    whole = sample_of(panel, parse_formula(f"{policy} ~ {policy}"))
    start = first_treated(whole, policy)
    refuse_no_contrast(start, policy)
    years, kinds = np.unique(start, return_inverse=True)
    lots = Lots(kinds, np.zeros_like(kinds))
    if enumerated := lots.number <= total:
        drawn = [lots.assignment(number) for number in range(lots.number)]
    else:
        drawn = [lots.drawn(draw, seed) for draw in range(total)]
    return Reassignments(whole.units, years[np.stack(drawn, axis=-1)], enumerated)


def fitted(sample: Sample, policy: str, rule: str) -> Fit:
    """The fit of a specification; StudyError if it has no use of the `policy`."""
    if policy not in sample.terms:
        raise StudyError(f"the policy `{policy}` is not among its terms")
    refuse_no_contrast(first_treated(sample, policy), policy)
    return fit_sample(sample, rule, wanted=(policy,))


def staggered(panel: pd.DataFrame, column: dict, given: Reassignments) -> tuple[dict, np.ndarray]:
    """What is said of a specification of an estimator for staggered adoption, and its (2, 1 + B) estimates and z."""
    if column["weights"] is not None:
        raise StudyError(f"the estimator `{column['estimator']}` has no weights")
    sample = sample_of_column(panel, column)
    if column["policy"] not in sample.terms:
        raise StudyError(f"the policy `{column['policy']}` is not among its terms")
    sample, start, _ = prepared(panel, sample, column)
    found = effects(sample, start, column)
    effect = found.table.set_index("term").loc[column["policy"]].to_dict()
    starts = given.starts[np.searchsorted(given.units, sample.units)]
    pairs = [(effect["estimate"], effect["std_error"]), *(mean_effect(sample, own, column)[:2] for own in starts.T)]
    df = np.inf if found.coefficients.df is None else found.coefficients.df
    return row_of(effect, found.facts(), start), scored(np.array(pairs).T, df)


def neighbouring(
    panel: pd.DataFrame, column: dict, given: Reassignments, weights: dict[str, Weights]
) -> tuple[dict, np.ndarray]:
    """The same of a specification of a spatial model."""
    if column["weights"] is not None:
        raise StudyError(f"the estimator `{column['estimator']}` has no weights")
    own = {"policies": [column["policy"]], "leave_out": column["leave_out"][column["matrix"]]}
    (model,) = with_weights([column | own], weights)
    prepared, moving = ready(panel, model)
    _, effect, known = observed_effect(panel, model)
    starts, still = given.starts[np.searchsorted(given.units, prepared.sample.units)], still_of(prepared, model)
    pairs = [(effect["estimate"], effect["std_error"]), *(still.effect(own)[:2] for own in starts.T)]
    return row_of(effect.to_dict(), known, moving.courses[:, 0]), scored(np.array(pairs).T, np.inf)


def row_of(effect: dict, said: dict, start: np.ndarray) -> dict:
    """A specification: the numbers of its `effect`, and of what it rests on: the facts that are `said` of its fit, and
    the first treated years (n,) of its units."""
    clusters = said["n_clusters"] if isinstance(said["n_clusters"], list) else [said["n_clusters"] or "none"]
    treated = np.isfinite(start).sum()
    return {
        **{key: effect[key] for key in NUMBERS},
        "n_obs": said["n_obs"],
        "n_units": said["n_units"],
        "n_clusters": " and ".join(map(str, clusters)),
        "treated_units": int(treated),
        "dropped": dropped_words(said["dropped"]) or "none",
        "refused": None,
    }


def observed(fit: Fit, policy: str) -> np.ndarray:
    """(2, 1) estimate and z of the observed policy."""
    at = fit.terms.index(policy)
    return scored(np.array([[fit.coefficients[at]], [fit.std_errors[at]]]), fit.small_sample.df)


def drawn(fit: Fit, net: Net) -> np.ndarray:
    """(2, B) estimates and z of the drawn policies."""
    outcome = net_outcome(fit.sample, net.shared.absorber)
    outcome -= net.q @ (net.q.T @ outcome)
    blocks = [
        effects_of(fit.sample, fit.small_sample, outcome, policies, sizes)
        for policies, sizes in zip(net.policies, net.shared.sizes, strict=True)
    ]
    return scored(np.hstack(blocks), fit.small_sample.df)


def scored(effects: np.ndarray, df: float) -> np.ndarray:
    """(2, B) estimates and, instead of their standard errors, the normal quantiles of the p-values of their t(df)."""
    estimates, errors = effects
    statistic = estimates / errors
    return np.stack([estimates, -np.sign(statistic) * ndtri(stdtr(df, -np.abs(statistic)))])


def net_of(fit: Fit, policy: str, given: Reassignments, before: Net | None) -> Net:
    """The drawn policies net of the effects and controls of `fit`; `before`, or its part, where that is the same."""
    sample = fit.sample
    shared = before.shared if before and same_rows(before.shared.sample, sample) else shared_by(sample, given)
    _, controls = sample.without(policy)
    if before and before.shared is shared and np.array_equal(before.controls, controls):
        return before
    q = basis_of(net_of_effects(sample, shared.absorber, controls)).q
    return Net(shared, controls, q, [policies - q @ (q.T @ policies) for policies in shared.policies])


def same_rows(one: Sample, other: Sample) -> bool:
    """Whether two samples have the same rows, effects and weights."""
    said = [(sample.effect_names, sample.weighted_by) for sample in (one, other)]
    rows = [(sample.units, sample.unit, sample.year) for sample in (one, other)]
    return said[0] == said[1] and all(map(np.array_equal, *rows))


def shared_by(sample: Sample, given: Reassignments) -> Shared:
    """The drawn policies in the rows of `sample`."""
    absorber = absorber_of(sample)
    starts = given.starts[np.searchsorted(given.units, sample.units)]
    policies, sizes = [], []
    for first in range(0, starts.shape[1], BLOCK):
        treated = (sample.year[:, None] >= starts[sample.unit, first : first + BLOCK]).astype(float)
        policies.append(net_of_effects(sample, absorber, treated))
        sizes.append(treated.sum(axis=0))
    return Shared(sample, absorber, policies, sizes)
