"""The referee on designs: who is compared with whom, and what stands on both sides of an equation."""

import re
from collections.abc import Iterator, Mapping

from core.formulas import NAME
from core.thresholds import FEW_CLUSTERS, FEW_TREATED
from core.words import FRAIL
from report.findings import check
from report.fitted import LEAST_SQUARES, Fitted
from report.printed import count, estimate, number_of
from report.reading import Reading, controls_of, factors_of, terms_of
from report.referee_sample import adopters

STOCK = re.compile("capital|stock|资本|存量", re.IGNORECASE)
FLOW = re.compile("invest|投资", re.IGNORECASE)
INVENTORY = "capital_stock("
FIXED = re.compile(r"\bat\(.*?,\s*(\d{4})\)")
SAME = 1e-6  # relative; two files that print one estimate have the same number
MOVED = 2  # standard errors


@check(
    "W",
    "The control holds fixed a part of what the policy is to change",
    "Show the column without it, as in `kind: specifications`, or take it at a year before the policy: `at(x, 2013)`",
)
def outcome_overlap(reading: Reading) -> Iterator[tuple]:
    measured = {series for name in reading.indicators() for series in reading.series(name)}
    shared: dict[str, list[str]] = {}
    for column in reading.columns:
        if column.facts["outcome"] in reading.scores:
            for term in controls_of(column, reading.policies):
                own = {series for name in NAME.findall(term) for series in reading.series(name)}
                if both := sorted(own & measured):
                    shared.setdefault(f"{term} ({', '.join(both)})", []).append(column.table)
    if shared:
        where = ", ".join(dict.fromkeys(table for tables in shared.values() for table in tables))
        yield where, f"Controls are made from series that are in the score: {', '.join(shared)}"


@check(
    "W",
    "More of it is then better and worse at once, and the score is partly an identity",
    "Leave it out on one side of `efficiency`, and compare in `efficiency.scores`",
)
def both_sides(reading: Reading) -> Iterator[tuple]:
    inputs = {series: name for name in reading.indicators("inputs") for series in reading.series(name)}
    for output in reading.indicators("desirable"):
        for series in sorted(reading.series(output) & inputs.keys()):
            yield "efficiency", f"The series {series} is in the input {inputs[series]} and in the output {output}"


@check(
    "W",
    "A year's investment is not what has been built up, and scores jump with building booms",
    "Accumulate it: `capital_stock(investment, base=2006, depreciation=0.096, growth=0.10)` in `panel.variables`",
)
def flow_as_stock(reading: Reading) -> Iterator[tuple]:
    variables, labels = reading.block("panel", "variables"), reading.block("labels")
    for name in reading.indicators("inputs"):
        made = [name, *(variables.get(part, "") for part in (name, *reading.series(name)))]
        called = STOCK.search(name) or STOCK.search(labels.get(name, ""))
        flows = sorted(series for series in reading.series(name) if FLOW.search(series))
        if called and flows and not any(INVENTORY in str(text) for text in made):
            yield "efficiency", f"{name} is called a stock and is the flow {', '.join(flows)}"


@check(
    "W",
    "What a control takes up depends on what else is in the column, and so may the effect of the policy",
    "Explain the turn; `kind: specifications` shows the policy under every choice of controls and effects",
)
def bad_control(reading: Reading) -> Iterator[tuple]:
    for table in dict.fromkeys(column.table for column in reading.columns):
        samples: dict[tuple, list[Fitted]] = {}
        for column in reading.columns:
            if column.table == table:
                key = tuple(column.facts[name] for name in ("outcome", "policy", "n_obs", "sample"))
                samples.setdefault(key, []).append(column)
        if turned := [said for own in samples.values() for said in _turned(own, reading.policies)]:
            yield table, f"Controls turn their sign by more than {MOVED} standard errors: {', '.join(turned)}"


