"""Grids that examine columns of least squares: what a two-way estimate averages, and how its error is to be judged."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from core.blocks import Address, Addresses, FilePath, Name, described, each_once, one_or_more
from core.choices import MOST_YEARS
from study.columns import KEYS
from study.entries import Grid, Places, Use

FARTHEST = 20_016  # km, half the way around the globe
Kilometres = Annotated[
    list[Annotated[float, Field(gt=0, le=FARTHEST)]], BeforeValidator(one_or_more), AfterValidator(each_once)
]


class TwfeWeights(Grid):
    """The weights of treated unit-years in a two-way estimate (de Chaisemartin and D'Haultfoeuille 2020)."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["twfe_weights"], described("which weight each treated unit-year has in the estimate")]
    of: Annotated[Address, described("a column of least squares, as `table.column`; its other terms stay")]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of, "reassignment of its policy")

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "scores": places.scores(places.column(self.of).names())}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "column": places.refitted(self.of)}


class SpatialInference(Grid):
    """The effect of the policy with errors by several rules, and with controls near treated units set apart."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["spatial_inference"], described("errors of near units, and rings around treated ones")]
    of: Annotated[Addresses, described("columns of least squares, as `table.column`", min_length=1)]
    clusters: Annotated[
        list[Name],
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described("variables to cluster by, coarser than units, as a province; the column's own clusters come first"),
    ] = []
    cutoffs: Annotated[Kilometres, described("km within which errors of two units are correlated (Conley 1999)")] = []
    kernel: Annotated[
        Literal["uniform", "bartlett"],
        described("correlations within `cutoffs` and `lags` count alike, or less with distance and years between"),
    ] = "uniform"
    lags: Annotated[
        int | None,
        described("years over which errors of a unit are correlated; by default all", ge=0, le=MOST_YEARS),
    ] = None
    rings: Annotated[
        Kilometres,
        described(
            "km, increasing: outer edges of rings around treated units, whose untreated units get their own terms"
        ),
    ] = []
    points: Annotated[
        FilePath | None, described("CSV file with `lat` and `lon` of each unit, in degrees; for `cutoffs` and `rings`")
    ] = None
    key: Annotated[str, described("column of `points` that holds the unit key")] = "adcode"

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if not (self.clusters or self.cutoffs or self.rings):
            raise ValueError("nothing to set beside the column's own errors; give `clusters`, `cutoffs` or `rings`")
        if (self.cutoffs or self.rings) and not self.points:
            raise ValueError("`cutoffs` and `rings` need `points`, a file with the places of the units")
        if any(inner >= outer for inner, outer in pairwise(self.rings)):
            raise ValueError(f"the edges of `rings` {self.rings} do not increase")
        return self

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "reassignment of its policy") for address in self.of)
        yield from (Use("clusters", "variable", name) for name in self.clusters if name not in KEYS)
        if self.points:
            yield Use("points", "file", self.points)

    def files(self, places: Places) -> dict:
        used = set().union(*(places.column(address).names() for address in self.of))
        return {
            "panel": places.panel,
            "scores": places.scores(used),
            "points": [self.points] if self.points else [],
        }

    def settings(self, places: Places) -> dict:
        rules = {name: getattr(self, name) for name in ("clusters", "cutoffs", "kernel", "lags", "rings")}
        return {"columns": {address: places.refitted(address) for address in self.of}, "key": self.key, "rules": rules}
