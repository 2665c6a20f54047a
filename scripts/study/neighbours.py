"""Grids about neighbours: what weights are like."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from core.blocks import Slugs, described
from study.entries import Grid, Places, Use


class Matrices(Grid):
    """What weights are like: neighbours, eigenvalues, and what they leave of a policy that is lagged by them."""

    stage: ClassVar[str] = "spatial"

    kind: Annotated[Literal["matrices"], described("what weights are like")]
    of: Annotated[Slugs, described("spatial weights, of `matrices`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "matrix", name) for name in self.of)

    def files(self, places: Places) -> dict:
        weights = places.matrices(self.of)
        return {"panel": places.panel, "matrices": weights, "summaries": [f"{file[:-4]}.json" for file in weights]}

    def settings(self, places: Places) -> dict:
        left_out = {name: places.study.matrices[name].leave_out for name in self.of}
        return {"names": self.of, "leave_out": left_out, "policies": list(places.study.policies)}
