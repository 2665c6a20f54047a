"""One column of differences in differences among matched units."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.formulas import Formula
from did.matching import Matched, balance, matched, summary
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.combinations import coefficients_of, combinations
from estimation.least_squares import facts, fit_sample, tidy
from estimation.record import record
from estimation.sample import Sample, sample_of, sample_of_column, without_singletons

RULE = ("method", "caliper", "bandwidth", "neighbours", "rows", "use")


def matching_column(panel: pd.DataFrame, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column; its settings are those of the study."""
    sample, policy = sample_of_column(panel, settings), settings["policy"]
    start = first_treated(sample, policy)
    refuse_no_contrast(start, policy)
    treated, columns, groups, said = _candidates(panel, sample, start, settings)
    found = _match(treated, columns, groups, settings)
    weights = found.weights if settings["rows"] != "pre" else found.weights[sample.unit]
    kept, dropped = _kept(sample, weights)
    own = replace(sample.taking(kept), dropped=sample.dropped | dropped)
    if settings["use"] == "weights":
        own = replace(own, weighted_by="matching", weights=weights[kept])
    own_start = first_treated(own, policy)
    fit = fit_sample(own, settings["ssc"], wanted=(policy,))
    combined, sums_said = combinations(coefficients_of(fit), settings)
    fact = facts(fit) | combined | {"matching": _account(found, treated, columns, settings, sample, own, own_start)}
    warnings = [*said, *_words(fact["matching"], settings), *fit.warnings, *sums_said]
    return tidy(fit), record(settings, own.name, fact, own, own_start, warnings)


def _candidates(panel: pd.DataFrame, sample: Sample, start: np.ndarray, settings: dict) -> tuple:
    """Who is matched: units by their means before the first start of any, or unit-years; ever treated, variables, the
    groups inside which matches are sought, and sentences."""
    values = _variables(panel, sample, settings["on"])
    ever = np.isfinite(start)
    if settings["rows"] != "pre":
        groups = sample.year if settings["rows"] == "yearly" else np.zeros(len(sample.year), dtype=int)
        said = "unit-years are matched, so that a unit may leave in some years and stay in others"
        return ever[sample.unit], values, groups, [said] * (settings["rows"] == "pooled")
    before = sample.year < start.min()
    if not before.any():
        raise StudyError("no year lies before the first start of the policy, and units are matched by their means then")
    means = np.full((len(start), values.shape[1]), np.nan)
    count = np.bincount(sample.unit[before], minlength=len(start))
    for at in range(values.shape[1]):
        total = np.bincount(sample.unit[before], values[before, at], minlength=len(start))
        means[:, at] = np.divide(total, count, out=np.full(len(start), np.nan), where=count > 0)
    lost = int((~np.isfinite(means).all(axis=1)).sum())
    said = [f"{lost} units have no mean of the matching variables before {start.min():.0f}, and leave"] * bool(lost)
    return ever, means, np.zeros(len(start), dtype=int), said


def _variables(panel: pd.DataFrame, sample: Sample, names: list[str]) -> np.ndarray:
    """(N, K) values of the matching variables in the rows of `sample`, missing where they are unknown."""
    keys = pd.MultiIndex.from_arrays([sample.units[sample.unit], sample.year])
    columns = []
    for name in names:
        one = sample_of(panel, Formula(name, ()))
        series = pd.Series(one.outcome, index=pd.MultiIndex.from_arrays([one.units[one.unit], one.year]))
        columns.append(series.reindex(keys).to_numpy())
    return np.column_stack(columns)


def _match(treated: np.ndarray, columns: np.ndarray, groups: np.ndarray, settings: dict) -> Matched:
    """Matches inside each group, as each year."""
    keys = {key: settings[key] for key in ("method", "caliper", "neighbours")} | {"width": settings["bandwidth"]}
    parts = {}
    for group in np.unique(groups):
        own = groups == group
        try:
            parts[group] = own, matched(treated[own], columns[own], **keys)
        except StudyError as error:
            raise StudyError(f"{f'matching in {group}: ' if settings['rows'] == 'yearly' else ''}{error}") from None
    propensity, weights = np.full(len(treated), np.nan), np.zeros(len(treated))
    for own, part in parts.values():
        propensity[own], weights[own] = part.propensity, part.weights
    outside, alone = (sum(getattr(part, name) for _, part in parts.values()) for name in ("outside", "alone"))
    return Matched(propensity, weights, outside, alone)


def _kept(sample: Sample, weights: np.ndarray) -> tuple[np.ndarray, dict]:
    """(N,) rows that are matched and not alone in a group of an effect, and how many left."""
    dropped: dict = {}
    kept = weights > 0
    dropped["rows of units without a match"] = int((~kept).sum())
    kept = without_singletons(kept, [effect.codes for effect in sample.effects], dropped)
    return kept, {name: number for name, number in dropped.items() if number}


def _account(found, treated, columns, settings, sample, own, own_start) -> dict:
    on, sides = settings["on"], {"treated": treated, "others": ~treated}
    candidates = {name: int(side.sum()) for name, side in sides.items()}
    used = {name: int((side & (found.weights > 0)).sum()) for name, side in sides.items()}
    complete = int((np.bincount(own.unit) == len(own.years)).sum())
    return {
        "on": on,
        **{key: settings[key] for key in RULE},
        "candidates": candidates,
        "matched": used,
        "outside_support": found.outside,
        "without_match": found.alone,
        "rows_kept": len(own.outcome),
        "rows": len(sample.outcome),
        "units_kept": len(own.units),
        "units_with_gaps": len(own.units) - complete,
        "treated_units": int(np.isfinite(own_start).sum()),
        "balance": balance(treated, columns, on, found.weights),
        "summary": {
            "before": summary(treated, columns, np.isfinite(found.propensity).astype(float)),
            "after": summary(treated, columns, found.weights),
        },
        "propensity": [
            [float(score), bool(side), float(weight)]
            for score, side, weight in zip(found.propensity, treated, found.weights, strict=True)
            if np.isfinite(score)
        ],
    }


def _words(account: dict, settings: dict) -> list[str]:
    """What matching did to the sample."""
    kept, of = account["matched"], account["candidates"]
    what = "units" if settings["rows"] == "pre" else "unit-years"
    gone = 1 - account["rows_kept"] / account["rows"]
    said = [
        f"matched {kept['treated']} of {of['treated']} treated {what} ({account['outside_support']} outside the common "
        f"support, {account['without_match']} without a match) with {kept['others']} of {of['others']} others; "
        f"{gone:.0%} of the rows leave"
    ]
    if account["units_with_gaps"]:
        said.append(f"{account['units_with_gaps']} of {account['units_kept']} units have gaps after matching")
    return said
