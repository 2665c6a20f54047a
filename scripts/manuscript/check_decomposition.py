"""The referee on decompositions of a two-way estimate."""

import re
from collections.abc import Iterator

from manuscript.findings import Draft, check
from manuscript.matching import places, policy_of
from manuscript.pointing import spots_in
from manuscript.printed_tables import Bacon, Numbered
from manuscript.rounding import Interval, contains, overlap, plus, times

NO_PART = re.compile(r"\b(sum|total|all|overall)\b|合计|总计|总体|全部|加权平均", re.IGNORECASE)

Found = Iterator[tuple]


@check("E", "Goodman-Bacon (2021)", "The two-way estimate is an average by these weights", "Print all comparisons")
def bacon_weights(draft: Draft) -> Found:
    """Weights outside 0 to 1, or that do not sum to 1; groups may be printed beside their parts."""
    for printed in _bacons(draft):
        whole, parts = _whole(printed), _parts(printed.weights)
        wrong = [at for at in parts.values() if at.number.range[1] < 0 or at.number.range[0] > whole]
        for at in wrong:
            yield printed.table.place, f"A weight is {at.number.text}", spots_in(draft, printed, [at])
        summed = plus(*(at.number.range for at in parts.values()))
        if not wrong and not any(contains(summed, times_over * whole) for times_over in (1, 2)):
            what = f"The weights sum to {sum(at.number.value for at in parts.values()):.4g}"
            yield printed.table.place, what, spots_in(draft, printed, parts.values())


def _bacons(draft: Draft) -> list[Bacon]:
    return [printed for printed in draft.tables if isinstance(printed, Bacon) and len(_parts(printed.weights)) > 1]


def _parts(found: dict[str, Numbered]) -> dict[str, Numbered]:
    """Without rows that sum others up."""
    return {name: at for name, at in found.items() if not NO_PART.search(name)} or found


def _whole(printed: Bacon) -> float:
    """1, or 100 of weights in percent."""
    return 100.0 if sum(at.number.value for at in _parts(printed.weights).values()) > 5 else 1.0


@check("E", "Goodman-Bacon (2021)", "The two-way estimate is their average", "Print the decomposition of this estimate")
def bacon_sum(draft: Draft) -> Found:
    """An overall estimate that is not the average of the comparisons."""
    for printed in _bacons(draft):
        average = _average(printed)
        if average and printed.overall and not overlap(average, printed.overall.number.range):
            what = f"The comparisons average to {sum(average) / 2:.4f}, and {printed.overall.number.text} is printed"
            yield printed.table.place, what, spots_in(draft, printed, [printed.overall, *printed.estimates.values()])


def _average(printed: Bacon) -> Interval | None:
    """The average of all comparisons, None if one lacks its estimate or the weights do not sum to 1."""
    weights, estimates = _parts(printed.weights), _parts(printed.estimates)
    if weights.keys() != estimates.keys():
        return None
    whole, summed = _whole(printed), plus(*(at.number.range for at in weights.values()))
    often = next((often for often in (1, 2) if contains(summed, often * whole)), 0)
    if not often:
        return None
    products = plus(*(times(weights[name].number.range, estimates[name].number.range) for name in weights))
    return products[0] / often / whole, products[1] / often / whole


@check(
    "W",
    "Goodman-Bacon (2021)",
    "The decomposition is of the two-way estimate without controls; another one is not what it explains",
    "Print the two-way estimate without controls beside it",
)
def bacon_estimate(draft: Draft) -> Found:
    """A decomposition whose average no column of a table has for the policy."""
    among = [place for place in places(draft) if place.model]
    policy = policy_of(among)
    own = [place.coefficient.estimate.number for place in among if place.heading == policy]
    for printed in _bacons(draft):
        average = printed.overall.number.range if printed.overall else _average(printed)
        if not average or not own or any(overlap(average, one.range) for one in own):
            continue
        what = f"The comparisons average to {sum(average) / 2:.4f}, which no column has for {policy}"
        yield printed.table.place, what, spots_in(draft, printed, [printed.overall] if printed.overall else [])
