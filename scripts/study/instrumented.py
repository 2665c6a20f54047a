"""Columns with instruments."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from core.blocks import Address, described
from core.formulas import Formula, parse_formula
from study.columns import Clustered, Combining
from study.entries import Use


class Iv(Combining, Clustered):
    """Two-stage least squares after fixed effects; the formula has a third part, `| endogenous ~ instruments`."""

    rule: ClassVar[str] = "fit_iv"
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters", "kp_lm", "kp_f", "effective_f", "ar", "hansen")
    instrumented: ClassVar[bool] = True
    offers: ClassVar[frozenset[str]] = frozenset({"first stage"})

    estimator: Annotated[Literal["iv"], described("two-stage least squares")]

    @model_validator(mode="after")
    def _has_instruments(self) -> Self:
        if not self.parsed.endogenous:
            raise ValueError(f"`{self.formula}` has no instruments; add a third part, `| endogenous ~ instruments`")
        return self

    def policy(self, policies: list[str]) -> str | None:
        return self.parsed.endogenous if self.parsed.endogenous in policies else None


class FirstStage(Clustered):
    """The first stage of a column with instruments, in the same rows."""

    rule: ClassVar[str] = "fit_iv"
    statistics: ClassVar[tuple[str, ...]] = ("n", "units", "clusters", "r2_within", "kp_f", "effective_f")
    instrumented: ClassVar[bool] = True

    estimator: Annotated[Literal["first_stage"], described("regression of the endogenous regressor on instruments")]
    of: Annotated[Address, described("the column of `iv` whose formula, sample and clusters it has")]

    @model_validator(mode="before")
    @classmethod
    def _second_stage_is_there(cls, content):
        if isinstance(content, dict) and "of" in content and "formula" not in content:
            raise ValueError(f"`of`: there is no column `{content['of']}`, whose first stage this could be")
        return content

    @property
    def parsed(self) -> Formula:
        second = parse_formula(self.formula)
        return Formula(second.endogenous or second.outcome, (*second.instruments, *second.regressors), second.effects)

    def uses(self) -> Iterator[Use]:
        yield Use("of", "column", self.of, "first stage")
        yield from super().uses()

    def names(self) -> set[str]:
        return super().names() | set(parse_formula(self.formula).variables)

    def policy(self, policies: list[str]) -> str | None:
        return self.parsed.outcome if self.parsed.outcome in policies else None
