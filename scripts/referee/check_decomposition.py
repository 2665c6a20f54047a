"""The referee on decompositions of a two-way estimate."""

import re
from itertools import chain, combinations

from printed.printed_tables import Bacon, Numbered
from printed.rounding import Interval, contains, over, overlap, plus, times
from prose.cues import clause_before
from prose.phrases import OF_WEIGHT
from prose.statements import Statement
from referee.findings import Draft, Found, check
from referee.matching import NUMBERED, places, policy_of, same_number
from referee.pointing import place_of, spot_of, spots_in

NO_PART = re.compile(r"\b(sum|total|all|overall)\b|合计|总计|总体|全部|加权平均", re.IGNORECASE)
# What a sentence says that its number is; the last of these before it decides.
SAID = re.compile(
    r"(?P<average>weighted (?:average|mean)|average of|averag\w+ to|overall|two-way|estimates? of|加权平均|平均|估计)"
    r"|(?P<weight>\bweights?\b|权重)|(?P<other>differ|above|below|column|差|高于|低于|列)",
    re.IGNORECASE,
)
PART = re.compile(r"\bbalanced|\bsub-?sample|(?<!非)平衡面板|子样本", re.IGNORECASE)
MOST = 10  # comparisons of which all sums are tried


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
        if not average or not own or any(overlap(average, one.range) for one in own) or _is_of_part(draft, average):
            continue
        what = f"The comparisons average to {sum(average) / 2:.4f}, which no column has for {policy}"
        yield printed.table.place, what, spots_in(draft, printed, [printed.overall] if printed.overall else [])


def _is_of_part(draft: Draft, average: Interval) -> bool:
    """Whether the text says the estimate that is decomposed, of a part of the sample that is balanced."""
    said = [one for one in draft.statements if one.number and PART.search(one.sentence)]
    return any(one.number.decimals > 1 and overlap(average, one.number.range) for one in said)


@check(
    "E", "Goodman-Bacon (2021)", "Text and table are then of different decompositions", "Correct the text, or the table"
)
def bacon_text(draft: Draft) -> Found:
    """A weight, or an average, of a sentence that its decomposition does not have, of whatever comparisons."""
    for printed in _bacons(draft):
        held = _held(printed)
        for one in draft.statements:
            said = _said(one, draft, printed)
            if said and held[said] and not any(_is_in(one, interval) for interval in held[said]):
                what = f"The text has the {said} {one.number.text}, which {printed.table.place} has for no comparisons"
                yield place_of(draft, one), what, (spot_of(draft, one),)


def _said(statement: Statement, draft: Draft, printed: Bacon) -> str:
    """Whether a number is a weight or an average of the table that its sentence is about, and of no other."""
    number, named = statement.number, NUMBERED.search(printed.table.place)
    if not (number and named and statement.table and same_number(named[1], statement.table)):
        return ""
    if not (number.decimals or number.percent) or len(set(NUMBERED.findall(statement.sentence))) > 1:
        return ""
    text = draft.manuscript.blocks[statement.block].text[: number.start]
    clause = clause_before(text[max(0, len(text) - len(statement.sentence)) :])
    found = [one.lastgroup for one in SAID.finditer(re.split(r"[,，]|\d(?=\D)", clause)[-1])]
    behind = draft.manuscript.blocks[statement.block].text[number.end :]
    said = "weight" if OF_WEIGHT.match(behind) else found[-1] if found else "other"
    return said if said != "other" else ""


def _held(printed: Bacon) -> dict[str, list[Interval]]:
    """All weights and averages of one or several comparisons, and all others that the table prints."""
    whole, weights, estimates = _whole(printed), _parts(printed.weights), _parts(printed.estimates)
    if len(weights) > MOST:
        return {"weight": [], "average": []}
    some = list(chain.from_iterable(combinations(weights, many) for many in range(1, len(weights) + 1)))
    summed = [plus(*(weights[name].number.range for name in names)) for names in some]
    shares = [(low / whole, high / whole) for low, high in summed]
    averages = [at.number.range for at in (*printed.estimates.values(), *filter(None, [printed.overall]))]
    known = [names for names, share in zip(some, shares, strict=True) if share[0] > 0 and estimates.keys() >= {*names}]
    averages += [_mean(names, weights, estimates) for names in known]
    others = [at.number.range for at in printed.weights.values()]
    return {"weight": [*shares, *((low / whole, high / whole) for low, high in others)], "average": averages}


def _mean(names: tuple[str, ...], weights: dict[str, Numbered], estimates: dict[str, Numbered]) -> Interval:
    """The average of some comparisons by their weights, as these are printed."""
    products = plus(*(times(weights[name].number.range, estimates[name].number.range) for name in names))
    return over(products, plus(*(weights[name].number.range for name in names)))


def _is_in(statement: Statement, interval: Interval) -> bool:
    """Whether a number is in an interval, as it is printed or in percent."""
    low, high = statement.number.range
    inside = overlap((low, high), interval)
    return inside or ((statement.number.percent or bool(statement.unit)) and overlap((low / 100, high / 100), interval))