def _turned(columns: list[Fitted], policies: Mapping) -> Iterator[str]:
    """Controls whose smallest and largest coefficient among `columns` are of different sign and far apart."""
    terms = dict.fromkeys(term for column in columns for term in controls_of(column, policies))
    for term in terms:
        found = [(row, column) for column in columns for row in column.rows if row["term"] == term and row["std_error"]]
        if not found:
            continue
        (low, first), (high, second) = (pick(found, key=lambda pair: pair[0]["estimate"]) for pick in (min, max))
        moved = high["estimate"] - low["estimate"]
        if low["estimate"] < 0 < high["estimate"] and moved > MOVED * max(low["std_error"], high["std_error"]):
            ends = f"{estimate(low['estimate'])} in {first.name} and {estimate(high['estimate'])} in {second.name}"
            yield f"{term} {ends}"


@check(
    "W",
    "Who is in a group is then an outcome of the policy, and the comparison of groups is no effect",
    "Take it at a year before the first adoption, as `at(x, 2013)` in `panel.variables`",
)
def moderator_fixed(reading: Reading) -> Iterator[tuple]:
    for moderator, (policy, where) in _moderators(reading).items():
        first = min(adopters(reading, policy), default=None)
        expression = str(reading.block("panel", "variables").get(moderator, ""))
        taken = [int(year) for year in FIXED.findall(expression)]
        if late := [year for year in taken if first and year >= first]:
            said = f"{moderator} is of {max(late)}, and the policy begins in {first}"
        elif _varies(reading, moderator, expression, taken):
            said = f"{moderator}, by which the effect is split, changes within units"
        else:
            continue
        yield ", ".join(where), said


def _moderators(reading: Reading) -> dict[str, tuple[str, list[str]]]:
    """Variables that multiply a policy, with the policy and the columns."""
    found: dict[str, tuple[str, list[str]]] = {}
    for column, term in products(reading):
        policy = column.facts["policy"] or next(name for name in factors_of(term) if name in reading.policies)
        for name in factors_of(term):
            if name not in {*reading.policies, policy, "year"} and NAME.fullmatch(name):
                found.setdefault(name, (policy, []))[1].append(column.address)
    return found


def _varies(reading: Reading, name: str, expression: str, taken: list[int]) -> bool:
    """Whether a variable changes within units: in the panel, else by its expression."""
    if reading.panel and name in reading.panel[0]:
        values: dict[str, set] = {}
        for row in reading.panel:
            values.setdefault(row["unit"], set()).add(row[name])
        return any(len(own - {None}) > 1 for own in values.values())
    return bool(expression) and not taken


def products(reading: Reading) -> Iterator[tuple[Fitted, str]]:
    """Terms in which a policy is multiplied by something that is no policy."""
    for column in reading.columns:
        treatments = {*reading.policies, column.facts["policy"]} - {None}
        for term in terms_of(column):
            factors = factors_of(term)
            if len(factors) > 1 and treatments & set(factors) and not set(factors) <= treatments:
                yield column, term


@check(
    "E",
    "No treated unit is outside the group, so the product is the policy itself and says nothing of the group",
    "Split where both groups have treated units: `kind: split` counts them; such a product leaves as collinear",
)
def interaction_duplicates(reading: Reading) -> Iterator[tuple]:
    effects = [column for column in reading.columns if column.effect]
    repeated: dict[str, list[str]] = {}
    for column, term in products(reading):
        row = next((row for row in column.rows if row["term"] == term), None)
        others = [one for one in effects if one is not column and one.facts["outcome"] == column.facts["outcome"]]
        if row and (twin := next((other for other in others if _same(row, other.effect)), None)):
            said = f"{estimate(row['estimate'])} ({estimate(row['std_error'])}) of {twin.address}"
            repeated.setdefault(said, []).append(column.address)
    for said, where in repeated.items():
        yield ", ".join(where), f"A product with the policy repeats the policy's own effect to all digits, {said}"


