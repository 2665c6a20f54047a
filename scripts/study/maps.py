"""The figures of places: maps, and the values of units against those of their neighbours."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Tag, model_validator

from core.blocks import FilePath, FolderName, Slug, Years, described
from study.entries import Cuts, Figure, Places, Use

# The classes of a map that are a word, as their documentation names them.
WORDS = "quantile`, `values`, `cohorts`, `lisa"


def _has_room(box: tuple[float, float, float, float] | None) -> tuple[float, float, float, float] | None:
    if box and not (box[0] < box[2] and box[1] < box[3]):
        raise ValueError(f"{list(box)} has no room; give `[west, south, east, north]`, as [73, 17, 136, 54]")
    return box


Box = Annotated[tuple[float, float, float, float] | None, AfterValidator(_has_room)]


class Map(Figure):
    """Values of a variable on the polygons of the units, one map a year."""

    kind: Annotated[Literal["map"], described("values on a map")]
    of: Annotated[FolderName, described("variable, or policy")]
    years: Annotated[Years, described("years, one map each; by default the last")] = None
    shapes: Annotated[FilePath, described("GeoJSON file of the units' polygons")]
    key: Annotated[str, described("property of the polygons that holds the unit key")]
    classes: Annotated[
        Annotated[Literal["quantile", "values", "cohorts", "lisa"], Tag(WORDS)] | Annotated[Cuts, Tag("cuts")],
        Discriminator(lambda content: WORDS if isinstance(content, str) else "cuts"),
        described(
            "classes that share a colour: fifths of the values, each value or text its own, the first years of a "
            "policy, clusters by local Moran's I with a `matrix`, or between `cuts`"
        ),
    ] = "quantile"
    matrix: Annotated[Slug | None, described("weights of `classes: lisa`")] = None
    outline: Annotated[
        FilePath | None,
        described("GeoJSON file of polygons that stand faint behind the units, as those of the whole country"),
    ] = None
    lines: Annotated[FilePath | None, described("GeoJSON file of lines above all, as a boundary at sea")] = None
    box: Annotated[
        Box, described("west, south, east and north end of the map, as in `shapes`; by default those of the units")
    ] = None
    inset: Annotated[Box, described("the same of a part that stands small in the lower right corner")] = None

    @model_validator(mode="after")
    def _clusters_are_by_a_matrix(self) -> Self:
        if (self.classes == "lisa") != bool(self.matrix):
            raise ValueError("`classes: lisa` and `matrix` go together; give both or neither")
        return self

    def clusters(self, places: Places) -> tuple[str, str, list[int]] | None:
        return (self.matrix, self.of, self._years(places)) if self.matrix else None

    @model_validator(mode="after")
    def _cohorts_are_of_no_year(self) -> Self:
        if self.classes == "cohorts" and self.years:
            raise ValueError("`classes: cohorts` is one map of the years in which units begin; leave out `years`")
        return self

    def uses(self) -> Iterator[Use]:
        yield Use("of", "any policy" if self.classes == "cohorts" else "variable", self.of)
        if self.matrix:
            yield Use("matrix", "matrix", self.matrix)
        yield from (Use(key, "file", path) for key, path in self._drawn().items() if path)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        drawn = {key: path or [] for key, path in self._drawn().items()}
        if self.matrix:
            return drawn | {"panel": [], "scores": [], "clusters": places.clusters(self.matrix, self.of)["clusters"]}
        return drawn | {"panel": places.panel, "scores": places.scores({self.of}), "clusters": []}

    def settings(self, places: Places) -> dict:
        classes = self.classes if isinstance(self.classes, str) else self.classes.model_dump()
        return {
            "of": self.of,
            "years": self._years(places),
            "key": self.key,
            "classes": classes,
            "matrix": self.matrix,
            "box": self.box and list(self.box),
            "inset": self.inset and list(self.inset),
        }

    def _drawn(self) -> dict[str, str | None]:
        return {"shapes": self.shapes, "outline": self.outline, "lines": self.lines}

    def _years(self, places: Places) -> list[int]:
        return [""] if self.classes == "cohorts" else self.years or [places.study.years[1]]


class MoranScatter(Figure):
    """The values of units against those of their neighbours, a panel a year."""

    kind: Annotated[Literal["moran_scatter"], described("values of units against those of their neighbours")]
    of: Annotated[FolderName, described("variable")]
    matrix: Annotated[Slug, described("spatial weights, of `matrices`")]
    years: Annotated[Years, described("years, one panel each; by default the last", max_length=6)] = None

    def clusters(self, places: Places) -> tuple[str, str, list[int]] | None:
        return self.matrix, self.of, self.years or [places.study.years[1]]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "variable", self.of)
        yield Use("matrix", "matrix", self.matrix)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return places.clusters(self.matrix, self.of)

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "matrix": self.matrix, "years": self.clusters(places)[2]}
