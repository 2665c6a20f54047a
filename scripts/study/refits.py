"""Tables that fit columns again, and the figures that draw them."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from core.blocks import Address, Addresses, Name, described
from core.choices import MOST_DRAWS
from study.entries import Grid, Places, Use

REASSIGNED = "reassignment of its policy"  # what columns of least squares with a policy offer


def _two(addresses: list[str]) -> list[str]:
    if addresses[0] == addresses[1]:
        raise ValueError("the column of the channel and that of the outcome are the same")
    return addresses


Pair = Annotated[list[Address], Field(min_length=2, max_length=2), AfterValidator(_two)]


class Mediation(Grid):
    """How much of an effect goes through a channel (Baron and Kenny 1986, Sobel 1982)."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["mediation"], described("direct and indirect effects through channels")]
    of: Annotated[
        dict[str, Pair],
        described("channels by name, each with the column of the channel and that of the outcome", min_length=1),
    ]
    draws: Annotated[int, described("resamples of the clusters", ge=20, le=MOST_DRAWS)] = 1000

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", one, REASSIGNED) for pair in self.of.values() for one in pair)

    def files(self, places: Places) -> dict:
        names = set().union(*(places.column(address).names() for pair in self.of.values() for address in pair))
        return {"panel": places.panel, "scores": places.scores(names)}

    def settings(self, places: Places) -> dict:
        pairs = {name: [places.refitted(address) for address in pair] for name, pair in self.of.items()}
        return {"pairs": pairs, "draws": self.draws, "seed": places.seed}


class Jackknife(Grid):
    """The coefficient of the policy without each unit, or without each value of another variable."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["jackknife"], described("the coefficient without each unit")]
    of: Annotated[Addresses, described("columns of least squares, as `table.column`", min_length=1)]
    over: Annotated[Name, described("variable whose values are left out one after the other")] = "unit"

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, REASSIGNED) for address in self.of)
        if self.over not in ("unit", "year"):
            yield Use("over", "variable", self.over)

    def files(self, places: Places) -> dict:
        names = set().union(*(places.column(address).names() for address in self.of)) | {self.over}
        return {"panel": places.panel, "scores": places.scores(names)}

    def settings(self, places: Places) -> dict:
        return {"columns": {address: places.refitted(address) for address in self.of}, "over": self.over}


class Cohorts(Grid):
    """Units by the first year of a policy."""

    stage: ClassVar[str] = "panel"

    kind: Annotated[Literal["cohorts"], described("units by the first year of a policy")]
    of: Annotated[Name, described("policy")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "any policy", self.of)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel}

    def settings(self, places: Places) -> dict:
        return {"of": self.of}
