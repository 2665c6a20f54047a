"""The referee on estimates: rules of inference side by side, tests that disagree, instruments, weights of a mean."""

from collections.abc import Iterator

from core.thresholds import SMALL_SAMPLE_RULES
from report.findings import check
from report.fitted import LEAST_SQUARES, Fitted
from report.printed import count, estimate
from report.reading import Grid, Reading
from report.referee_placebo import LEVEL
from report.typed import p_value, p_words

WEAK, TOO_STRONG = 10, 1000  # first-stage F
FORBIDDEN = 0.1  # weight of later against earlier treated
ROUNDING = 0.0015  # of sums of three numbers with three decimals
AVERAGING = ("callaway_santanna", "imputation", "sun_abraham", "stacked")  # estimators without such weights
WITHOUT, WITH = "without controls", "with controls"
LATER = "Later against earlier treated"
R2 = ("r2", "r2_within")
DYNAMIC = {"ar2": "the AR(2) test", "hansen": "Hansen's J", "instruments": "the number of instruments"}


@check(
    "W",
    "Errors and stars of such columns do not compare",
    "Write one rule for all: `inference: {ssc: reghdfe}`",
)
def ssc_mixed(reading: Reading) -> Iterator[tuple]:
    rules: dict[str, str] = {}
    for column in reading.columns:
        rule = (column.facts["ssc"] or {}).get("rule")
        if rule in SMALL_SAMPLE_RULES:
            rules.setdefault(rule, column.address)
    if len(rules) > 1:
        said = ", ".join(f"{rule} in {where}" for rule, where in rules.items())
        yield "tables", f"Columns have different small-sample rules: {said}"


@check(
    "E",
    "R² with and without what the effects explain are different things, and look like a worse fit",
    "Print one kind of them: `fitstat: [n, r2_within]`",
)
def r2_mixed(reading: Reading) -> Iterator[tuple]:
    """No kind of R² that all columns with one share; columns by maximum likelihood have kinds of their own."""
    kinds: dict[frozenset, list[str]] = {}
    for column in reading.columns:
        kind = frozenset(name for name in R2 if column.facts[name] is not None)
        if kind and not column.facts.get("matrix"):
            kinds.setdefault(kind, []).append(column.address)
    if kinds and not frozenset.intersection(*kinds):
        said = ", ".join(f"{' and '.join(sorted(kind))} in {_some(where)}" for kind, where in kinds.items())
        yield "tables", f"No kind of R² is common to all columns: {said}"


def _some(addresses: list[str]) -> str:
    first, *others = addresses
    return f"{first} and {count(len(others))} more" if others else first


@check(
    "W",
    "Errors that ignore clusters are smaller, and so the stars differ though the effect is the same",
    "Cluster all of them: `inference: {cluster: unit}`, of spatial columns `se: cluster`",
)
def clusters_mixed(reading: Reading) -> Iterator[tuple]:
    """Columns of one effect of which some are clustered."""
    effects: dict[tuple, list[Fitted]] = {}
    for column in reading.columns:
        if column.facts["policy"] and column.facts["estimator"] != "first_stage":
            effects.setdefault((column.facts["policy"], column.facts["outcome"]), []).append(column)
    for (policy, outcome), own in effects.items():
        plain = [column.address for column in own if column.facts["n_clusters"] is None]
        clustered = [column.address for column in own if column.facts["n_clusters"] is not None]
        if plain and clustered:
            said = f"The errors of the effect of {policy} on {outcome} are not clustered here"
            yield ", ".join(plain), f"{said}, and are in {_some(clustered)}"


@check(
    "W",
    "Standard errors from the Hessian are not clustered, those of the two-way estimate are",
    "Write `se: cluster` in the spatial column",
)
def spatial_disagrees(reading: Reading) -> Iterator[tuple]:
    """A significant spatial coefficient beside an insignificant two-way estimate of the same effect.

    The same is outcome, policy and number of observations; of several such estimates the one with the same formula is
    compared. Only spatial columns with errors from the Hessian, which are not clustered.
    """
    for column in reading.columns:
        if not column.facts.get("matrix") or column.facts["n_clusters"] is not None or not _rejects(column):
            continue
        twins = [other for other in reading.columns if _same_effect(column, other)]
        exact = [other for other in twins if other.facts["formula"] == column.facts["formula"]]
        for other in (exact or twins)[:1]:
            if _rejects(other) is False:
                said = f"The effect of {column.facts['policy']} is {_number(column)} beside {_number(other)}"
                yield column.address, f"{said} of {other.address}"


