"""The blocks of a study file that say how efficiency is measured."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, create_model, model_validator

from core.blocks import Block, Name, described
from core.choices import CHOICES, MEASURES, MOST_DRAWS


def _each_once(names: list[str]) -> list[str]:
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{names} must name at least one, and none twice")
    return names


class Specification(Block):
    """The keys that say what a score is."""

    inputs: Annotated[list[Name], described("inputs, variables of the panel", min_length=1)]
    desirable: Annotated[list[Name], described("desirable outputs", min_length=1)]
    undesirable: Annotated[list[Name], described("undesirable outputs")] = []
    returns_to_scale: Annotated[
        Literal[CHOICES["returns_to_scale"]], described("constant or variable, in both stages")
    ] = "crs"
    variant: Annotated[
        Literal[CHOICES["variant"]],
        described("undesirable outputs counted with the outputs (A) or with the inputs (B)"),
    ] = "A"
    orientation: Annotated[Literal[CHOICES["orientation"]], described("sides whose slacks are scored")] = "non"
    frontier: Annotated[
        Literal[CHOICES["frontier"]],
        described(
            "reference set: the unit's own year, the years up to it, the last `window` years, or all unit-years; "
            "only global scores compare over years"
        ),
    ] = "global"
    window: Annotated[
        int | None, described("years of the frontier `window`, the unit's own the last of them", ge=1)
    ] = None
    zero_policy: Annotated[
        Literal[CHOICES["zero_policy"]],
        described("a zero stops the run, or becomes `floor_factor` times the column's smallest positive value"),
    ] = "error"
    floor_factor: Annotated[float, described("see `zero_policy`", gt=0, le=1)] = 0.01
    infeasible_policy: Annotated[
        Literal[CHOICES["infeasible_policy"]],
        described("score of a unit whose super-efficiency LP is infeasible: none, 1, or that of variant B; counted"),
    ] = "na"


# Another specification: the keys that differ from the study's own.
Override = create_model(
    "Override",
    __base__=Block,
    __doc__="Another specification of the efficiency model: the keys that differ from the study's own.",
    **{
        key: (Annotated[field.annotation | None, *field.metadata, described(f"other `{key}`")], None)
        for key, field in Specification.model_fields.items()
    },
)


class Bootstrap(Block):
    """Bias correction and confidence intervals of the scores, from frontiers of fewer units drawn at random."""

    replications: Annotated[int, described("number of draws; an interval of 95 % needs 200", ge=20, le=MOST_DRAWS)]
    size: Annotated[
        int | None, described("units in a draw; by default the square root of the number of units, rounded up", ge=2)
    ] = None


class Efficiency(Specification):
    """Super-efficiency SBM with undesirable outputs."""

    productivity: Annotated[
        list[Literal[MEASURES]],
        described("productivity indices: Malmquist global and adjacent, by directional distances adjacent and global"),
        AfterValidator(_each_once),
    ] = ["gml"]
    disposability: Annotated[
        Literal["weak", "strong"], described("of undesirable outputs in the directional distances")
    ] = "weak"
    sensitivity: Annotated[list[Override], described("other specifications, scored and compared with this one")] = []
    bootstrap: Annotated[Bootstrap | None, described("confidence intervals of the scores")] = None
    audit: Annotated[
        int, described("units whose scores are recomputed with the Pyomo model; above 1e-8 the run fails", ge=3)
    ] = 25
    engine: Annotated[
        Literal[CHOICES["engine"]],
        described("solver: batch for non-oriented models (auto), or HiGHS for all; changes no score, only the time"),
    ] = "auto"

    @model_validator(mode="after")
    def _specifications_differ(self) -> Self:
        known = [self.specification()]
        for number, override in enumerate(self.sensitivity):
            where = f"sensitivity.{number}"
            if not override.model_dump(exclude_none=True):
                raise ValueError(f"`{where}` names no key; each item holds the keys that differ")
            other = self.specification() | override.model_dump(exclude_none=True)
            if other in known:
                raise ValueError(f"`{where}` is the same specification as one before it; change or delete it")
            known.append(other)
        for number, other in enumerate(known):
            if other["frontier"] == "window" and not other["window"]:
                raise ValueError(f"{f'`sensitivity.{number - 1}`: ' if number else ''}frontier `window` needs `window`")
        return self

    def specification(self) -> dict:
        """The keys that say what a score is, without those of its productivity, its sensitivity and its bootstrap."""
        return self.model_dump(exclude={"productivity", "disposability", "sensitivity", "bootstrap"})

    def indicators(self) -> list[str]:
        """Inputs and outputs."""
        return [*self.inputs, *self.desirable, *self.undesirable]
