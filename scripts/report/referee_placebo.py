"""The referee on placebo tests."""

from collections.abc import Iterator

from report.findings import check
from report.printed import count
from report.reading import Reading

LEVEL = 0.05  # of a test


@check(
    "E",
    "A picture of placebo coefficients is no test, and unit-years that are shuffled are no policy that could have been",
    "Draw whole cohorts among units and print both p-values: `placebo` with `design: cohorts`, and `kind: placebo`",
)
def placebo_design(reading: Reading) -> Iterator[tuple]:
    for where, placebo in reading.placebos.items():
        if placebo["design"] == "cells":
            yield where, "The placebo shuffles unit-years"
        values = {name: placebo.get(name) for name in ("p_coefficient", "p_statistic")}
        if missing := [name for name, p in values.items() if p is None]:
            yield where, f"The placebo has no {' and no '.join(missing)}"
        for name in (name for name, p in values.items() if p == 0):
            yield where, f"The placebo has {name} = 0, which no finite number of draws can give"


@check(
    "W",
    "A test that cannot reject says nothing when it does not",
    "Say so; more units, or `strata` with larger groups, have more reassignments",
)
def placebo_few(reading: Reading) -> Iterator[tuple]:
    for where, placebo in reading.placebos.items():
        fitted = (placebo["draws"] or 0) - (placebo.get("absorbed_draws") or 0)
        if placebo.get("enumerated") and fitted * LEVEL < 1:
            least = f"no permutation p is below {1 / fitted:.3f}" if fitted else "there is no permutation p"
            yield where, f"Only {fitted} distinct reassignments: {least}"


@check(
    "W", "They are left out, and p is of the others", "Use fewer effects or controls in the column, or other `strata`"
)
def placebo_absorbed(reading: Reading) -> Iterator[tuple]:
    for where, placebo in reading.placebos.items():
        if lost := placebo.get("absorbed_draws"):
            drawn = f"In {count(lost)} of {count(placebo['draws'])} reassignments"
            yield where, f"{drawn} effects or controls absorb the policy"