def _rejects(column: Fitted) -> bool | None:
    """Whether the effect of the policy is significant, None if nothing says so."""
    p = p_value(column.effect, column.fewest_clusters) if column.effect else None
    return None if p is None else p < LEVEL


def _same_effect(column: Fitted, other: Fitted) -> bool:
    """Whether `other` is the least-squares estimate, with unit and year effects, of what `column` estimates."""
    same = all(column.facts[key] == other.facts[key] for key in ("outcome", "policy", "n_obs"))
    clustered = other.facts["estimator"] == "ols" and other.facts["n_clusters"] is not None
    return same and clustered and {"unit", "year"} <= {*(other.facts["fixed_effects"] or [])}


def _number(column: Fitted) -> str:
    return f"{estimate(column.effect['estimate'])} ({p_words(p_value(column.effect, column.fewest_clusters))})"


@check(
    "W",
    "With few treated units the t test rejects too often, and what only some tests say is no conclusion",
    "Print all of them (`under: [p_cr2, p_wild, p_placebo]`), and conclude by the largest p",
)
def one_test_only(reading: Reading) -> Iterator[tuple]:
    """Effects that some of the t test, CR2, the wild bootstrap and permutations call significant, and others not."""
    verdicts: dict[str, list[str]] = {}
    for column in reading.columns:
        tests = _tests(column, reading.placebos)
        passed = [name for name, p in tests.items() if p < LEVEL]
        failed = [name for name, p in tests.items() if p >= LEVEL]
        if passed and failed:
            verdicts.setdefault(f"by {_joined(passed)}, not by {_joined(failed)}", []).append(column.address)
    if verdicts:
        said = "; ".join(f"{verdict} ({', '.join(where)})" for verdict, where in verdicts.items())
        tables = dict.fromkeys(address.split(".")[0] for where in verdicts.values() for address in where)
        yield ", ".join(tables), f"Effects are significant at 5 % by some tests only: {said}"


def _tests(column: Fitted, placebos: dict[str, dict]) -> dict[str, float]:
    """The p-values of the policy by the name of the test; permutations within strata are a test of their own."""
    policy, also = column.facts["policy"], column.facts["also"] or {}
    if not column.effect:
        return {}
    found = {"the t test": p_value(column.effect, column.fewest_clusters)}
    for way, words in (("cr2", "CR2"), ("wild", "the wild bootstrap")):
        found[words] = (also.get(way) or {}).get("p_value", {}).get(policy)
    for where, placebo in placebos.items():
        if where.partition("/")[2] == column.address:
            within = f" within {placebo['strata']}" if placebo.get("strata") else ""
            found[f"permutation{within}"] = placebo.get("p_statistic")
    return {name: p for name, p in found.items() if p is not None}


