"""What percentages a coefficient may be said as: 100 b, 100 (exp(b) - 1), b against a mean or a standard deviation."""

import math
import re
from collections.abc import Iterator

from papers.numerals import Number
from printed.printed_tables import Descriptives, Numbered
from printed.rounding import Interval, over, size, times
from prose.slips import meet
from prose.statements import Statement
from referee.findings import Draft
from referee.matching import Place, nearest

ELASTIC = re.compile(
    r"(?<![\d.])(1|one|10|ten|a)[ -]?(%|per ?cent)|(?<!semi)(?<!semi[ -])elasticit"
    r"|(增加|提高|上升|增长|提升)\s?10?\s?[%％]|百分之一|(?<!半)弹性",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"relative|\bmean\b|(?<!on )(?<!an )\baverage\b|standard deviation|均值|平均(?=值|数|水平)|标准差|相对",
    re.IGNORECASE,
)
PERCENT = re.compile("%|％|percent|per cent|百分", re.IGNORECASE)
LARGEST = 20.0  # beyond, an exponential is no effect
OWN_UNIT = 0.5  # a coefficient as large may be of an outcome in percent


def is_percent(statement: Statement) -> bool:
    """Whether a number is said as a percentage."""
    number = statement.number
    return bool(number) and (number.percent or bool(PERCENT.search(statement.unit)))


def in_percent(share: Number) -> Number:
    return Number(share.text, 100 * share.value, max(0, share.decimals - 2))


def is_percentage_of(statement: Statement, place: Place, draft: Draft) -> bool:
    """Whether a percentage of a sentence may be the coefficient at a place."""
    said, own = size(statement.number.range), place.coefficient.estimate.number
    if _is_in_percent(place) and meet(said, size(own.range)):
        return True
    sizes = [] if statement.unit == "percentage points" else _sizes(draft, place, statement.sentence)
    return any(meet(said, one) for one in _readings(statement.sentence, own, sizes))


def _is_in_percent(place: Place) -> bool:
    """Whether the caption of the table or the heading of the column says that the outcome is in percent."""
    return bool(PERCENT.search(" ".join([place.table.caption, *(place.model.headings if place.model else ())])))


def _readings(sentence: str, coefficient: Number, sizes: list[Interval]) -> Iterator[Interval]:
    """The percentages that a coefficient means, without sign: itself only where an elasticity is spoken of, or where
    its outcome may be in percent."""
    yield from of_coefficient(coefficient)
    for one in sizes:
        yield size(times((100, 100), over(coefficient.range, one)))
    if ELASTIC.search(sentence):
        yield from (size(times((factor, factor), coefficient.range)) for factor in (1, 10))
    elif abs(coefficient.value) >= OWN_UNIT:
        yield size(coefficient.range)


def of_coefficient(coefficient: Number) -> Iterator[Interval]:
    """100 b and 100 (exp(b) - 1), without sign."""
    low, high = coefficient.range
    yield size((100 * low, 100 * high))
    if high < LARGEST:
        yield size((100 * math.expm1(low), 100 * math.expm1(high)))


def _sizes(draft: Draft, place: Place, sentence: str) -> list[Interval]:
    """Means and standard deviations to which an effect may be compared: those of its outcome, of all variables if the
    sentence speaks of a mean and the outcome is not known."""
    tables = [printed.variables for printed in draft.tables if isinstance(printed, Descriptives)]
    variables = {name: own for variables in tables for name, own in variables.items()}
    outcome = place.model.outcome if place.model else ""
    named = nearest(outcome, variables) if outcome else set()
    if not named and not RELATIVE.search(sentence):
        return []
    chosen = [variables[name] for name in named or variables]
    return [one.number.range for own in chosen for one in _positive(own)]


def _positive(own: dict[str, Numbered]) -> Iterator[Numbered]:
    for meaning in ("mean", "sd"):
        if meaning in own and own[meaning].number.range[0] > 0:
            yield own[meaning]
