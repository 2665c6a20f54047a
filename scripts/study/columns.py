"""The columns of regression tables: one model an estimator, told apart by `estimator`."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from core.blocks import Condition, FormulaText, Slug, described, union
from core.expressions import names_in
from core.formulas import Formula, parse_formula
from study.entries import Entry, Use


class Column(Entry):
    """What all estimators have.

    rule : the rule that fits the column; offers : what figures and tables may ask of it
    """

    rule: ClassVar[str]
    offers: ClassVar[frozenset[str]] = frozenset()
    moved: ClassVar[dict[str, str]] = {
        "name": "the name of a column is its key, as in `columns: {policy: {formula: ...}}`",
        "model": "write `estimator`",
        "weights": "a spatial column names its `matrix`",
    }

    formula: Annotated[
        FormulaText,
        described("`outcome ~ term + ... | unit + year`; `score` is the efficiency, `..name` a macro, `1` no term"),
    ]
    sample: Annotated[
        Condition | None,
        described("condition that keeps the rows where it is true, as `year > 2005` or `unit not in ['AK', 'HI']`"),
    ] = None
    label: Annotated[str | None, described("heading of the column; by default the label of its outcome")] = None
    cluster: Annotated[Literal["unit"], described("standard errors are clustered by it")] = "unit"

    @property
    def parsed(self) -> Formula:
        return parse_formula(self.formula)

    def uses(self) -> Iterator[Use]:
        yield from (Use("formula", "variable", name) for name in self.parsed.names)
        known = {"unit", "year"}
        conditions = names_in(self.sample, condition=True) if self.sample else set()
        yield from (Use("sample", "variable", name) for name in sorted(conditions - known))

    def names(self) -> set[str]:
        """Every variable that the column needs."""
        return {use.name for use in self.uses() if use.kind == "variable"}

    def policy(self, policies: list[str]) -> str | None:
        """The first of the `policies` among the terms."""
        return next((term for term in self.parsed.regressors if term in policies), None)

    def matrices(self) -> list[str]:
        """Spatial weights that the column needs."""
        return []


class Ols(Column):
    """Least squares after fixed effects."""

    rule: ClassVar[str] = "fit_ols"
    offers: ClassVar[frozenset[str]] = frozenset({"reassignment of its policy"})

    estimator: Annotated[Literal["ols"], described("least squares after fixed effects")] = "ols"


class EventStudy(Column):
    """Effects by years since the policy: event dummies take its place; the base is the year before it."""

    rule: ClassVar[str] = "fit_event_study"
    offers: ClassVar[frozenset[str]] = frozenset({"event times"})

    estimator: Annotated[Literal["event_study"], described("dummies of event time instead of the policy")]
    window: Annotated[
        tuple[int, int] | None, described("first and last event time, both ends binned; by default chosen by support")
    ] = None

    @model_validator(mode="after")
    def _window_holds_the_base(self) -> Self:
        if self.window and not (self.window[0] <= -1 and self.window[1] >= 0):
            raise ValueError(f"`window` {list(self.window)} has to contain the base -1 and 0")
        return self

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("formula", "policy among the terms", " ".join(self.parsed.regressors))


class Sar(Column):
    """Spatial autoregressive model by exact maximum likelihood."""

    rule: ClassVar[str] = "fit_spatial"
    offers: ClassVar[frozenset[str]] = frozenset({"spatial effects"})

    estimator: Annotated[Literal["sar"], described("spatial autoregressive model")]
    matrix: Annotated[Slug, described("name of the spatial weights, of `matrices`")]

    def uses(self) -> Iterator[Use]:
        yield from super().uses()
        yield Use("matrix", "matrix", self.matrix)

    def matrices(self) -> list[str]:
        return [self.matrix]


COLUMNS = (Ols, EventStudy, Sar)
AnyColumn = union("estimator", COLUMNS, default="ols")