def _joined(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


@check(
    "W",
    "An instrument that hardly moves the policy gives any answer, one that is the policy gives that of least squares",
    "Print `fitstat: [kp_f, effective_f, ar]`, and the first stage: `estimator: first_stage`",
)
def iv_strength(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        found = column.facts["fitstat"] or {}
        robust = found.get("kp_f")
        effective = (found.get("effective_f") or {}).get("statistic", robust)
        if effective is not None and effective < WEAK:
            yield column.address, f"The first-stage F is {effective:.1f}: the instrument barely moves the policy"
        if robust is not None and robust > TOO_STRONG:
            yield column.address, f"The first-stage F is {robust:,.0f}: the instrument reproduces the policy"


@check(
    "W",
    "The values of Stock and Yogo are for independent errors of one variance, and say nothing of a clustered F",
    "Compare the effective F with its own critical value: `fitstat: [effective_f]`",
)
def critical_value(reading: Reading) -> Iterator[tuple]:
    for claim in reading.claimed("critical_value"):
        column = reading.column(claim.where)
        if column and column.facts["n_clusters"] is not None:
            yield claim.where, f"The critical value {claim.value} of Stock and Yogo stands beside a clustered F"


@check(
    "W",
    "The t test of an instrumented effect rejects too often unless F is above 100; the Anderson-Rubin test does not",
    "Print `fitstat: [ar]`, and conclude by it",
)
def iv_significance(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        test = (column.facts["fitstat"] or {}).get("ar")
        if test and test["p_value"] >= LEVEL and _rejects(column):
            p = p_words(test["p_value"])
            yield column.address, f"The effect is significant by the t test, and not by Anderson and Rubin ({p})"


@check(
    "E",
    "A decomposition has to add up to the estimate that it decomposes, which is the one without controls",
    "Print both two-way estimates; here the notes of `kind: bacon` do",
)
def bacon_sum(reading: Reading) -> Iterator[tuple]:
    for grid in (grid for grid in reading.grids if grid.kind == "bacon"):
        rows = _components(grid)
        weight, mean = (sum(values) for values in zip(*((w, w * b) for w, b in rows), strict=True))
        two_way = grid.facts["tests"].get("two_way") or {}
        whole = two_way.get(WITHOUT, two_way.get(WITH))
        if abs(weight - 1) > ROUNDING:
            yield grid.table, f"The weights sum to {estimate(weight, 3)}, not to 1"
        if whole is not None and abs(mean - whole) > ROUNDING:
            said = f"The comparisons average to {estimate(mean)}, the two-way estimate is {estimate(whole)}"
            yield grid.table, said + ", which has controls" * (WITHOUT not in two_way)


def _components(grid: Grid) -> list[tuple[float, float]]:
    """Weight and estimate of each comparison, sums left out."""
    return [(row["weight"], row["estimate"]) for row in grid.rows if row["type"] != "Sum"]


@check(
    "W",
    "Units that are treated already serve as controls, which misleads where effects change with time",
    "Print an estimator without such weights beside it: `estimator: imputation` or `callaway_santanna`",
)
def negative_weight(reading: Reading) -> Iterator[tuple]:
    for grid in (grid for grid in reading.grids if grid.kind == "bacon"):
        forbidden = sum(row["weight"] for row in grid.rows if row["type"] == LATER)
        if forbidden > FORBIDDEN:
            yield grid.table, f"Later against earlier treated has the weight {estimate(forbidden, 2)}"
    for column in reading.columns:
        if column.facts["estimator"] in AVERAGING and column.effect and column.effect["conf_low"] is not None:
            low, high = column.effect["conf_low"], column.effect["conf_high"]
            for other in reading.columns:
                if _two_way_of(other, column) and not low <= other.effect["estimate"] <= high:
                    said = f"The two-way estimate {estimate(other.effect['estimate'])} is outside the interval"
                    yield other.address, f"{said} {estimate(low)} to {estimate(high)} of {column.address}"


def _two_way_of(other: Fitted, column: Fitted) -> bool:
    """Whether `other` is the two-way least-squares estimate by the formula and sample of `column`."""
    same = all(other.facts[key] == column.facts[key] for key in ("formula", "sample"))
    return same and other.facts["estimator"] in LEAST_SQUARES and other.effect is not None


@check(
    "W",
    "Instruments that outnumber units fit the endogenous regressors, and Hansen's J no longer rejects",
    "Print `fitstat: [instruments, ar2, hansen]`, and use fewer: lags in `instruments`, and `collapse: true`",
)
def gmm_instruments(reading: Reading) -> Iterator[tuple]:
    for column in reading.columns:
        if column.facts["estimator"] != "gmm":
            continue
        found, units = column.facts["fitstat"] or {}, column.facts["n_units"]
        if silent := [words for key, words in DYNAMIC.items() if found.get(key) is None]:
            yield column.address, f"Not reported: {', '.join(silent)}"
        if found.get("instruments") and units and found["instruments"] > units:
            yield column.address, f"{count(found['instruments'])} instruments for {count(units)} units"
