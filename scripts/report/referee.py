"""The referee's checks: result tables in, findings out.

Severity: E blocks the report's "passed", W must be answered in the text, N is information. Every check is a pure
function of result files, so that the numbers of a published paper can be checked by typing them into the same files.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

import pandas as pd

from report.printed import true
from report.trend import starts

FEW_TREATED, FEW_CLUSTERS, SMALL_COHORT = 20, 40, 3  # below: cluster-robust inference, a cohort's mean, are frail
EFFICIENT_SHARE = 0.25  # above: too many variables for the units
SMALL_SAMPLE_RULES = ("CR0", "CR1", "reghdfe", "regress", "linearmodels")
INFEASIBLE = {
    "infeasible": "these unit-years have no score",
    "policy_one": "their score is set to 1",
    "policy_variant_b": "their score is that of variant B",
}
SAME = 1e-6  # relative; the placebo's observed estimate and the table's are the same number

Fits = dict[str, list[dict]]  # table -> its columns


@dataclass(frozen=True)
class Finding:
    check: str
    severity: str
    where: str
    message: str


def table_of(findings: list[Finding]) -> pd.DataFrame:
    """Findings as rows of referee.csv, errors first; without findings only its header."""
    rows = sorted(map(astuple, findings), key=lambda row: ("EWN".index(row[1]), row))
    return pd.DataFrame(rows, columns=[field.name for field in fields(Finding)])


def n_identity(fits: Fits) -> Iterator[Finding]:
    for where, fit in _columns(fits):
        n, units, periods = fit["n_obs"], fit["n_units"], fit["n_periods"]
        if n != units * periods and not fit.get("dropped_rows"):
            gap = abs(units * periods - n)
            yield Finding(
                "n_identity", "E", where, f"{where}: N {n} is not {units} x {periods}; {gap} rows unexplained"
            )


def n_varies(fits: Fits) -> Iterator[Finding]:
    for table, columns in fits.items():
        sizes = sorted({fit["n_obs"] for fit in columns if not fit["sample"]})
        if len(sizes) > 1:
            message = f"N differs across columns of {table}: {', '.join(map(str, sizes))}"
            yield Finding("n_varies", "W", table, message)


def roster_mean(panel: pd.DataFrame, descriptives: pd.DataFrame, policy: str) -> Iterator[Finding]:
    start = starts(panel, policy)
    last = panel.groupby("unit")["year"].max().reindex(start.index)
    implied = float((last - start + 1).sum()) / len(panel)
    for mean in descriptives.loc[descriptives["variable"] == policy, "mean"]:
        if abs(mean - implied) > SAME:
            message = f"mean of {policy} {mean:.4f} but the roster implies {implied:.4f}"
            yield Finding("roster_mean", "E", "descriptives", message)


def few_treated(fits: Fits, estimates: dict[str, pd.DataFrame], placebos: dict[str, dict], policy: str):
    """Few treated clusters, or few clusters, and neither a bootstrap nor a permutation p for this estimate."""
    permuted = [one["observed"]["estimate"] for one in placebos.values() if one.get("p_coefficient") is not None]
    for table, columns in fits.items():
        for fit in columns:
            treated, clusters = fit.get("treated_units"), fit["n_clusters"]
            if treated is None or clusters is None or (fit.get("tests") or {}).get("bootstrap") is not None:
                continue
            rows = estimates[table]
            effects = rows.loc[(rows["column"] == fit["name"]) & (rows["term"] == policy), "estimate"]
            covered = any(abs(effect - other) <= SAME * abs(other) for effect in effects for other in permuted)
            if (treated < FEW_TREATED or clusters < FEW_CLUSTERS) and not covered:
                message = f"{treated} treated clusters of {clusters}; add CR2, wild bootstrap, permutation p"
                yield Finding("few_treated", "W", f"{table}.{fit['name']}", message)


def small_cohort(panel: pd.DataFrame, policy: str) -> Iterator[Finding]:
    for year, units in starts(panel, policy).value_counts().sort_index().items():
        if units < SMALL_COHORT:
            yield Finding("small_cohort", "N", "panel", f"cohort {year}: {units} unit{'s' if units > 1 else ''}")


def base_treated(estimates: dict[str, pd.DataFrame]) -> Iterator[Finding]:
    for where, rows in _event_studies(estimates):
        for k in rows.loc[true(rows["base"]) & (rows["k"] >= 0), "k"]:
            yield Finding("base_treated", "E", where, f"base {k:.0f} is a treated period")


def k_unsupported(
    estimates: dict[str, pd.DataFrame], fits: Fits, panel: pd.DataFrame, policy: str, years: list[int]
) -> Iterator[Finding]:
    """An event time printed without rows, or one that exists and is neither shown nor binned.

    What exists is read from the panel, for columns without a sample filter.
    """
    start = starts(panel, policy)
    joined = panel[panel["year"].between(*years)].merge(start.rename("start"), left_on="unit", right_index=True)
    existing = (joined["year"] - joined["start"]).value_counts().sort_index()
    samples = {where: fit["sample"] for where, fit in _columns(fits)}
    for where, rows in _event_studies(estimates):
        unsupported = {int(k): 0 for k in rows.loc[~true(rows["base"]) & ~(rows["rows"] > 0), "k"]}
        if not samples.get(where):
            binned = rows.loc[true(rows["binned"]), "k"]
            shown = set(rows["k"].astype(int))
            low = rows["k"].min() in set(binned)
            high = rows["k"].max() in set(binned)
            for k, number in existing.items():
                pooled = (low and k < rows["k"].min()) or (high and k > rows["k"].max())
                if k not in shown and not pooled:
                    unsupported[int(k)] = int(number)
        for k, number in sorted(unsupported.items()):
            why = "printed without data" if number == 0 else "neither shown nor binned"
            yield Finding("k_unsupported", "E", where, f"k = {k}: {number} rows, {why}")


def ssc_mixed(fits: Fits) -> Iterator[Finding]:
    """Different small-sample rules, or no kind of R2 that all tables with such a rule share."""
    rules, kinds = {}, {}
    for where, fit in _columns(fits):
        rule = (fit["ssc"] or {}).get("rule")
        if rule in SMALL_SAMPLE_RULES:
            rules.setdefault(rule, where)
            kinds[where] = {kind for kind in ("r2", "r2_within") if fit[kind] is not None}
    if len(rules) > 1:
        message = ", ".join(f"{where}: {rule}" for rule, where in rules.items())
        yield Finding("ssc_mixed", "E", "tables", message)
    if kinds and not set.intersection(*kinds.values()):
        message = ", ".join(f"{where}: {' and '.join(sorted(kind)) or 'no R2'}" for where, kind in kinds.items())
        yield Finding("ssc_mixed", "E", "tables", message)


def placebo_design(placebos: dict[str, dict]) -> Iterator[Finding]:
    for model, placebo in placebos.items():
        faults = ["shuffles unit-years (design = cells)"] * (placebo["design"] == "cells")
        for name in ("p_coefficient", "p_statistic"):
            if placebo.get(name) is None:
                faults.append(f"has no {name}")
            elif placebo[name] == 0:
                faults.append(f"has {name} = 0, which no finite number of draws can give")
        yield from (Finding("placebo_design", "E", model, f"placebo {why}") for why in faults)


def efficiency_findings(run: dict) -> Iterator[Finding]:
    """Too many efficient unit-years, too few units, programs without a solution, scores at their bound."""
    counts, sizes = run["counts"], run["sizes"]
    variables = sizes["m"] + sizes["s1"] + sizes["s2"]
    smallest, rows = min(run["reference_sets"].values()), sizes["n"]
    share = counts["efficient"] / rows
    if share > EFFICIENT_SHARE:
        message = f"{100 * share:.1f} % of {rows} unit-years are efficient: too many variables for the reference set"
        yield Finding("efficient_share", "W", "efficiency", message)
    if smallest < 3 * variables:
        message = f"reference set of {smallest} unit-years, fewer than 3 x {variables} variables"
        yield Finding("few_units", "W", "efficiency", message)
    for status, consequence in INFEASIBLE.items():
        if counts[status]:
            message = f"{counts[status]} super-efficiency programs are infeasible; {consequence}"
            yield Finding("infeasible", "W", "efficiency", message)
    if counts["bound_hit"]:
        yield Finding("bound_hit", "W", "efficiency", f"{counts['bound_hit']} scores stand at their upper bound")


def indicator_findings(run: dict) -> Iterator[Finding]:
    """Zeros that were replaced, undesirable outputs near zero, constant indicators and those that count twice."""
    for name, facts in run["columns"].items():
        where = f"efficiency.{name}"
        if facts["floored"]:
            yield Finding("floored", "W", where, f"{facts['floored']} zeros of {name} became {facts['floor']:g}")
        if facts["near_zero_share"]:
            share = 100 * facts["near_zero_share"]
            yield Finding("near_zero", "W", where, f"{share:.1f} % of {name} are below 1 % of its median")
        if facts["constant"]:
            yield Finding("constant", "W", where, f"{name} is the same for all unit-years")
    for names in run["proportional_columns"]:
        message = f"{', '.join(names)} are the same up to a factor: their slack counts {len(names)} times"
        yield Finding("proportional", "W", "efficiency", message)


def productivity_findings(counts: dict) -> Iterator[Finding]:
    """Pairs of years without an index although the data are complete."""
    for measure, count in counts.items():
        blank = count["status"]["infeasible"] + count["status"]["undefined"]
        if blank:
            message = f"{blank} of {count['pairs']} pairs of years have no index, or only a part of it"
            yield Finding("blank_productivity", "W", f"productivity.{measure}", message)


def _columns(fits: Fits) -> Iterator[tuple[str, dict]]:
    yield from ((f"{table}.{fit['name']}", fit) for table, columns in fits.items() for fit in columns)


def _event_studies(estimates: dict[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each column of the tables that have event times, without its controls."""
    for table, rows in estimates.items():
        if "k" in rows:
            for column, own in rows[rows["k"].notna()].groupby("column", sort=False):
                yield f"{table}.{column}", own
