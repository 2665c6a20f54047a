"""What is known of a study before its scores and models are computed, in lines that a person can act on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.formulas import without_lags
from core.words import dropped_words
from estimation.absorber import absorber_of
from estimation.cohorts import first_treated, refuse_no_contrast
from estimation.frames import balanced
from estimation.least_squares import kept_terms
from estimation.sample import Sample, sample_of_column


@dataclass(frozen=True)
class Outlook:
    """What becomes of a column: its `sample` and the terms that are `lost` in it, or the `fault` that would end it."""

    address: str
    sample: Sample | None
    fault: str
    lost: tuple[str, ...] = ()


def samples_of(
    panel: pd.DataFrame,
    columns: list[dict],
    weights: dict[str, pd.DataFrame],
    leave_out: dict[str, list[str]],
    scores: dict[str, list[str]],
) -> list[Outlook]:
    """The outlook of every column, in their order.

    panel : unit-years and variables; scores : the inputs and outputs of each. Scores are not computed yet: one is taken
        to be there in every row that has its inputs and outputs, with values that no effects explain
    columns : settings as the plan gives them, with `table`; weights : pairs of neighbours by the name of the matrix
    """
    made = {name: _stand_in(panel, used, number) for number, (name, used) in enumerate(scores.items(), start=1)}
    scored = panel.assign(**made)
    return [_outlook(scored, settings, weights, leave_out) for settings in columns]


def _stand_in(panel: pd.DataFrame, used: list[str], number: int) -> pd.Series:
    values = number * np.sqrt(2) * np.arange(1.0, len(panel) + 1) ** 2 % 1
    return pd.Series(values, panel.index).where(panel[used].notna().all(axis=1))


def _outlook(panel: pd.DataFrame, settings: dict, weights: dict[str, pd.DataFrame], leave_out: dict) -> Outlook:
    address, matrix = f"{settings['table']}.{settings['name']}", settings.get("matrix")
    try:
        if matrix is None:
            sample = sample_of_column(panel, settings)
            return Outlook(address, sample, "", _lost(sample, settings) if settings["estimator"] == "ols" else ())
        kept = panel[~panel["unit"].isin(leave_out[matrix])]
        sample = balanced(sample_of_column(kept, settings | {"formula": without_lags(settings["formula"])}))
        if lacking := sorted(set(sample.units) - set(weights[matrix]["unit"])):
            said = f"the matrix `{matrix}` lacks {len(lacking)} of {len(sample.units)} units: {named(lacking)}"
            raise StudyError(f"{said}.\n  Name them under `leave_out`, or add them to its file.")
        return Outlook(address, sample, "")
    except StudyError as error:
        return Outlook(address, None, str(error))


def _lost(sample: Sample, settings: dict) -> tuple[str, ...]:
    """The terms of least squares that are left out, and why; StudyError if the policy is one, or nothing is left."""
    policy = settings["policy"]
    if policy and "year" in sample.effect_names:
        refuse_no_contrast(first_treated(sample, policy), policy)
    _, lost, _ = kept_terms(sample, absorber_of(sample), (policy,) if policy else ())
    return tuple(f"`{one.term}` {one.said(sample.effect_names)}" for one in lost)


def faults_of(outlooks: list[Outlook]) -> list[str]:
    """The faults of all columns, each once, with the columns that have it."""
    columns: dict[str, list[str]] = {}
    for one in outlooks:
        if one.fault:
            columns.setdefault(one.fault, []).append(one.address)
    return [f"{named(addresses)}: {fault}" for fault, addresses in columns.items()]


def refuse(faults: list[str]) -> None:
    if faults:
        raise StudyError("\n".join(faults))


def panel_of(panel: pd.DataFrame) -> str:
    """``50 units x 11 years (2000 to 2010), 550 unit-years, 20 variables``."""
    units, years = panel["unit"].nunique(), panel["year"].nunique()
    lost = units * years - len(panel)
    rows = f"{len(panel):,d} unit-years" + (f" ({lost:,d} are not there)" if lost else "")
    span = f"{panel['year'].min()} to {panel['year'].max()}"
    return f"{units:,d} units x {years} years ({span}), {rows}, {panel.shape[1] - 2} variables"


def cleaning(audit: pd.DataFrame, warnings: pd.DataFrame) -> list[str]:
    """What each rule changed, by its words, and how many warnings there are."""
    counts = audit[audit["unit"].notna()]["why"].value_counts().sort_index()
    changes = [f"{number:,d} cells: {why}" for why, number in counts.items()] or ["no cell is changed"]
    remarks = [f"{len(warnings):,d} warnings, in panel/warnings.csv"] if len(warnings) else []
    return [*changes, *remarks]


def matrices_of(weights: dict[str, pd.DataFrame]) -> list[str]:
    """Units and pairs of each matrix; an island stands in a pair with itself."""
    return [
        f"{name}: {pairs['unit'].nunique():,d} units, {int((pairs['raw'] > 0).sum()):,d} pairs of neighbours"
        for name, pairs in weights.items()
    ]


def lines_of(
    study: str, panel: str, changes: list[str], matrices: list[str], outlooks: list[Outlook], chunks: list[str]
) -> list[str]:
    """The summary, a line each."""
    columns = ["; ".join([f"{one.address}: {_sample_words(one.sample)}", *one.lost]) for one in outlooks]
    sections = {"cleaning": changes, "matrices": matrices, "columns": columns, "draws": chunks}
    lines = [f"{study}: {panel}"]
    for heading, content in sections.items():
        lines += [f"{heading}:", *(f"  {line}" for line in content)] if content else []
    return [*lines, "Nothing is wrong that can be known before the scores are computed."]


def _sample_words(sample: Sample) -> str:
    lost = dropped_words(sample.dropped)
    size = f"{len(sample.year):,d} rows, {len(sample.units):,d} units, {len(sample.years)} years"
    return f"{size}{f'; left out: {lost}' if lost else ''}"
