"""The spatial weights of a study: one model a kind, told apart by `kind`; `build_{kind}` of the stage makes them."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from core.blocks import FilePath, described, one_or_more, union
from study.entries import Made, Places, Use
from study.panel import Token


class Matrix(Made):
    """What every kind of weights has."""

    stage: ClassVar[str] = "spatial"

    standardize: Annotated[Literal["row"], described("rows sum to one")] = "row"
    leave_out: Annotated[
        list[Token],
        BeforeValidator(one_or_more),
        described("unit keys without a place in the weights: models that use them leave these units out"),
    ] = []

    def settings(self, places: Places) -> dict:
        return {"standardize": self.standardize, "leave_out": self.leave_out}


class Contiguity(Matrix):
    """Queen contiguity of polygons: neighbours share at least a point."""

    kind: Annotated[Literal["contiguity"], described("neighbours share a border or a corner")]
    shapes: Annotated[FilePath, described("GeoJSON file of the units' polygons")]
    key: Annotated[str, described("property of the polygons that holds the unit key")]

    def uses(self) -> Iterator[Use]:
        yield Use("shapes", "file", self.shapes)

    def files(self, places: Places) -> dict:
        return {"shapes": self.shapes}

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"key": self.key}


MATRICES = (Contiguity,)
AnyMatrix = union("kind", MATRICES)
