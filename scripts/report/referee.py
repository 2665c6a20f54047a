"""The referee's checks: result tables in, findings out.

Severity: E blocks the report's "passed", W must be answered in the text, N is information. Every check is a pure
function of result files, so that the numbers of a published paper can be checked by typing them into the same files.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.statuses import INFEASIBLE, POLICY_ONE, POLICY_VARIANT_B, UNDEFINED
from core.thresholds import FEW_CLUSTERS, FEW_TREATED, SMALL_SAMPLE_RULES
from core.words import FRAIL, dropped_words
from report.adoption import starts
from report.fitted import LEAST_SQUARES, Fitted
from report.printed import count, estimate, number_of, probability

SMALL_COHORT = 3  # units; below, a cohort's mean is frail
EFFICIENT_SHARE = 0.25  # above: too many variables for the units
CONSEQUENCES = {
    INFEASIBLE: "these unit-years have no score",
    POLICY_ONE: "their score is set to 1",
    POLICY_VARIANT_B: "their score is that of variant B",
}
SIGNIFICANT = 0.05
LEVEL = 0.05  # of a test
SAME = 1e-6  # relative; the placebo's observed estimate and the table's are the same number


@dataclass(frozen=True)
class Finding:
    check: str
    severity: str
    where: str
    message: str


def once(findings: list[Finding]) -> list[Finding]:
    """Each finding said once, with all the places it is about; errors first."""
    places: dict[tuple, list[str]] = {}
    for one in findings:
        places.setdefault((one.check, one.severity, one.message), []).append(one.where)
    merged = [
        Finding(check, severity, ", ".join(dict.fromkeys(where)), message)
        for (check, severity, message), where in places.items()
    ]
    return sorted(merged, key=lambda one: ("EWN".index(one.severity), one.check, one.where, one.message))


def n_identity(columns: list[Fitted]) -> Iterator[Finding]:
    for column in unstacked(columns):
        n, units, periods = (column.facts[name] for name in ("n_obs", "n_units", "n_periods"))
        gap = abs(units * periods - n)
        if gap and "dropped" in column.facts:
            message = f"unbalanced: {n} of {units} x {periods} unit-years{_left(column.facts['dropped'])}"
            yield Finding("unbalanced", "N", column.address, message)
        elif gap:
            message = f"N {n} is not {units} x {periods}; {number_of(gap, 'row')} unexplained"
            yield Finding("n_identity", "E", column.address, message)


def unstacked(columns: list[Fitted]) -> list[Fitted]:
    """Those whose rows are all unit-years of their sample, each once; others say themselves what leaves."""
    return [column for column in columns if not {"stacks", "matching", "gmm"} & column.facts.keys()]


def _left(dropped: dict) -> str:
    """What left a sample, in words."""
    lost = dropped_words(dropped)
    return f"; left out: {lost}" if lost else ""


def n_varies(columns: list[Fitted]) -> Iterator[Finding]:
    for table in dict.fromkeys(column.table for column in columns):
        own = [column.facts for column in unstacked(columns) if column.table == table]
        for sample in dict.fromkeys(facts["sample"] for facts in own):
            sizes = sorted({facts["n_obs"] for facts in own if facts["sample"] == sample})
            if len(sizes) > 1:
                whose = f" with the sample {sample}" if sample else ""
                message = f"N differs across columns of {table}{whose}: {', '.join(map(count, sizes))}"
                yield Finding("n_varies", "W", table, message)


def roster_mean(panel: list[dict], descriptives: list[dict], policy: str) -> Iterator[Finding]:
    start = starts(panel, policy)
    known = [row for row in panel if row[policy] is not None]
    implied = sum(row["unit"] in start and row["year"] >= start[row["unit"]] for row in known) / len(known)
    for row in descriptives:
        if row["variable"] == policy and abs(row["mean"] - implied) > SAME:
            message = f"mean of {policy} {row['mean']:.4f} but the roster implies {implied:.4f}"
            yield Finding("roster_mean", "E", "descriptives", message)


def few_treated(columns: list[Fitted], placebos: dict[str, dict]) -> Iterator[Finding]:
    """Few treated clusters, or few clusters, and neither CR2, a bootstrap nor a permutation p for the estimates.

    One finding for all columns; it names what one of them can have: `also`, and a permutation p for least squares.
    """
    permuted = [one["observed"]["estimate"] for one in placebos.values() if one.get("p_coefficient") is not None]
    found, can_be_permuted = [], False
    for column in columns:
        treated, clusters = column.facts["treated_units"], _fewest(column.facts["n_clusters"])
        if treated is None or clusters is None or {"cr2", "wild"} & column.facts["also"].keys():
            continue
        effects = [row["estimate"] for row in column.rows if row["term"] == column.facts["policy"]]
        covered = any(abs(effect - other) <= SAME * abs(other) for effect in effects for other in permuted)
        if (treated < FEW_TREATED or clusters < FEW_CLUSTERS) and not covered:
            found.append(column)
            can_be_permuted |= bool(effects) and column.facts["estimator"] in LEAST_SQUARES
    if found:
        treated = _range([one.facts["treated_units"] for one in found])
        clusters = _range([_fewest(one.facts["n_clusters"]) for one in found])
        remedies = ["`also: [cr2, wild]`"] * any(map(_has_also, found))
        remedies += ["a permutation p (`placebo`)"] * can_be_permuted
        remedy = f"; add {' or '.join(remedies)}" if remedies else ""
        message = f"{treated} treated clusters of {clusters}: {FRAIL}{remedy}"
        yield Finding("few_treated", "W", ", ".join(column.address for column in found), message)


def _has_also(column: Fitted) -> bool:
    """Whether the key `also` would add p-values to a column."""
    facts = column.facts
    return facts["policy"] is not None and facts["estimator"] in LEAST_SQUARES and isinstance(facts["n_clusters"], int)


def _fewest(clusters: int | list[int] | None) -> int | None:
    """The smaller number of two cluster variables."""
    return min(clusters) if isinstance(clusters, list) else clusters


def _range(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return count(low) if low == high else f"{count(low)} to {count(high)}"


def small_cohort(panel: list[dict], policy: str) -> Iterator[Finding]:
    cohorts = sorted(Counter(starts(panel, policy).values()).items())
    small = [f"{year} ({number_of(units, 'unit')})" for year, units in cohorts if units < SMALL_COHORT]
    if small:
        cohort = "cohort" if len(small) == 1 else "cohorts"
        yield Finding("small_cohort", "N", "panel", f"small {cohort} of {policy}: {', '.join(small)}")


def spatial_disagrees(columns: list[Fitted]) -> Iterator[Finding]:
    """A significant spatial coefficient beside an insignificant two-way estimate of the same effect.

    The same is outcome, policy and number of observations; of several such estimates the one with the same formula is
    compared. Only spatial columns with errors from the Hessian, which are not clustered.
    """
    for column in columns:
        mine = _effect(column)
        if not column.facts.get("matrix") or column.facts["n_clusters"] is not None or mine is None:
            continue
        if mine["p_value"] is None or mine["p_value"] >= SIGNIFICANT:
            continue
        twins = [(other, _effect(other)) for other in columns if _same_effect(column, other) and _effect(other)]
        exact = [twin for twin in twins if twin[0].facts["formula"] == column.facts["formula"]]
        for other, theirs in (exact or twins)[:1]:
            if theirs["p_value"] is not None and theirs["p_value"] >= SIGNIFICANT:
                message = (
                    f"{column.facts['policy']} {_number(mine)} beside {_number(theirs)} of {other.address}: standard "
                    "errors from the Hessian are not clustered, those of the two-way estimate are"
                )
                yield Finding("spatial_disagrees", "W", column.address, message)


def _effect(column: Fitted) -> dict | None:
    """The coefficient of the policy of a column."""
    return next((row for row in column.rows if row["term"] == column.facts["policy"]), None)


def _same_effect(column: Fitted, other: Fitted) -> bool:
    """Whether `other` is the least-squares estimate, with unit and year effects, of what `column` estimates."""
    same = all(column.facts[key] == other.facts[key] for key in ("outcome", "policy", "n_obs"))
    clustered = other.facts["estimator"] == "ols" and other.facts["n_clusters"] is not None
    return same and clustered and {"unit", "year"} <= {*(other.facts["fixed_effects"] or [])}


def _number(row: dict) -> str:
    p = probability(row["p_value"])
    return f"{estimate(row['estimate'])} (p {p.replace('<', '< ') if '<' in p else f'= {p}'})"


def base_treated(columns: list[Fitted]) -> Iterator[Finding]:
    for column in columns:
        for row in column.event_times:
            if row["base"] and row["k"] >= 0:
                yield Finding("base_treated", "E", column.address, f"base {row['k']} is a treated period")


def k_unsupported(columns: list[Fitted], panel: list[dict], years: list[int]) -> Iterator[Finding]:
    """An event time printed without rows, or one that exists and is neither shown nor binned.

    What exists is read from the panel, for columns without a sample filter. Estimators that average effects pool
    nothing at the ends of a window, and leave nothing out of what they show.
    """
    for column in columns:
        if not column.event_times or column.facts["estimator"] != "event_study":
            continue
        causes = {
            "printed without data": [row["k"] for row in column.event_times if not row["base"] and not row["rows"]]
        }
        if not column.facts["sample"]:
            existing = _event_times(panel, column.facts["policy"], years)
            causes["neither shown nor binned"] = sorted(k for k in existing if not _shown(k, column.event_times))
        for why, times in causes.items():
            if times:
                rows = "" if why == "printed without data" else f"{number_of(sum(existing[k] for k in times), 'row')}, "
                yield Finding("k_unsupported", "E", column.address, f"k = {', '.join(map(str, times))}: {rows}{why}")


def _event_times(panel: list[dict], policy: str, years: list[int]) -> Counter:
    """Rows of the panel by years since the policy began."""
    start = starts(panel, policy)
    within = [row for row in panel if years[0] <= row["year"] <= years[1] and row["unit"] in start]
    return Counter(row["year"] - start[row["unit"]] for row in within)


def _shown(k: int, event_times: list[dict]) -> bool:
    """Whether an event time has a coefficient, its own or that of an end which pools it."""
    first, last = event_times[0], event_times[-1]
    if k < first["k"]:
        return first["binned"]
    return last["binned"] if k > last["k"] else k in {row["k"] for row in event_times}


def ssc_mixed(columns: list[Fitted]) -> Iterator[Finding]:
    """Different small-sample rules, or no kind of R2 that all columns with such a rule share."""
    rules, kinds = {}, {}
    for column in columns:
        rule = (column.facts["ssc"] or {}).get("rule")
        if rule in SMALL_SAMPLE_RULES:
            rules.setdefault(rule, column.address)
            kinds[column.address] = {kind for kind in ("r2", "r2_within") if column.facts[kind] is not None}
    if len(rules) > 1:
        message = ", ".join(f"{where}: {rule}" for rule, where in rules.items())
        yield Finding("ssc_mixed", "W", "tables", message)
    if kinds and not set.intersection(*kinds.values()):
        message = ", ".join(f"{where}: {' and '.join(sorted(kind)) or 'no R2'}" for where, kind in kinds.items())
        yield Finding("ssc_mixed", "E", "tables", message)


def likelihoods_mixed(columns: list[Fitted]) -> Iterator[Finding]:
    """Spatial columns side by side of which only some are clustered, or only some corrected for the effects."""
    tables: dict[str, list[Fitted]] = {}
    for column in columns:
        if column.facts.get("matrix"):
            tables.setdefault(column.address.split(".")[0], []).append(column)
    for table, own in tables.items():
        for what, has in (
            ("errors are clustered", lambda facts: facts["n_clusters"] is not None),
            ("estimates are corrected for the effects", lambda facts: facts.get("correction") == "lee_yu"),
        ):
            groups = [[one.address.split(".")[1] for one in own if has(one.facts) == yes] for yes in (True, False)]
            if all(groups):
                message = f"{what} in {', '.join(groups[0])} and not in {', '.join(groups[1])}: compare them with care"
                yield Finding("likelihoods_mixed", "W", table, message)


def explosive_lags(columns: list[Fitted]) -> Iterator[Finding]:
    """Lags between grades whose spectral radius is not below 1."""
    for column in columns:
        radius = column.facts["fitstat"].get("radius")
        if radius is not None and radius >= 1:
            message = f"the spectral radius of the lags is {estimate(radius)}, not below 1: they are no spillovers"
            yield Finding("explosive_lags", "W", column.address, message)


def placebo_design(placebos: dict[str, dict]) -> Iterator[Finding]:
    for where, placebo in placebos.items():
        faults = ["shuffles unit-years (design = cells)"] * (placebo["design"] == "cells")
        for name in ("p_coefficient", "p_statistic"):
            if placebo.get(name) is None:
                faults.append(f"has no {name}")
            elif placebo[name] == 0:
                faults.append(f"has {name} = 0, which no finite number of draws can give")
        yield from (Finding("placebo_design", "E", where, f"placebo {why}") for why in faults)


def placebo_doubts(placebos: dict[str, dict]) -> Iterator[Finding]:
    """Permutation tests that can hardly reject, that miss reassignments, or that contradict the t test."""
    for where, placebo in placebos.items():
        fitted = placebo["draws"] - placebo["absorbed_draws"]
        if placebo["enumerated"] and fitted * LEVEL < 1:
            message = f"only {fitted} distinct reassignments: no permutation p is below {1 / fitted:.3f}"
            yield Finding("placebo_few", "W", where, message)
        if placebo["absorbed_draws"]:
            message = (
                f"in {placebo['absorbed_draws']} of {placebo['draws']} reassignments effects or controls absorb the "
                "policy; they are left out"
            )
            yield Finding("placebo_absorbed", "W", where, message)
        by_t, permuted = placebo["observed"]["p_value"], placebo.get("p_statistic")
        if by_t is not None and permuted is not None and (by_t < LEVEL) != (permuted < LEVEL):
            treated = number_of(placebo["n_treated"], "treated unit")
            message = f"p of the t test is {by_t:.2g}, of the permutation test {permuted:.2g}, with {treated}"
            yield Finding("placebo_differs", "W", where, f"{message}: report the latter")


def efficiency_findings(run: dict) -> Iterator[Finding]:
    """Too many efficient unit-years, too few units, programs without a solution, scores at their bound."""
    counts, sizes = run["counts"], run["sizes"]
    variables = sizes["m"] + sizes["s1"] + sizes["s2"]
    smallest, rows = min(run["reference_sets"].values()), sizes["n"]
    share = counts["efficient"] / rows
    if share > EFFICIENT_SHARE:
        found = f"{100 * share:.1f} % of {count(rows)} unit-years are efficient"
        message = f"{found}: too many variables for the reference set"
        yield Finding("efficient_share", "W", "efficiency", message)
    if smallest < 3 * variables:
        message = f"reference set of {smallest} unit-years, fewer than 3 x {variables} variables"
        yield Finding("few_units", "W", "efficiency", message)
    for status, consequence in CONSEQUENCES.items():
        if counts[status]:
            message = f"{number_of(counts[status], 'infeasible super-efficiency program')}; {consequence}"
            yield Finding("infeasible", "W", "efficiency", message)
    if counts["bound_hit"]:
        yield Finding("bound_hit", "W", "efficiency", f"{number_of(counts['bound_hit'], 'score')} at the upper bound")
    if counts["near_switch"]:
        message = f"{number_of(counts['near_switch'], 'score')} may jump when the data change a little"
        yield Finding("near_switch", "N", "efficiency", message)
    if run["audit"]["undecided"]:
        message = f"{run['audit']['undecided']} of {run['audit']['units']} audited scores could not be decided"
        yield Finding("audit_undecided", "W", "efficiency", message)


def indicator_findings(run: dict) -> Iterator[Finding]:
    """Zeros that were replaced, undesirable outputs near zero, constant indicators and those that count twice."""
    for name, facts in run["columns"].items():
        where = f"efficiency.{name}"
        if facts["floored"]:
            yield Finding(
                "floored", "W", where, f"{number_of(facts['floored'], 'zero')} of {name} became {facts['floor']:g}"
            )
        if facts["near_zero_share"]:
            share = 100 * facts["near_zero_share"]
            yield Finding("near_zero", "W", where, f"{share:.1f} % of {name} are below 1 % of its median")
        if facts["constant"]:
            yield Finding("constant", "W", where, f"{name} is the same for all unit-years")
    for names in run["proportional_columns"]:
        message = f"{', '.join(names)} are the same up to a factor: their slack counts {len(names)} times"
        yield Finding("proportional", "W", "efficiency", message)


def treated_frontier(columns: list[Fitted], panel: list[dict], peers: dict[str, list[dict]]) -> Iterator[Finding]:
    """Effects on a score whose untreated unit-years have treated peers, and no effect on one where they have none.

    peers : rows of the peers of each score, by the variable that holds it
    """
    places: dict[tuple[str, str], list[str]] = {}
    for column in columns:
        if column.facts["outcome"] in peers and column.facts["policy"]:
            places.setdefault((column.facts["policy"], column.facts["outcome"]), []).append(column.address)
    moved = {key: _measured_against_treated(panel, key[0], peers[key[1]]) for key in places}
    for (policy, score), where in places.items():
        beside = any(not moved[key] for key in places if key[0] == policy)
        if moved[policy, score] and not beside:
            message = (
                f"{number_of(moved[policy, score], 'untreated unit-year')} measured against treated ones, whose gain "
                f"is their loss; estimate it also on a score with `reference: not {policy}` (`efficiency.scores`)"
            )
            yield Finding("treated_frontier", "W", ", ".join(where), message)


def _measured_against_treated(panel: list[dict], policy: str, peers: list[dict]) -> int:
    """Number of untreated unit-years that have a treated peer."""
    treated = {(row["unit"], row["year"]) for row in panel if row[policy] == 1}
    pairs = [((row["unit"], row["year"]), (row["peer_unit"], row["peer_year"])) for row in peers]
    return len({own for own, peer in pairs if own not in treated and peer in treated})


def productivity_findings(counts: dict) -> Iterator[Finding]:
    """Pairs of years without an index although the data are complete."""
    for measure, found in counts.items():
        blank = found["status"][INFEASIBLE] + found["status"][UNDEFINED]
        if blank:
            message = f"{blank} of {found['pairs']} pairs of years have no index, or only a part of it"
            yield Finding("blank_productivity", "W", f"productivity.{measure}", message)


def bootstrap_findings(facts: dict) -> Iterator[Finding]:
    """Intervals of scores that are not to be trusted."""
    yield from (Finding("doubtful_intervals", "W", "efficiency.bootstrap", warning) for warning in facts["warnings"])
