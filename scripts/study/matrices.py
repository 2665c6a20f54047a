"""The spatial weights of a study: one model a kind, told apart by `kind`; `build_{kind}` of the stage makes them."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from core.blocks import FilePath, Name, Slug, described, one_or_more, union
from study.entries import Made, Places, Use
from study.panel import Token

POINTS_KEY = "adcode"
Keep = Literal["refuse", "keep"]
ISLANDS = "units without a neighbour: refused by name, or kept with rows of zeros"


class Matrix(Made):
    """What every kind of weights has."""

    stage: ClassVar[str] = "spatial"

    standardize: Annotated[
        Literal["row", "max_eigenvalue", "none"],
        described(
            "rows sum to one; or all weights are divided by the largest eigenvalue, which keeps what rows have to each "
            "other; or weights stay as they are"
        ),
    ] = "row"
    leave_out: Annotated[
        list[Token],
        BeforeValidator(one_or_more),
        described("unit keys without a place in the weights: models that use them leave these units out"),
    ] = []

    def settings(self, places: Places) -> dict:
        return {"standardize": self.standardize, "leave_out": self.leave_out}

    def made_of(self, places: Places) -> set[str]:
        """Variables of the panel that decide the weights."""
        return set()


class Contiguity(Matrix):
    """Neighbours by their polygons, which share at least a point (queen), or by a list of pairs."""

    kind: Annotated[Literal["contiguity"], described("neighbours share a border or a corner")]
    shapes: Annotated[FilePath | None, described("GeoJSON file of the units' polygons; or else `pairs`")] = None
    pairs: Annotated[
        FilePath | None,
        described("CSV file with a row a pair of neighbours, units in the first two columns; or else `shapes`"),
    ] = None
    key: Annotated[
        str | None,
        described(f"property of `shapes`, or column of `points` (default `{POINTS_KEY}`), that holds the unit key"),
    ] = None
    islands: Annotated[
        Literal["refuse", "keep", "bridge", "nearest"],
        described(f"{ISLANDS}, joined by `bridges`, or joined to the nearest unit"),
    ] = "refuse"
    bridges: Annotated[
        FilePath | None,
        described("CSV file like `pairs`, of further neighbours, each with a `reason`; for `islands: bridge`"),
    ] = None
    points: Annotated[
        FilePath | None, described("CSV file with `lat` and `lon` of each unit, in degrees; for `islands: nearest`")
    ] = None

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Self:
        if bool(self.shapes) == bool(self.pairs):
            raise ValueError("neighbours are those of `shapes` with a `key`, or those of `pairs`; give one of the two")
        if self.shapes and not self.key:
            raise ValueError("key `key` is missing; it names the property of `shapes` that holds the unit key")
        for islands, key in (("bridge", "bridges"), ("nearest", "points")):
            if (self.islands == islands) != bool(getattr(self, key)):
                raise ValueError(f"`islands: {islands}` and `{key}` go together; give both or neither")
        return self

    def uses(self) -> Iterator[Use]:
        for key in ("shapes", "pairs", "bridges", "points"):
            if path := getattr(self, key):
                yield Use(key, "file", path)

    def files(self, places: Places) -> dict:
        given = {key: getattr(self, key) or [] for key in ("shapes", "pairs", "bridges", "points")}
        return {"panel": places.panel if self.pairs else []} | given

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"key": self.key or POINTS_KEY, "islands": self.islands}


class List(Matrix):
    """Weights of one's own."""

    kind: Annotated[Literal["list"], described("a list of weights")]
    pairs: Annotated[
        FilePath,
        described(
            "CSV file with a row a pair, in the first two columns the unit and the neighbour that acts on it, and a "
            "column `weight`; the other direction is a row of its own"
        ),
    ]
    islands: Annotated[Keep, described(ISLANDS)] = "refuse"

    def uses(self) -> Iterator[Use]:
        yield Use("pairs", "file", self.pairs)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "pairs": self.pairs}

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"islands": self.islands}


class Located(Matrix):
    """What weights by places have."""

    points: Annotated[FilePath, described("CSV file with `lat` and `lon` of each unit, in degrees")]
    key: Annotated[str, described("column of `points` that holds the unit key")] = POINTS_KEY

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("points", "file", self.points)

    def files(self, places: Places) -> dict:
        return {"panel": places.panel, "points": self.points}

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"key": self.key}


