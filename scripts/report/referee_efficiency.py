"""The referee on efficiency: what the scores rest on."""

from collections.abc import Iterator

from core.statuses import INFEASIBLE, POLICY_ONE, POLICY_VARIANT_B, UNDEFINED
from report.findings import check
from report.printed import count, estimate, number_of
from report.reading import Reading

EFFICIENT_SHARE = 0.25  # above: too many variables for the units
CONSEQUENCES = {
    INFEASIBLE: "have no score",
    POLICY_ONE: "have the score 1",
    POLICY_VARIANT_B: "have the score of variant B",
}


@check(
    "W",
    "Units that cannot be told apart are efficient for want of others like them",
    "Use fewer `inputs` and outputs, or a `frontier` of more years",
)
def efficient_share(reading: Reading) -> Iterator[tuple]:
    if reading.run.get("counts"):
        rows = reading.run["sizes"]["n"]
        share = reading.run["counts"]["efficient"] / rows
        if share > EFFICIENT_SHARE:
            yield "efficiency", f"{100 * share:.1f} % of {count(rows)} unit-years are efficient"


@check(
    "W",
    "With more indicators than units can fill, most units are on the frontier and their scores are of noise",
    "Use fewer `inputs` and outputs, or a `frontier` of more years: global, or a `window`",
)
def few_units(reading: Reading) -> Iterator[tuple]:
    """A reference set below max(m s, 3 (m + s)) for m inputs and s outputs (Cooper, Seiford and Tone 2007)."""
    if reading.run.get("reference_sets"):
        sizes = reading.run["sizes"]
        inputs, outputs = sizes["m"], sizes["s1"] + sizes["s2"]
        needed, smallest = max(inputs * outputs, 3 * (inputs + outputs)), min(reading.run["reference_sets"].values())
        if smallest < needed:
            said = f"The smallest reference set has {number_of(smallest, 'unit-year')}"
            yield "efficiency", f"{said}; {inputs} inputs and {outputs} outputs need {needed}"


@check(
    "W",
    "Who has no score is not missing at random: it is the most unusual units",
    "Say how many; `infeasible_policy` chooses what becomes of them, and `variant: B` has fewer",
)
def infeasible(reading: Reading) -> Iterator[tuple]:
    for status, consequence in CONSEQUENCES.items():
        if number := reading.run.get("counts", {}).get(status):
            program = number_of(number, "super-efficiency program")
            yield "efficiency", f"{program} without a solution: the unit-years {consequence}"


@check(
    "W",
    "Such scores are the bound, and not a measurement",
    "Say how many, and compare `variant: B` in `efficiency.scores`",
)
def bound_hit(reading: Reading) -> Iterator[tuple]:
    if number := reading.run.get("counts", {}).get("bound_hit"):
        yield "efficiency", f"{number_of(number, 'score')} at the upper bound"


@check(
    "E",
    "A score cannot be there, so it is of another model than the text describes",
    "State the model: `returns_to_scale`, `variant`, `orientation`",
)
def above_bound(reading: Reading) -> Iterator[tuple]:
    bound = reading.run.get("bound")
    for row in reading.descriptives:
        if bound and row["variable"] in reading.scores and (row.get("max") or 0) > bound:
            yield "descriptives", f"The largest score is {estimate(row['max'])}, and the model bounds it at {bound:g}"


@check("N", "Stages of the score do not meet: a unit that is just efficient has a score well above 1", "")
def near_switch(reading: Reading) -> Iterator[tuple]:
    if number := reading.run.get("counts", {}).get("near_switch"):
        yield "efficiency", f"{number_of(number, 'score')} may jump when the data change a little"


@check(
    "W",
    "The second voice could neither confirm nor refute them",
    "Look at the units in `efficiency/scores.csv`; more are recomputed with a larger `audit`",
)
def audit_undecided(reading: Reading) -> Iterator[tuple]:
    if undecided := reading.run.get("audit", {}).get("undecided"):
        yield "efficiency", f"{undecided} of {reading.run['audit']['units']} audited scores are undecided"


@check("W", "The scores depend on the number that stands for zero", "Say so, and try another `floor_factor`")
def floored(reading: Reading) -> Iterator[tuple]:
    for name, facts in reading.run.get("columns", {}).items():
        if facts["floored"]:
            yield f"efficiency.{name}", f"{number_of(facts['floored'], 'zero')} of {name} became {facts['floor']:g}"


@check(
    "W",
    "A unit with next to none of it is efficient whatever else it does",
    "Look at its units of measurement and its zeros; `panel.winsorize` with `dea: true` pulls it in",
)
def near_zero(reading: Reading) -> Iterator[tuple]:
    for name, facts in reading.run.get("columns", {}).items():
        if facts["near_zero_share"]:
            share = 100 * facts["near_zero_share"]
            yield f"efficiency.{name}", f"{share:.1f} % of {name} are below 1 % of its median"


@check("W", "It tells no unit from another", "Leave it out of `efficiency`")
def constant(reading: Reading) -> Iterator[tuple]:
    for name, facts in reading.run.get("columns", {}).items():
        if facts["constant"]:
            yield f"efficiency.{name}", f"{name} is the same for all unit-years"


@check("W", "Their slack counts more than once", "Keep one of them")
def proportional(reading: Reading) -> Iterator[tuple]:
    for names in reading.run.get("proportional_columns", ()):
        yield "efficiency", f"{', '.join(names)} are the same up to a factor"


@check(
    "W",
    "Means of the others are of a selection",
    "Say how many; a global frontier has an index for every pair: `productivity: [gml]`",
)
def blank_productivity(reading: Reading) -> Iterator[tuple]:
    for measure, found in reading.productivity.items():
        blank = found["status"][INFEASIBLE] + found["status"][UNDEFINED]
        if blank:
            said = f"{count(blank)} of {count(found['pairs'])} pairs of years have no index, or only a part of it"
            yield f"productivity.{measure}", said


@check("W", "", "Use fewer indicators, or order-m scores, which `efficiency.bootstrap` makes too")
def doubtful_intervals(reading: Reading) -> Iterator[tuple]:
    for warning in reading.bootstrap.get("warnings", ()):
        yield "efficiency.bootstrap", warning[0].upper() + warning[1:]
