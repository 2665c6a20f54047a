"""A specification curve: one effect under all combinations of choices."""

import re
from collections.abc import Iterator
from functools import cached_property
from math import prod
from typing import Annotated, ClassVar, Literal, Self

from pydantic import StringConstraints, ValidationError, model_validator

from core.blocks import MacroText, Name, described
from core.choices import MOST_SPECIFICATIONS
from core.documents import say
from core.errors import nearest
from core.specifications import ESTIMATOR, RESULTS, one_by_one, slots_of, specification
from study.columns import Clustered, Column, Ols
from study.entries import Grid, Places, Use
from study.spatial import DRAWN, Lagged, Sar
from study.staggered import STAGGERED

KEYS = ("sample", "weights", "cluster", ESTIMATOR)  # of a column, that may vary beside the slots
ESTIMATORS = {
    name: model
    for model in (Ols, *STAGGERED, Sar, Lagged)
    for name in model.model_fields[ESTIMATOR].annotation.__args__
    if name != "sdem"
}
SHARED = {*Clustered.model_fields, "test", "lincom"}  # keys that are no matter of the estimator
Choice = Annotated[str, StringConstraints(pattern=r"^[^\W\d_][^\n`]{0,40}$")]


class Specifications(Grid):
    """One effect under all combinations of choices, and a joint test of them."""

    stage: ClassVar[str] = "placebo"

    kind: Annotated[Literal["specifications"], described("one effect under all combinations of choices")]
    formula: Annotated[
        MacroText,
        described("as of a column, with the names of slots in braces, as `{outcome} ~ ai + {controls} | unit`"),
    ]
    vary: Annotated[
        dict[Name, dict[Choice, MacroText | list[str] | dict[str, str | bool | list[int]] | None]],
        described(
            "what each slot of the formula may hold, and beside them `sample`, `weights`, `cluster` and `estimator` "
            "(`ols`, one for staggered adoption, or a column's keys, as `{estimator: sdm, matrix: near}`): values by "
            "what they are called; null for none",
            min_length=1,
        ),
    ]

    @model_validator(mode="after")
    def _choices_fit_the_formula(self) -> Self:
        slots = slots_of(self.formula)
        for key, choices in self.vary.items():
            if key not in (*slots, *KEYS):
                raise ValueError(f"`vary.{key}` is no slot of the formula, nor a key; {nearest(key, [*slots, *KEYS])}")
            if key in RESULTS:
                raise ValueError(f"`vary.{key}` is the name of a column of the results; call the slot otherwise")
            if not choices:
                raise ValueError(f"`vary.{key}` has no choice")
            if key in slots and any(isinstance(value, (list, dict)) for value in choices.values()):
                raise ValueError(f"`vary.{key}`: what a slot holds is text")
        if without := [slot for slot in slots if slot not in self.vary]:
            raise ValueError(f"the slot `{{{without[0]}}}` of the formula has no choices; list them under `vary`")
        if (number := prod(map(len, self.vary.values()))) > MOST_SPECIFICATIONS:
            raise ValueError(f"`vary` makes {number:,d} specifications; at most {MOST_SPECIFICATIONS:,d}")
        for names in one_by_one(self.vary):
            self._column(names)
        return self

    def _column(self, names: dict[str, str]) -> Column:
        """The column that has the choices `names`."""
        keys = specification(self.formula, self.vary, names)
        if (estimator := keys.get(ESTIMATOR, "ols")) not in ESTIMATORS:
            allowed = nearest(str(estimator), list(ESTIMATORS))
            raise ValueError(f"`vary.{ESTIMATOR}`: a curve has no `{estimator}`; {allowed}")
        model = ESTIMATORS[estimator]
        try:
            column = model(
                **{key: value for key, value in keys.items() if value is not None or key in model.model_fields}
            )
        except ValidationError as error:
            chosen = ", ".join(f"{key} `{name}`" for key, name in names.items())
            fault = error.errors()[0]
            said = fault["ctx"]["error"] if fault["type"] == "value_error" else say(fault, keys, model)[1]
            raise ValueError(f"with {chosen}: {said}") from None
        if column.matrices() and DRAWN not in column.offers:
            raise ValueError(f"`vary.{ESTIMATOR}`: a curve has no lags between grades; leave out `split`")
        return column

    @cached_property
    def columns(self) -> list[Column]:
        """A column for each choice, beside the first of all other choices."""
        return [self._column(names) for names in one_by_one(self.vary)]

    def uses(self) -> Iterator[Use]:
        for use in dict.fromkeys((use.kind, use.name) for column in self.columns for use in column.uses()):
            yield Use(self._place(use[1]), *use)
        for column in self.columns:
            yield Use("formula", "policy among the terms", " ".join(column.parsed.regressors))

    def _place(self, name: str) -> str:
        """The key in which a variable stands."""
        texts = {key: " ".join(map(str, choices.values())) for key, choices in self.vary.items()}
        return next((f"vary.{key}" for key, text in texts.items() if re.search(rf"\b{name}\b", text)), "formula")

    def files(self, places: Places) -> dict:
        return {"rows": places.curve(self, "json"), "draws": places.curve(self, "npy")}

    def settings(self, places: Places) -> dict:
        return {"vary": self.vary, "policy": self.policy(places), "rule": places.study.inference.ssc}

    def policy(self, places: Places) -> str:
        return self.columns[0].policy(list(places.study.policies))

    def _whole(self) -> dict:
        """What varies, each estimator with all keys that are its own; the effect is that of all treated rows."""
        if ESTIMATOR not in self.vary:
            return self.vary
        first = {key: next(iter(choices)) for key, choices in self.vary.items()}
        columns = {name: self._column(first | {ESTIMATOR: name}) for name in self.vary[ESTIMATOR]}
        return self.vary | {ESTIMATOR: {name: _own_keys(column) for name, column in columns.items()}}

    def drawn(self, places: Places) -> dict:
        """What the rule of the draws is given."""
        inference = places.study.inference
        names = list(dict.fromkeys(name for column in self.columns for name in column.matrices()))
        keys = {"cluster": inference.cluster, "ssc": inference.ssc, "sample": None, "weights": None}
        keys |= {"leave_out": {name: places.study.matrices[name].leave_out for name in names}}
        settings = {"formula": self.formula, "vary": self._whole(), "policy": self.policy(places), "keys": keys}
        used = set().union(*(column.names() for column in self.columns))
        files = {"scores": places.scores(used), "matrices": places.matrices(names)}
        return files | {"settings": settings | {"total": places.draws, "names": names}}


def _own_keys(column: Column) -> dict:
    if isinstance(column, Ols):
        return {ESTIMATOR: column.estimator}
    whole = {} if column.matrices() else {"aggregate": "overall"}
    return column.model_dump(mode="json", exclude=SHARED) | whole
