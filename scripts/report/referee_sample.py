"""The referee on samples: how many rows, of whom, and whether means and units of measurement are possible."""

from collections import Counter
from collections.abc import Iterator

from core.words import dropped_words
from report.claims import RANGES
from report.findings import check
from report.fitted import Fitted
from report.printed import count, estimate, number_of
from report.reading import Reading
from report.typed import agrees

LEAST_KEPT = 0.7  # of the rows; a matching that keeps fewer is another study
WHOLE = "Say so, and print `kind: balance`"
SAME = 1e-6  # of two means; what was typed agrees as far as it is rounded
SMALL_COHORT = 3  # units; below, a cohort's mean is frail


@check(
    "E",
    "A reader cannot tell which rows the estimates are of",
    "State what leaves the sample; here `missing: drop` counts it by reason, and `sample` says it",
)
def n_identity(reading: Reading) -> Iterator[tuple]:
    for column in unstacked(reading.columns):
        n, units, periods = sizes(column)
        if units and n != units * periods and column.facts["dropped"] is None:
            found = f"{count(units)} x {n // units}, not" if n % units == 0 else "not"
            gap = number_of(abs(units * periods - n), "row")
            yield column.address, f"{gap} unexplained: N {count(n)} is {found} {count(units)} x {periods}"


@check("N", "", "Balance the panel (`panel.interpolate`) or keep complete units with a `sample`, and compare")
def unbalanced(reading: Reading) -> Iterator[tuple]:
    for column in unstacked(reading.columns):
        n, units, periods = sizes(column)
        if units and n != units * periods and column.facts["dropped"] is not None:
            others = {why: lost for why, lost in column.facts["dropped"].items() if why != "singletons"}
            lost = dropped_words(others)
            left = f"; left out: {lost}" if lost else ""
            yield column.address, f"Unbalanced: {count(n)} of {count(units)} x {periods} unit-years{left}"


