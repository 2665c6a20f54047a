"""Spatial models: their estimators, and the grids that are made of them."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from core.blocks import Address, Addresses, Name, Slug, Slugs, Terms, described, each_once, one_or_more
from core.errors import nearest
from core.formulas import LAG
from study.columns import KEYS, Column, Combining, OfEventTimes
from study.entries import Grid, Places, Use

EFFECT_DRAWS = 1000  # of spatial effects
DRAWN = "draws of its policy"


class Spatial(Combining):
    """What spatial models have."""

    rule: ClassVar[str] = "fit_spatial"
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters", "loglik")
    moved: ClassVar[dict[str, str]] = Column.moved | {"weights": "a spatial column names its `matrix`"}
    offers: ClassVar[frozenset[str]] = frozenset({"spatial effects", "tests between spatial models"})
    parameters: ClassVar[tuple[str, ...]] = ()

    matrix: Annotated[Slug, described("name of the spatial weights, of `matrices`")]
    se: Annotated[
        Literal["cluster", "hessian"],
        described("standard errors: clustered, or from the Hessian, as for independent errors of one variance"),
    ] = "cluster"
    cluster: Annotated[
        Name, described("what `se: cluster` clusters by: `unit`, or a variable that stays the same in each unit")
    ] = "unit"
    correction: Annotated[
        Literal["lee_yu", "none"],
        described("take out the bias that the effects cause (Lee and Yu 2010), or leave it in"),
    ] = "lee_yu"

    @model_validator(mode="after")
    def _effects_are_of_unit_and_year(self) -> Self:
        if other := [effect for effect in self.parsed.effects if effect not in KEYS]:
            raise ValueError(f"the effects `{', '.join(other)}` are not offered in `{self.estimator}`, only unit, year")
        return self

    @model_validator(mode="after")
    def _errors_are_of_clusters_that_there_are(self) -> Self:
        if self.cluster == "none" and self.se == "cluster":
            raise ValueError("`cluster: none` leaves nothing to cluster by; write `se: hessian`")
        return self

    @property
    def lagged_by_name(self) -> list[str]:
        """The terms whose lags the formula names, as `W:x`."""
        return [term.removeprefix(LAG) for term in self.parsed.regressors if term.startswith(LAG)]

    @property
    def coefficients(self) -> list[str]:
        plain = [term for term in self.parsed.regressors if not term.startswith(LAG)]
        return [*plain, *(f"{LAG}{term}" for term in self.lagged(plain)), *self.parameters]

    def lagged(self, plain: list[str]) -> list[str]:
        """The terms that have lags, none unless its estimator has them; `plain` are those of the formula."""
        return []

    def uses(self) -> Iterator[Use]:
        own = LAG.removesuffix(":")
        yield from (use for use in super().uses() if not (use.key == "formula" and use.name == own))
        if self.se == "cluster" and self.cluster not in KEYS:
            yield Use("cluster", "variable", self.cluster)
        yield Use("matrix", "matrix", self.matrix)

    def matrices(self) -> list[str]:
        return [self.matrix]


class Unlagged(Spatial):
    """Spatial models of outcome or errors, whose terms have no lags."""

    @model_validator(mode="after")
    def _terms_have_no_lags(self) -> Self:
        if lagged := self.lagged_by_name:
            other = {"sar": "sdm", "sem": "sdem"}[self.estimator]
            raise ValueError(
                f"`{LAG}{lagged[0]}`: the terms of `{self.estimator}` have no lags; write `estimator: {other}`"
            )
        return self


class Sar(Unlagged):
    """Spatial autoregressive model by exact maximum likelihood: a lag of the outcome."""

    estimator: Annotated[Literal["sar"], described("spatial autoregressive model")]
    split: Annotated[
        list[Name] | None,
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described(
            "0/1 variables that divide the units into grades: a lag for each grade that sends and each that receives, "
            "as `rho.large.small`"
        ),
    ] = None

    @property
    def offers(self) -> frozenset[str]:
        return Spatial.offers if self.split else Spatial.offers | {DRAWN}

    @property
    def statistics(self) -> tuple[str, ...]:
        return (*Spatial.statistics, *["radius"] * bool(self.split))

    @property
    def parameters(self) -> tuple[str, ...]:
        """`rho`, or one for each grade that sends and each that receives."""
        return tuple(f"rho.{sender}.{to}" for sender in self.split for to in self.split) if self.split else ("rho",)

    @model_validator(mode="after")
    def _grades_are_two_or_more(self) -> Self:
        if self.split is not None and len(self.split) < 2:
            raise ValueError("`split` divides the units into two grades or more; leave it out for one lag")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield from (Use("split", "variable", name) for name in self.split or [])


class Sem(Unlagged):
    """Spatial error model by exact maximum likelihood: a lag of the errors."""

    parameters: ClassVar[tuple[str, ...]] = ("lambda",)

    estimator: Annotated[Literal["sem"], described("spatial error model")]


class Lagged(Spatial):
    """Spatial models with lags of terms: alone, beside a lag of the outcome, or beside a lag of the errors."""

    estimator: Annotated[
        Literal["slx", "sdm", "sdem"],
        described("lags of terms: alone, in the spatial Durbin model, in the Durbin error model"),
    ]
    lags: Annotated[
        Terms | None,
        described("terms that have lags; by default all, or those whose lags stand in the formula, as `W:x`"),
    ] = None

    @property
    def parameters(self) -> tuple[str, ...]:
        return {"slx": (), "sdm": ("rho",), "sdem": ("lambda",)}[self.estimator]

    @property
    def offers(self) -> frozenset[str]:
        return Spatial.offers if self.estimator == "sdem" else Spatial.offers | {DRAWN}

    def lagged(self, plain: list[str]) -> list[str]:
        return self.lagged_by_name or (plain if self.lags is None else self.lags)

    @model_validator(mode="after")
    def _lags_are_of_its_terms(self) -> Self:
        plain = [term for term in self.parsed.regressors if not term.startswith(LAG)]
        if self.lagged_by_name and self.lags is not None:
            raise ValueError("the formula names lags as `W:x`, so leave out `lags`")
        if self.lags == []:
            raise ValueError(f"`lags` names no term, and without any `{self.estimator}` is no model of its own")
        if unknown := next((term for term in self.lags or [] if term not in plain), None):
            raise ValueError(f"`lags`: `{unknown}` is no term of the formula; {nearest(unknown, plain)}")
        return self


class SpatialEventStudy(OfEventTimes, Spatial):
    """Effects of a policy at home and next door, by years since it began: event dummies and their lags."""

    rule: ClassVar[str] = "fit_spatial_event_study"
    statistics: ClassVar[tuple[str, ...]] = (*Spatial.statistics, "pretrend")
    moved: ClassVar[dict[str, str]] = {key: said for key, said in Spatial.moved.items() if key != "model"}
    simulates: ClassVar[bool] = True
    offers: ClassVar[frozenset[str]] = frozenset({"event times"})

    estimator: Annotated[
        Literal["spatial_event_study"], described("dummies of event time and their lags instead of the policy")
    ]
    model: Annotated[Literal["slx", "sdm"], described("lags of all terms alone, or in the spatial Durbin model")] = (
        "sdm"
    )

    @property
    def parameters(self) -> tuple[str, ...]:
        return ("rho",) if self.model == "sdm" else ()

    def lagged(self, plain: list[str]) -> list[str]:
        return plain

    @model_validator(mode="after")
    def _terms_name_no_lags(self) -> Self:
        if lagged := self.lagged_by_name:
            raise ValueError(f"`{LAG}{lagged[0]}`: all terms of `{self.estimator}` have lags; leave out `{LAG}...`")
        return self


SPATIAL = (Lagged, Sar, Sem, SpatialEventStudy)


class OfEffects(Grid):
    """What grids of effects have."""

    stage: ClassVar[str] = "spatial"

    of: Annotated[Addresses, described("spatial columns, as `table.column`", min_length=1)]
    terms: Annotated[Terms, described("terms whose effects are printed; by default all")] = []

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "column", address, "spatial effects") for address in self.of)
        yield from (Use("terms", "term", term) for term in self.terms)

    def _matrices(self, places: Places) -> list[str]:
        return list(dict.fromkeys(name for address in self.of for name in places.column(address).matrices()))

    def files(self, places: Places) -> dict:
        return {"facts": places.pairs(self.of)[1], "matrices": places.matrices(self._matrices(places))}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "names": self._matrices(places), "terms": self.terms}


class Impacts(OfEffects):
    """Direct, indirect and total effects of spatial columns."""

    kind: Annotated[Literal["impacts"], described("direct, indirect and total effects")]

    def settings(self, places: Places) -> dict:
        return super().settings(places) | {"draws": EFFECT_DRAWS, "seed": places.seed}


class UnitImpacts(OfEffects):
    """Effects of spatial columns on and by each unit, which differ where the rows of the weights do."""

    kind: Annotated[Literal["unit_impacts"], described("own, received and sent effects of each unit")]


class Selection(Grid):
    """Tests between spatial models of a column, and the model that they choose."""

    stage: ClassVar[str] = "spatial"

    kind: Annotated[Literal["selection"], described("which spatial model the tests choose, and why")]
    of: Annotated[Address, described("a column of least squares or a spatial one, as `table.column`, for its formula")]
    matrices: Annotated[Slugs, described("spatial weights, of `matrices`", min_length=1)]

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of, "tests between spatial models")
        yield from (Use("matrices", "matrix", name) for name in self.matrices)

    def files(self, places: Places) -> dict:
        scores = places.scores(places.column(self.of).names())
        return {"panel": places.panel, "scores": scores, "matrices": places.matrices(self.matrices)}

    def settings(self, places: Places) -> dict:
        left_out = {name: places.study.matrices[name].leave_out for name in self.matrices}
        return {"column": places.refitted(self.of), "names": self.matrices, "leave_out": left_out}
