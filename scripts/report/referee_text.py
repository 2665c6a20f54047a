"""The referee on a text: what its claims say about the results, and about each other."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from report.claims import Claim, Interval
from report.findings import check
from report.fitted import Fitted
from report.printed import STARS, count, estimate, number_of
from report.printed import stars as earned
from report.reading import Grid, Reading
from report.referee_sample import adopters
from report.typed import agrees, decimals, p_words
from report.typed import p_value as p_of

SPATIAL = ("impacts", "moran")
LEGEND = ", ".join(f"{mark} {bound:g}" for bound, mark in STARS)


@check(
    "E", "The stars are then of another test than the standard errors beneath them", "Print the stars of the p-value"
)
def stars(reading: Reading) -> Iterator[tuple]:
    for claim in reading.claimed("stars"):
        if found := coefficient(reading, claim):
            column, row = found
            p = p_of(row, column.fewest_clusters)
            if p is not None and earned(p) != claim.value:
                said = f"{claim.term} {_said(row)} earns {earned(p) or 'no star'} ({p_words(p)})"
                yield claim.where, f"{said} and has {claim.value or 'none'}"


@check("E", "Text and table are then of different estimates", "Correct the text, or the table")
def text_number(reading: Reading) -> Iterator[tuple]:
    for claim in reading.claimed("estimate"):
        if not (found := coefficient(reading, claim)):
            continue
        column, row = found
        if claim.value and not agrees(claim.value, row["estimate"]):
            said = f"{estimate(row['estimate'], max(4, decimals(claim.value)))}"
            yield claim.where, f"The text has {claim.value} for {claim.term}, the table {said}"
        p = p_of(row, column.fewest_clusters)
        if claim.level and p is not None and p >= float(claim.level):
            level = f"{100 * float(claim.level):g} %"
            yield claim.where, f"The text calls {claim.term} {_said(row)} significant at {level}; {p_words(p)}"


@check(
    "E",
    "What is claimed there is compared with nothing",
    "Correct its row in the file that `claims` names, or type what it is about",
)
def claim_nowhere(reading: Reading) -> Iterator[tuple]:
    """Claims about a coefficient, a column, a table or means that there are not."""
    tables = {one.table for one in (*reading.columns, *reading.grids)}
    means = {claim.period[:2] for claim in reading.claimed("mean")}
    for claim in reading.claims:
        match claim.kind:
            case "estimate" | "stars":
                there = coefficient(reading, claim)
            case "header" | "critical_value":
                there = reading.column(claim.where)
            case "columns" | "range":
                there = claim.where in tables
            case "growth" | "change":
                name, first, last = claim.period
                there = {(name, first), (name, last)} <= means
            case _:
                continue
        if not there:
            about = f"{claim.where} {claim.term}".strip()
            yield "claims", f"A claim of the kind {claim.kind} is about {about}, of which nothing is known"


def coefficient(reading: Reading, claim: Claim) -> tuple[Fitted, dict] | None:
    """The coefficient that a claim is about: of a column, or an effect of a table of effects."""
    if column := reading.column(claim.where):
        row = next((row for row in column.rows if row["term"] == claim.term), None)
        return row and (column, row)
    for grid in (grid for grid in reading.grids if grid.table == claim.where and "effect" in grid.rows[0]):
        row = next((row for row in grid.rows if row["effect"] == claim.term), None)
        column = row and reading.column(row["column"])
        return (column, row) if column else None
    return None


def _said(row: dict) -> str:
    return f"{estimate(row['estimate'])} ({estimate(row['std_error'])})"


@check("E", "The same star means two things", f"Define stars once for all tables; here they are {LEGEND}")
def star_legend(reading: Reading) -> Iterator[tuple]:
    legends: dict[str, list[str]] = {}
    for claim in reading.claimed("legend"):
        legends.setdefault(claim.value, []).append(claim.where)
    if len(legends) > 1:
        said = " and ".join(f"{legend} ({', '.join(where)})" for legend, where in legends.items())
        yield "tables", f"Legends of stars differ: {said}"


@check(
    "E",
    "A reader takes the coefficients for effects on something else",
    "Head the column with its outcome; here `label` does",
)
def outcome_header(reading: Reading) -> Iterator[tuple]:
    labels = reading.block("labels")
    for claim in reading.claimed("header"):
        column = reading.column(claim.where)
        outcome = column and column.facts["outcome"]
        if outcome and claim.value not in (outcome, labels.get(outcome)):
            yield claim.where, f"The column is headed {claim.value}, and its outcome is {labels.get(outcome, outcome)}"


@check("W", "The policy that is estimated is then not the one that is described", "Print the roster: `kind: cohorts`")
def cohort_text(reading: Reading) -> Iterator[tuple]:
    claims = reading.claimed("cohorts")
    for policy in dict.fromkeys(claim.term for claim in claims):
        own = [claim for claim in claims if claim.term == policy]
        said = {claim.value: claim.where for claim in own}
        found = len(adopters(reading, policy))
        if len(said) > 1:
            words = ", ".join(f"{number} in {where}" for number, where in said.items())
            yield ", ".join(said.values()), f"The text counts the cohorts of {policy} in several ways: {words}"
        elif found and int(own[0].number) != found:
            yield own[0].where, f"The text has {own[0].value} cohorts of {policy}, and its first years are {found}"


@check(
    "E",
    "A sample whose list is wrong cannot be made again",
    "Print the list with codes; here a `crosswalk` refuses a unit that stands twice, and `members` names the sample",
)
def roster_units(reading: Reading) -> Iterator[tuple]:
    """Units that stand twice, units of another level, and counts of classes that do not add up to that of all."""
    claims = reading.claimed("unit")
    for name, times in Counter(claim.value for claim in claims).items():
        if times > 1:
            where = dict.fromkeys(claim.where for claim in claims if claim.value == name)
            yield ", ".join(where), f"{name} stands {times} times in the list"
    usual = Counter(claim.level for claim in claims if claim.level).most_common(1)
    for claim in claims:
        if claim.level and claim.level != usual[0][0]:
            yield claim.where, f"{claim.value} is a {claim.level} in a list of the level {usual[0][0]}"
    sizes = reading.claimed("size")
    for where in dict.fromkeys(claim.where for claim in sizes):
        own = {claim.term: claim.number for claim in sizes if claim.where == where}
        whole = own.pop("all", None)
        if whole is not None and sum(own.values()) != whole:
            yield where, f"The classes {', '.join(own)} sum to {count(sum(own.values()))}, not to {count(whole)}"


@check(
    "W", "A unit at the edge is counted twice, or not at all", "Write half-open classes; here `cuts` are the lower ends"
)
def classes_disjoint(reading: Reading) -> Iterator[tuple]:
    claims = reading.claimed("class")
    for where in dict.fromkeys(claim.where for claim in claims):
        own = sorted((claim.interval for claim in claims if claim.where == where), key=lambda one: one.low)
        if edges := [said for lower, upper in pairwise(own) if (said := _edge(lower, upper))]:
            yield where, f"Of the classes {', '.join(edges)}"


def _edge(lower: Interval, upper: Interval) -> str:
    """What is wrong where one class ends and the next begins."""
    if lower.high > upper.low or (lower.high == upper.low and lower.with_high and upper.with_low):
        return f"two have the value {upper.low:g}"
    if lower.high < upper.low:
        return f"none has the values from {lower.high:g} to {upper.low:g}"
    if not (lower.with_high or upper.with_low):
        return f"none has the value {upper.low:g}"
    return ""


@check(
    "W",
    "Growth over the years is compound: total growth over the number of years is more than growth a year",
    "Compute (last / first)^(1 / years) - 1; here `kind: means` has the means by year",
)
def growth_arithmetic(reading: Reading) -> Iterator[tuple]:
    means = {claim.period[:2]: claim for claim in reading.claimed("mean")}
    for claim in [*reading.claimed("growth"), *reading.claimed("change")]:
        name, first, last = claim.period
        ends = means.get((name, first)), means.get((name, last))
        if not all(ends):
            continue
        years = last - first if claim.kind == "growth" else 1
        low, high = (100 * (ratio ** (1 / years) - 1) for ratio in _ratios(*ends))
        half = 0.5 * 10.0 ** -decimals(claim.value)
        if not low - half <= claim.number <= high + half:
            exact = 100 * ((ends[1].number / ends[0].number) ** (1 / years) - 1)
            what = "a year " if claim.kind == "growth" else ""
            said = f"The text has growth of {claim.value} % {what}for {name}"
            yield claim.where, f"{said}; {ends[0].value} to {ends[1].value} is {exact:.2f} %"


def _ratios(first: Claim, last: Claim) -> tuple[float, float]:
    """The smallest and the largest ratio of two numbers that are rounded."""
    (a, a_half), (b, b_half) = ((one.number, 0.5 * 10.0 ** -decimals(one.value)) for one in (first, last))
    return (b - b_half) / (a + a_half), (b + b_half) / (a - a_half)


@check(
    "W",
    "That the policy moves a channel does not show that its effect goes through it",
    "Add the second step and the indirect effect with its interval: `kind: mediation`",
)
def mediation_claim(reading: Reading) -> Iterator[tuple]:
    tested = {row["channel"] for grid in reading.grids if grid.kind == "mediation" for row in grid.rows}
    claims = [claim for claim in reading.claimed("mediation") if claim.term not in tested]
    if claims:
        said = ", ".join(claim.term for claim in claims)
        where = ", ".join(dict.fromkeys(claim.where for claim in claims))
        yield where, f"No indirect effect is estimated through what the text calls channels: {said}"


@check(
    "E",
    "A reader cannot know which of them is meant",
    "Give each thing one name; here `labels` has one for each variable",
)
def names(reading: Reading) -> Iterator[tuple]:
    for key, other, what in (("term", "value", "means"), ("value", "term", "is called")):
        for one, own in _several(reading.claimed("name"), key, other):
            yield ", ".join(dict.fromkeys(own.values())), f"{one} {what} {' and '.join(own)}"


def _several(claims: list[Claim], key: str = "term", other: str = "value") -> Iterator[tuple[str, dict[str, str]]]:
    """What claims with one `key` say otherwise than each other, with where each says it."""
    for one in dict.fromkeys(getattr(claim, key) for claim in claims):
        own = {getattr(claim, other): claim.where for claim in claims if getattr(claim, key) == one}
        if len(own) > 1:
            yield one, own


@check(
    "W",
    "The equation is then not the model that was estimated",
    "Print the formula: one `formula` is estimate and text",
)
def equation_terms(reading: Reading) -> Iterator[tuple]:
    """Variables with two roles, and lists that are longer or shorter than announced."""
    for name, own in _several(reading.claimed("role")):
        said = " and ".join(f"{role} in {where}" for role, where in own.items())
        yield ", ".join(own.values()), f"{name} is {said}"
    for claim in reading.claimed("announced"):
        items = [other.value for other in reading.claimed("listed") if other.term == claim.term]
        if items and len(items) != int(claim.number):
            twice = [item for item, times in Counter(items).items() if times > 1]
            again = f", {', '.join(twice)} twice" if twice else ""
            yield claim.where, f"Of {claim.term} {claim.value} are announced and {len(items)} listed{again}"


@check(
    "W",
    "Spatial estimates are of their weights, and these cannot be made again",
    "Define them once under `matrices`; `kind: matrices` prints what they are like",
)
def matrix_formula(reading: Reading) -> Iterator[tuple]:
    for name, own in _several(reading.claimed("matrix")):
        said = " and ".join(f"{text} ({where})" for text, where in own.items())
        yield ", ".join(own.values()), f"The matrix {name} is defined in two ways: {said}"


@check(
    "W",
    "An index is its weights, and without them nobody can compute it",
    "State them; here `entropy_index()` and `angle_index()` have weights that `docs/panel.md` states",
)
def index_weights(reading: Reading) -> Iterator[tuple]:
    for claim in reading.claimed("index"):
        if not claim.value:
            yield claim.where, f"The weights of the index {claim.term} are not given"


@check("E", "The claim is broader than what was estimated", "Print a column for each matrix, or claim less")
def spatial_claims(reading: Reading) -> Iterator[tuple]:
    for claim in reading.claimed("columns"):
        found = len(_columns(reading, claim))
        if found < claim.number:
            said = f"The text speaks of {claim.term} for {claim.value} matrices"
            yield claim.where, f"{said}; the results have {number_of(found, 'column')}"
    for claim in reading.claimed("range"):
        rows = [row for grid in reading.grids if grid.table == claim.where for row in grid.rows]
        values = [row[claim.term] for row in rows if row.get(claim.term) is not None]
        if values and not all(value in claim.interval for value in values):
            said = f"{estimate(min(values), 3)} to {estimate(max(values), 3)}"
            yield claim.where, f"The text has {claim.term} in {claim.value}; the table has {said}"


def _columns(reading: Reading, claim: Claim) -> set[str]:
    """Columns of a table by an estimator, or those of which a table of effects has the effect that is claimed."""
    fitted = {column.address for column in reading.columns if column.table == claim.where}
    grids: list[Grid] = [grid for grid in reading.grids if grid.table == claim.where and grid.kind in SPATIAL]
    if not grids:
        return {one for one in fitted if reading.column(one).facts["estimator"] == claim.term}
    return {row["column"] for grid in grids for row in grid.rows if row.get("effect") == claim.term}
