"""Tables of effects whose trends may not be parallel."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, NonNegativeFloat

from core.blocks import Addresses, described
from study.columns import LEADS_AND_EFFECTS
from study.entries import Grid, Places, Use


def _increasing(bounds: list[float]) -> list[float]:
    if any(low >= high for low, high in pairwise(bounds)):
        raise ValueError(f"`bounds` {bounds} do not increase")
    return bounds


class Honest(Grid):
    """Intervals of effects as trends may depart from parallel, and the breakdown value (Rambachan and Roth 2023)."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["honest"], described("effects that survive departures from parallel trends")]
    of: Annotated[
        Addresses,
        described("columns with event times from the base -1, of `event_study` or `aggregate: event`", min_length=1),
    ]
    restriction: Annotated[
        Literal["magnitudes", "smoothness"],
        described(
            "what bounds the departure: so many times the largest one before the policy from one year to the next; or "
            "the change of its slope from one year to the next, in units of the outcome"
        ),
    ]
    bounds: Annotated[
        list[NonNegativeFloat], AfterValidator(_increasing), described("bounds to show, increasing", min_length=1)
    ]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, LEADS_AND_EFFECTS) for address in self.of)

    def files(self, places: Places) -> dict:
        estimates, facts = places.pairs(self.of)
        return {"estimates": estimates, "facts": facts}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "restriction": self.restriction, "bounds": self.bounds}