class InverseDistance(Located):
    """What weights by the inverse of the distance have."""

    exponent: Annotated[float, described("of the distance: weights are 1 / km to this power", gt=0, le=10)] = 1
    cutoff: Annotated[float | None, described("km beyond which the weight is 0; by default none", gt=0)] = None
    islands: Annotated[Keep, described(ISLANDS)] = "refuse"

    def settings(self, places: Places) -> dict:
        own = {"exponent": self.exponent, "cutoff": self.cutoff, "islands": self.islands}
        return super().settings(places) | own


class OfVariable(Matrix):
    """What weights by a variable have."""

    variable: Annotated[Name, described("variable of the panel")]
    year: Annotated[int | None, described("whose values count; by default the mean over the years")] = None

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("variable", "variable of the panel", self.variable)
        if self.year is not None:
            yield Use("year", "year", str(self.year))

    def files(self, places: Places) -> dict:
        return super().files(places) | {"panel": places.panel}

    def made_of(self, places: Places) -> set[str]:
        return {self.variable}

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"variable": self.variable, "year": self.year}


class OfGap(OfVariable):
    """What weights by the gap of a variable have."""

    gap_floor: Annotated[
        float | None,
        described(
            "gap that counts least, in units of the variable; by default two units without a gap are refused", gt=0
        ),
    ] = None

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"gap_floor": self.gap_floor}


class Distance(InverseDistance):
    """Inverse distance on the sphere."""

    kind: Annotated[Literal["distance"], described("the inverse of the distance")]


class Knn(Located):
    """The nearest neighbours on the sphere."""

    kind: Annotated[Literal["knn"], described("the nearest neighbours")]
    neighbours: Annotated[int, described("of each unit", ge=1)]
    symmetric: Annotated[bool, described("also units of which a unit is a nearest neighbour")] = False

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"neighbours": self.neighbours, "symmetric": self.symmetric}


class Economic(OfGap):
    """Nearness in a variable."""

    kind: Annotated[Literal["economic"], described("the inverse of the gap in a variable")]


class Product(InverseDistance, OfGap):
    """Nearness in space times nearness in a variable."""

    kind: Annotated[Literal["product"], described("the inverse of the distance times that of the gap in a variable")]


class Share(InverseDistance, OfVariable):
    """Nearness in space times the share of a unit in a variable."""

    kind: Annotated[Literal["share"], described("the inverse of the distance times a share in a variable")]
    side: Annotated[
        Literal["sender", "receiver"], described("whose share: of the neighbour that acts, or of the unit acted upon")
    ] = "sender"

    @model_validator(mode="after")
    def _is_not_divided_out(self) -> Self:
        if self.side == "receiver" and self.standardize == "row":
            raise ValueError(
                "the share of the receiver is the same all along its row: `standardize: row` divides it out and leaves "
                "inverse distance; write `standardize: max_eigenvalue`, or `side: sender`"
            )
        return self

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"side": self.side}


class Nested(Matrix):
    """Two others in one."""

    kind: Annotated[Literal["nested"], described("the sum of two other weights")]
    of: Annotated[list[Slug], described("two weights that stand above", min_length=2, max_length=2)]
    share: Annotated[float, Field(gt=0, lt=1), described("of the first in the sum")] = 0.5
    order: Annotated[
        Literal["standardise_first", "raw"],
        described(
            "both are standardised before they are added, or raw weights are added, of which the one with the larger "
            "unit of measurement decides; in either case the sum is standardised"
        ),
    ] = "standardise_first"

    @model_validator(mode="after")
    def _standardises(self) -> Self:
        if self.standardize == "none" and self.order == "standardise_first":
            raise ValueError("`order: standardise_first` needs a `standardize` that is not `none`")
        return self

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "matrix above it", name) for name in self.of)

    def made_of(self, places: Places) -> set[str]:
        return set().union(*(places.study.matrices[name].made_of(places) for name in self.of))

    def files(self, places: Places) -> dict:
        return dict(zip(("first", "second"), places.matrices(self.of), strict=True))

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"of": self.of, "share": self.share, "order": self.order}


MATRICES = (Contiguity, Distance, Knn, Economic, Product, Share, Nested, List)
AnyMatrix = union("kind", MATRICES)
