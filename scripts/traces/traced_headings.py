"""Outcomes above the columns of a table against those of the study's columns that they print."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from printed.printed_tables import Model, Regressions
from referee.findings import Draft, Finding, Spot
from traces.results import Numbers, plain
from traces.verdicts import Verdict

Place = tuple[str, str]  # table and column of the study
KNOWN = 2  # an estimate and its error, without which a column may be another
MOST = 0.8  # of them that agree with one column of the study
NUMBERED = re.compile(r" \(\d+\)$")


def heading_findings(draft: Draft, verdicts: list[Verdict], numbers: Numbers) -> Iterator[Finding]:
    """Columns with the outcome of another column of the same table of the study above them."""
    outcomes, places = _outcomes(numbers), _places(verdicts)
    for printed in draft.tables:
        for model in printed.models if isinstance(printed, Regressions) else ():
            block = draft.manuscript.blocks.index(printed.table)
            place = places.get((block, model.column))
            if place in outcomes and (said := _of_another(model, place, outcomes, numbers)):
                number = model.number and f"column ({model.number})"
                what = f"The column is headed {said}, and has the results of {'.'.join(place)}, whose outcome is"
                message = f"{what} {numbers.names[outcomes[place]][0]}. Correct the heading, or the column."
                row = next(row for row, cells in enumerate(printed.table.rows) if cells[model.column].text == said)
                where = ", ".join(filter(None, [printed.table.place, number]))
                yield Finding("outcome_heading", "E", where, message, (Spot(block, row, model.column),))


def _outcomes(numbers: Numbers) -> dict[Place, str]:
    """By column of the study the variable that its heading names, if it names one."""
    variables = {plain(name): variable for variable, names in numbers.names.items() for name in names}
    found = {}
    for one in numbers.all:
        if one.meaning == "estimate" and one.term and one.place not in found:
            parts = NUMBERED.sub("", one.label).split(", ")
            tails = (plain(", ".join(parts[at:])) for at in range(1, len(parts)))
            if named := next((variables[tail] for tail in tails if tail in variables), ""):
                found[one.place] = named
    return found


def _places(verdicts: list[Verdict]) -> dict[tuple[int, int], Place]:
    """By block and column the column of the study whose estimates and errors nearly all stand there."""
    found: dict[tuple[int, int], Counter] = defaultdict(Counter)
    for one in verdicts:
        if one.spot.column is not None and one.result and one.result.term:
            right = one.said == "supported"
            found[one.spot.block, one.spot.column][one.result.place if right else None] += 1
    best = {at: of.most_common(1)[0] for at, of in found.items()}
    return {at: place for at, (place, times) in best.items() if place and times >= max(KNOWN, MOST * found[at].total())}


def _of_another(model: Model, place: Place, outcomes: dict[Place, str], numbers: Numbers) -> str:
    """The heading that is called as the outcome of another column of the table, if none is called as its own."""
    own, others = outcomes[place], {outcomes[one] for one in outcomes if one[0] == place[0]}
    called = {heading: _called(heading, others, numbers) for heading in model.headings}
    if any(own in of for of in called.values()):
        return ""
    return next((heading for heading, of in called.items() if of), "")


def _called(heading: str, outcomes: set[str], numbers: Numbers) -> set[str]:
    said = plain(heading)
    return {one for one in outcomes if said in {plain(one), *map(plain, numbers.names[one])}}