@check("N", "A group of one row tells nothing of an effect within groups", "")
def singletons(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        if lost := (column.facts["dropped"] or {}).get("singletons"):
            yield column.address, f"{number_of(lost, 'row')} left alone in a group of an effect, and left the sample"


@check(
    "W",
    "Coefficients of different samples do not compare",
    "Give the columns one `sample`, or say in the text what it is that differs",
)
def n_varies(reading: Reading) -> Iterator[tuple]:
    columns = unstacked(reading.columns)
    for table in dict.fromkeys(column.table for column in columns):
        own = [column.facts for column in columns if column.table == table and column.facts["n_obs"]]
        for sample in dict.fromkeys(facts["sample"] for facts in own):
            sizes = sorted({facts["n_obs"] for facts in own if facts["sample"] == sample})
            if len(sizes) > 1:
                whose = f" with the sample {sample}" if sample else ""
                yield table, f"N differs across columns{whose}: {', '.join(map(count, sizes))}"


@check(
    "W",
    "The estimate is of those that are left, and not of the sample of the other columns",
    f"{WHOLE}; `rows: pre` of `estimator: matching` keeps or leaves whole units",
)
def not_rectangular(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        if column.facts["estimator"] != "matching":
            continue
        n, _, periods = sizes(column)
        found = column.facts.get("matching") or {}
        gaps = found.get("units_with_gaps", n and periods and n % periods)
        beside = [other.facts["n_obs"] or 0 for other in reading.columns if other.table == column.table]
        kept = (n or 0) / (found.get("rows") or max(beside) or 1)
        if n and (gaps or kept < LEAST_KEPT):
            said = f"Matching kept {100 * kept:.0f} % of the rows"
            yield (column.address, f"{said}, and units have gaps") if gaps else (column.address, said, WHOLE)


@check(
    "E",
    "The policy variable is then not the policy that the text describes",
    "Make the policy from its `roster`, and print `kind: descriptives` and `kind: cohorts` of it",
)
def roster_mean(reading: Reading) -> Iterator[tuple]:
    means = {row["variable"]: row["mean"] for row in reading.descriptives}
    for policy in reading.policies:
        implied = implied_mean(reading, policy)
        if policy not in means or implied is None:
            continue
        same = abs(means[policy] - implied) < SAME if reading.panel else agrees(means[policy], implied)
        if not same:
            said = f"The mean of {policy} is {estimate(means[policy])}, but its first years imply {estimate(implied)}"
            yield "descriptives", said


def implied_mean(reading: Reading, policy: str) -> float | None:
    """Share of unit-years under a policy by its first years: of the panel, else of adopters that a text counts."""
    start, rows = reading.starts(policy), reading.panel
    if rows and policy in rows[0]:
        known = [row for row in rows if row[policy] is not None]
        return sum(row["unit"] in start and row["year"] >= start[row["unit"]] for row in known) / len(known)
    cohorts = adopters(reading, policy)
    units = max((column.facts["n_units"] or 0 for column in reading.columns), default=0)
    if not cohorts or not units or not reading.years:
        return None
    treated = sum(number * (reading.years[-1] + 1 - year) for year, number in cohorts.items())
    return treated / (units * len(reading.years))


def adopters(reading: Reading, policy: str) -> dict[int, int]:
    """Units by first treated year: as a text counts them, else as the panel or a column of the policy has them."""
    claimed = [claim for claim in reading.claimed("adopters") if claim.term == policy]
    if claimed:
        return {int(claim.level): int(claim.number) for claim in claimed}
    if start := reading.starts(policy):
        return dict(Counter(start.values()))
    own = [column.facts["cohorts"] for column in reading.columns if column.facts["policy"] == policy]
    return {int(year): number for year, number in next(filter(None, own), {}).items()}


@check(
    "N", "The mean of so few units is as much theirs as the policy's", "`kind: jackknife` shows how much hangs on each"
)
def small_cohort(reading: Reading) -> Iterator[tuple]:
    for policy in reading.policies:
        if reading.policies[policy].get("like"):
            continue  # it has the cohorts of its original
        small = [(year, units) for year, units in sorted(adopters(reading, policy).items()) if units < SMALL_COHORT]
        if small:
            said = ", ".join(f"{year} ({number_of(units, 'unit')})" for year, units in small)
            yield "panel", f"Small cohort{'s' * (len(small) > 1)} of {policy}: {said}"


@check(
    "W",
    "It is in another unit of measurement, or of another variable",
    "Compare the source; `unit` and `convert_to` of a column convert, `share: true` refuses what is no share",
)
def share_range(reading: Reading) -> Iterator[tuple]:
    declared = {claim.term: claim.value for claim in reading.claimed("declared")}
    found = []
    for row in reading.descriptives:
        if kind := declared.get(row["variable"]):
            low, high = RANGES[kind]
            values = [row[name] for name in ("mean", "min", "max") if row.get(name) is not None]
            if outside := [value for value in values if not low <= value <= high]:
                found.append(f"{row['variable']} with {estimate(outside[0])} is no {kind} ({low:g} to {high:g})")
    if found:
        yield "descriptives", f"Values are not what they are declared to be: {', '.join(found)}"


@check(
    "W",
    "What was filled or pulled in cannot be told from what was observed",
    "Say how many cells; here `panel/audit.csv` has a row for each, and `kind: descriptives` counts them",
)
def edits_recorded(reading: Reading) -> Iterator[tuple]:
    rules = [("imputed", "interpolated", rule["variables"]) for rule in reading.block("panel", "interpolate") or []]
    winsorized = reading.block("panel", "winsorize").get("variables") or []
    counted = {row["variable"]: row for row in reading.descriptives}
    for column, words, names in [*rules, ("winsorized", "winsorised", winsorized)]:
        silent = [name for name in names if name in counted and counted[name].get(column) is None]
        if silent:
            yield "descriptives", f"{', '.join(silent)}: {words} without counts"


def unstacked(columns: list[Fitted]) -> list[Fitted]:
    """Those whose rows are all unit-years of their sample, each once; others say themselves what leaves."""
    others = {"stacks", "matching", "gmm"}
    return [
        column
        for column in columns
        if not others & column.facts.keys() and column.facts["estimator"] != "matching" and column.facts["n_obs"]
    ]


def sizes(column: Fitted) -> tuple[int, int, int]:
    return tuple(column.facts[name] for name in ("n_obs", "n_units", "n_periods"))
