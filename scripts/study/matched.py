"""Columns on matched samples, and the balance that matching reaches."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from core.blocks import Addresses, Terms, described
from core.expressions import SERIES_FUNCTIONS, names_in
from study.columns import KEYS, Clustered, Combining
from study.entries import Grid, Places, Use


class Matching(Combining, Clustered):
    """Least squares after fixed effects among units that are matched by their propensity to be treated."""

    rule: ClassVar[str] = "fit_matching"
    offers: ClassVar[frozenset[str]] = frozenset({"balance"})

    estimator: Annotated[Literal["matching"], described("least squares among matched units")]
    on: Annotated[Terms, described("variables of the logit of being ever treated", min_length=1)]
    method: Annotated[
        Literal["radius", "kernel", "nearest"],
        described("matches: all others within `caliper`, Epanechnikov's kernel, or the nearest others"),
    ]
    caliper: Annotated[float | None, described("largest distance of the propensity scores of a match", gt=0, le=1)] = (
        None
    )
    bandwidth: Annotated[float, described("half the breadth of the kernel, in the propensity score", gt=0, le=1)] = 0.06
    neighbours: Annotated[int, described("nearest others of each treated unit, with replacement", ge=1, le=100)] = 1
    rows: Annotated[
        Literal["pre", "yearly", "pooled"],
        described("units by their means before the first start; unit-years of each year; or all unit-years at once"),
    ] = "pre"
    use: Annotated[
        Literal["support", "weights"], described("the matched rows all alike, or by their weights in the matches")
    ] = "support"

    @model_validator(mode="after")
    def _caliper_fits_the_method(self) -> Self:
        if self.method == "radius" and self.caliper is None:
            raise ValueError("`method: radius` needs a `caliper`, as 0.05")
        if self.method == "kernel" and self.caliper is not None:
            raise ValueError("`method: kernel` has a `bandwidth`, and no `caliper`")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("formula", "policy among the terms", " ".join(self.parsed.regressors))
        names = {name for term in self.on for name in names_in(term.replace(":", "*"), SERIES_FUNCTIONS)}
        yield from (Use("on", "variable", name) for name in sorted(names - KEYS))


class Balance(Grid):
    """Means and standardised differences of the matching variables before and after matching."""

    stage: ClassVar[str] = "did"

    kind: Annotated[Literal["balance"], described("balance before and after matching")]
    of: Annotated[Addresses, described("columns of `matching`, as `table.column`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "balance") for address in self.of)

    def files(self, places: Places) -> dict:
        return {"facts": places.pairs(self.of)[1]}

    def settings(self, places: Places) -> dict:
        return {"of": self.of}