def _same(one: dict, other: dict) -> bool:
    pairs = [(one[key], other[key]) for key in ("estimate", "std_error")]
    return all(a is not None and b is not None and abs(a - b) <= SAME * abs(b) for a, b in pairs)


@check(
    "W",
    "The product then takes up the effect on everybody, and no coefficient is the difference between groups",
    "Write `policy + policy:group`, or `policy*group`, and add the effect in the group with `lincom`",
)
def interaction_main(reading: Reading) -> Iterator[tuple]:
    for column, term in products(reading):
        main = {name for name in factors_of(term) if name in {*reading.policies, column.facts["policy"]}}
        if not main & {*terms_of(column)}:
            yield column.address, "A product with the policy stands without the policy"


@check("W", f"With few treated clusters, or few clusters at all, {FRAIL}", "Say so in the text")
def few_treated(reading: Reading) -> Iterator[tuple]:
    """One finding for all columns; it names what one of them can have: `also`, and draws for least squares."""
    permuted = [
        one["observed"]["estimate"] for one in reading.placebos.values() if one.get("p_coefficient") is not None
    ]
    found, can_be_drawn = [], False
    for column in reading.columns:
        treated, clusters = column.facts["treated_units"], column.fewest_clusters
        if treated is None or clusters is None or {"cr2", "wild"} & (column.facts["also"] or {}).keys():
            continue
        effect = column.effect
        covered = effect and any(abs(effect["estimate"] - other) <= SAME * abs(other) for other in permuted)
        if (treated < FEW_TREATED or clusters < FEW_CLUSTERS) and not covered:
            found.append(column)
            can_be_drawn |= bool(effect) and column.facts["estimator"] in LEAST_SQUARES
    if found:
        treated = _span([one.facts["treated_units"] for one in found])
        clusters = _span([one.fewest_clusters for one in found])
        remedies = ["`also: [cr2, wild]`"] * any(map(_has_also, found)) + ["a `placebo` with draws"] * can_be_drawn
        said = f"{treated} treated units, {clusters} clusters, and no p-value but that of the t test"
        own = [f"Add {' or '.join(remedies)}"] if remedies else []
        yield ", ".join(column.address for column in found), said, *own


def _has_also(column: Fitted) -> bool:
    """Whether the key `also` would add p-values to a column."""
    facts = column.facts
    return facts["policy"] is not None and facts["estimator"] in LEAST_SQUARES and isinstance(facts["n_clusters"], int)


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return count(low) if low == high else f"{count(low)} to {count(high)}"


@check(
    "W",
    "A treated unit that improves moves the frontier of its controls, so that their loss is counted as its gain",
    "Estimate the effect also on a score of `efficiency.scores` with `reference: not POLICY`, which it cannot move",
)
def treated_frontier(reading: Reading) -> Iterator[tuple]:
    """Effects on a score whose untreated unit-years have treated peers, and none on a score where they have none."""
    places: dict[tuple[str, str], list[str]] = {}
    for column in reading.columns:
        if column.facts["outcome"] in reading.peers and column.facts["policy"]:
            places.setdefault((column.facts["policy"], column.facts["outcome"]), []).append(column.address)
    moved = {key: _measured_against_treated(reading, *key) for key in places}
    for (policy, score), where in places.items():
        beside = any(not moved[key] for key in places if key[0] == policy)
        if moved[policy, score] and not beside:
            rows = number_of(moved[policy, score], "untreated unit-year")
            yield ", ".join(where), f"{rows} of {score} measured against units that {policy} treats"


def _measured_against_treated(reading: Reading, policy: str, score: str) -> int:
    """Number of untreated unit-years that have a treated peer."""
    treated = {(row["unit"], row["year"]) for row in reading.panel if row[policy] == 1}
    pairs = [((row["unit"], row["year"]), (row["peer_unit"], row["peer_year"])) for row in reading.peers[score]]
    return len({own for own, peer in pairs if own not in treated and peer in treated})
