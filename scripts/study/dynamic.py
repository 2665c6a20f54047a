"""Columns of dynamic panels."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from core.blocks import described, fits
from core.choices import MOST_YEARS
from core.expressions import SERIES_FUNCTIONS, names_in, parse
from study.columns import KEYS, Combining
from study.entries import Use

Expression = Annotated[str, fits(lambda text: parse(text, SERIES_FUNCTIONS))]


def _ascending(lags: tuple[int, int]) -> tuple[int, int]:
    if lags[0] > lags[1]:
        raise ValueError(f"the lags {list(lags)} do not ascend")
    return lags


Lags = Annotated[tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(le=MOST_YEARS)]], AfterValidator(_ascending)]


class Gmm(Combining):
    """Difference or system GMM of a dynamic panel (Arellano and Bond 1991, Blundell and Bond 1998)."""

    rule: ClassVar[str] = "fit_gmm"
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters", "instruments", "hansen", "ar1", "ar2")

    estimator: Annotated[Literal["gmm"], described("difference or system GMM")]
    instruments: Annotated[
        dict[Expression, Lags],
        described("variables whose lags, first to last, are instruments; other terms are their own", min_length=1),
    ]
    system: Annotated[bool, described("equations in levels beside those in differences")] = False
    collapse: Annotated[bool, described("one instrument a lag instead of one a lag and year")] = True
    steps: Annotated[Literal[1, 2], described("weights of the moments from independent errors, or from residuals")] = 2
    missing: Annotated[
        Literal["drop", "refuse"], described("rows in which a variable is missing: leave out and count, or refuse")
    ] = "drop"

    @model_validator(mode="after")
    def _effects_are_of_unit(self) -> Self:
        if "unit" not in self.parsed.effects or not set(self.parsed.effects) <= KEYS:
            raise ValueError(
                "`gmm` takes the effects of units away; write `unit`, or `unit + year` for dummies of years"
            )
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        for text in self.instruments:
            names = sorted(names_in(text, SERIES_FUNCTIONS) - KEYS)
            yield from (Use("instruments", "variable", name) for name in names)
