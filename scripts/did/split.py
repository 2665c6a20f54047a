"""The effect of a policy in groups of units, and whether the groups differ."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.formulas import Effect, parse_formula
from core.grids import Cell, grid
from core.thresholds import SMALL_SAMPLE_RULES
from core.words import dropped_words
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.least_squares import Fit, fit_sample, tidy, wald
from estimation.record import few_clusters
from estimation.sample import Sample, sample_of_column

MOST = 12  # groups
NOTE = (
    "Coefficient of {policy} on {outcome} in each group, estimated by itself, and its differences from the first group "
    "in one model in which all coefficients and effects are those of the groups. Standard errors in parentheses{how}."
)


def effects_by_group(panel: pd.DataFrame, by: str, settings: dict) -> tuple[pd.DataFrame, dict, list[str]]:
    """A row for each group and each difference, the joint test of more than one, and warnings.

    Raises StudyError, with the group, for one without rows, without a treated unit, or without anything to compare.
    """
    groups, rows, said = groups_of(panel, by), [], []
    for group, own in groups.items():
        try:
            row, warnings = effect(own, settings)
        except StudyError as error:
            raise StudyError(
                f"`by`: the group of `{by}` {group}: {error}\n  Keep it out with `sample`, or part the units otherwise."
            ) from None
        rows.append({"group": group} | row)
        said += [f"{by} {group}: {text}" for text in warnings]
    fit = fit_sample(interacted(panel, by, list(groups), settings), settings["ssc"], wanted=(settings["policy"],))
    found, tests = differences(fit, settings["policy"], list(groups))
    gaps = int(panel[by].isna().sum())
    said += [f"left out {dropped_words({'missing': {by: gaps}})}"] * bool(gaps)
    return pd.DataFrame(rows + found), tests, list(dict.fromkeys(said))


def groups_of(panel: pd.DataFrame, by: str) -> dict[str, pd.DataFrame]:
    """The rows of each value of `by`, ascending; those in which it is missing are in none.

    Raises StudyError where units change their group, or there are fewer than two groups, or more than 12.
    """
    known = panel[panel[by].notna()]
    counts = known.groupby("unit")[by].nunique()
    if moving := list(counts.index[counts > 1]):
        raise StudyError(
            f"`by`: `{by}` varies over time in {len(moving)} units: {named(moving)}.\n  Groups are fixed before the "
            f"policy: take the value of one year, as `at({by}, 2010)` under `panel.variables`."
        )
    values = sorted(known[by].unique())
    if not 2 <= len(values) <= MOST:
        raise StudyError(f"`by`: `{by}` has {len(values)} values; a split has 2 to {MOST} groups")
    return {value if isinstance(value, str) else f"{value:.12g}": known[known[by] == value] for value in values}


def effect(own: pd.DataFrame, settings: dict) -> tuple[dict, list[str]]:
    """The coefficient of the policy in the rows `own`, and how many there are."""
    policy, sample = settings["policy"], sample_of_column(own, settings)
    start = first_treated(sample, policy)
    if "year" in sample.effect_names or np.isinf(start).all():
        refuse_no_contrast(start, policy)
    fit = fit_sample(sample, settings["ssc"], wanted=(policy,))
    counts = {
        "n_obs": len(sample.outcome),
        "n_units": len(sample.units),
        "n_clusters": min((cluster.count for cluster in sample.clusters), default=None),
        "treated_units": int(np.isfinite(start).sum()),
        "factor": fit.small_sample.factor,
    }
    lost = [f"left out {dropped_words(sample.dropped)}"] * bool(sample.dropped)
    return _row(fit, policy) | counts, [*few_clusters(sample, start), *lost, *fit.warnings]


def _row(fit: Fit, term: str) -> dict:
    return tidy(fit).set_index("term").loc[term].to_dict()


def interacted(panel: pd.DataFrame, by: str, groups: list[str], settings: dict) -> Sample:
    """The sample of the model in which terms and effects are the groups' own: to each term one for each further group,
    whose coefficient is the difference from the first, named ``term:group``."""
    formula = parse_formula(settings["formula"])
    effects = [_own(effect, by) for effect in formula.absorbed] or [by]
    text = f"{formula.outcome} ~ {' + '.join(formula.regressors)} | {' + '.join(effects)}"
    sample = sample_of_column(panel[panel[by].notna()], settings | {"formula": text})
    group_of = {unit: group for group, own in groups_of(panel, by).items() for unit in own["unit"].astype(str)}
    member = np.array([group_of[unit] for unit in sample.units])[sample.unit]
    further = [(group, (member == group)[:, None]) for group in groups[1:]]
    return replace(
        sample,
        terms=(*sample.terms, *(_difference(term, group) for group, _ in further for term in sample.terms)),
        columns=np.hstack([sample.columns, *(sample.columns * rows for _, rows in further)]),
    )


def _own(effect: Effect, by: str) -> str:
    """An effect for each group; those of units are, since a unit is in one group."""
    factors = effect.factors if "unit" in effect.factors else (*effect.factors, by)
    return "^".join(factors) + (f"[{effect.slope}]" if effect.slope else "")


def _difference(term: str, group: str) -> str:
    return f"{term}:{group}"


def differences(fit: Fit, policy: str, groups: list[str]) -> tuple[list[dict], dict]:
    """A row for each group but the first, and the joint test that all are zero where there are several."""
    terms = tuple(_difference(policy, group) for group in groups[1:])
    rows = [
        {"group": f"{group} − {groups[0]}"} | _row(fit, term) for group, term in zip(groups[1:], terms, strict=True)
    ]
    test = vars(wald(fit, terms)) if len(terms) > 1 else None
    return rows, {"equal": test} if test else {}


def layout(by: str, settings: dict, tests: dict, warnings: list[str]) -> dict:
    """The grid of `effects_by_group`."""
    cells = [
        Cell("estimate", "Estimate", stars="p_value", below="std_error"),
        Cell("p_value", "p", "probability"),
        Cell("n_obs", "N", "count"),
        Cell("n_units", "Units", "count"),
        Cell("treated_units", "Treated", "count"),
        Cell("n_clusters", "Clusters", "count"),
    ]
    return grid("group", cells, by, notes=_notes(settings, tests), warnings=warnings, tests=tests)


def _notes(settings: dict, tests: dict) -> list[str]:
    cluster = settings["cluster"]
    names = " and ".join([cluster] if isinstance(cluster, str) else cluster)
    how = "" if cluster == "none" else f", clustered by {names}, {SMALL_SAMPLE_RULES[settings['ssc']]}"
    outcome = parse_formula(settings["formula"]).outcome
    notes = [NOTE.format(policy=settings["policy"], outcome=outcome, how=how)]
    for test in tests.values():
        found = "cannot be computed: more differences than the clusters allow"
        if test["statistic"] is not None:
            found = f"F({test['df1']}, {test['df2']}) = {test['statistic']:.4f}, p = {test['p_value']:.3f}"
        notes.append(f"Joint test that the groups do not differ: {found}.")
    return notes
