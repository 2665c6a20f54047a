"""Estimates that a reader compares: of one row, or of one column of an event study or of robustness."""

from collections.abc import Iterator
from functools import lru_cache

from papers.numerals import Number
from printed.printed_tables import Effects, Printed, Regressions
from printed.rounding import Interval, over, size
from prose.slips import agree
from referee.event_times import event_studies
from referee.findings import Draft
from referee.matching import Place, places_of, words

Group = tuple[Place, ...]


@lru_cache(1)
def groups(draft: Draft) -> tuple[Group, ...]:
    """Groups of two estimates at least."""
    found = [group for printed in draft.tables for group in _of_table(printed)]
    timed = [{id(one) for one in study.times.values()} for study in event_studies(draft)]
    every = [place for printed in draft.tables for place in places_of(printed)]
    found += [tuple(place for place in every if id(place.coefficient) in own) for own in timed]
    return tuple(group for group in found if len(group) > 1)


def _of_table(printed: Printed) -> Iterator[Group]:
    among = places_of(printed) if isinstance(printed, Regressions | Effects) else []
    rows: dict[tuple, list[Place]] = {}
    for place in among:
        panel = place.model.panel if place.model else ""
        rows.setdefault((words(place.heading), place.effect, panel), []).append(place)
    yield from map(tuple, rows.values())
    columns: dict[tuple, list[Place]] = {}
    for place in among:
        columns.setdefault((place.coefficient.estimate.column, place.effect), []).append(place)
    varied = isinstance(printed, Regressions) and len(printed.models) > len({one.column for one in printed.models})
    yield from map(tuple, columns.values()) if varied else ()


def number_of(place: Place) -> Number:
    return place.coefficient.estimate.number


def with_number(draft: Draft, said: Number) -> list[Group]:
    """The groups that have an estimate of the size that is said, to as many digits."""
    return [group for group in groups(draft) if any(is_said(said, place) for place in group)]


def is_said(said: Number, place: Place) -> bool:
    return said.decimals >= number_of(place).decimals and agree(said, number_of(place), by_size=True)


def ratios(draft: Draft, said: Number) -> list[Interval]:
    """A number over other estimates of its groups, and these over it, without sign."""
    others = [number_of(place) for group in with_number(draft, said) for place in group if not is_said(said, place)]
    pairs = [(said, other) for other in others] + [(other, said) for other in others]
    return [over(size(one.range), size(other.range)) for one, other in pairs]
