"""The blocks of a study file that say how efficiency is measured."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from core.blocks import Block, Name, described


def _each_once(names: list[str]) -> list[str]:
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{names} must name at least one, and none twice")
    return names


class Override(Block):
    """Another specification of the efficiency model: the keys that differ from the study's own."""

    inputs: Annotated[list[Name] | None, described("other inputs", min_length=1)] = None
    desirable: Annotated[list[Name] | None, described("other desirable outputs", min_length=1)] = None
    undesirable: Annotated[list[Name] | None, described("other undesirable outputs")] = None
    returns_to_scale: Annotated[Literal["crs", "vrs"] | None, described("other returns to scale")] = None
    variant: Annotated[Literal["A", "B"] | None, described("other variant")] = None
    orientation: Annotated[Literal["non", "in", "out"] | None, described("other orientation")] = None
    frontier: Annotated[
        Literal["contemporaneous", "sequential", "window", "global"] | None, described("other frontier")
    ] = None
    window: Annotated[int | None, described("other number of years of the frontier `window`", ge=1)] = None
    zero_policy: Annotated[Literal["error", "floor"] | None, described("other treatment of zeros")] = None
    floor_factor: Annotated[float | None, described("other floor of zeros", gt=0, le=1)] = None
    infeasible_policy: Annotated[
        Literal["na", "one", "variant_b"] | None, described("other treatment of infeasible programs")
    ] = None


class Bootstrap(Block):
    """Bias correction and confidence intervals of the scores, from frontiers of fewer units drawn at random."""

    replications: Annotated[int, described("number of draws; an interval of 95 % needs 200", ge=20)]
    size: Annotated[
        int | None, described("units in a draw; by default the square root of the number of units, rounded up", ge=2)
    ] = None


class Efficiency(Block):
    """Super-efficiency SBM with undesirable outputs."""

    inputs: Annotated[list[Name], described("inputs, variables of the panel", min_length=1)]
    desirable: Annotated[list[Name], described("desirable outputs", min_length=1)]
    undesirable: Annotated[list[Name], described("undesirable outputs")] = []
    returns_to_scale: Annotated[Literal["crs", "vrs"], described("constant or variable, in both stages")] = "crs"
    variant: Annotated[
        Literal["A", "B"], described("undesirable outputs counted with the outputs (A) or with the inputs (B)")
    ] = "A"
    orientation: Annotated[Literal["non", "in", "out"], described("sides whose slacks are scored")] = "non"
    frontier: Annotated[
        Literal["contemporaneous", "sequential", "window", "global"],
        described(
            "reference set: the unit's own year, the years up to it, the last `window` years, or all unit-years; "
            "only global scores compare over years"
        ),
    ] = "global"
    window: Annotated[
        int | None, described("years of the frontier `window`, the unit's own the last of them", ge=1)
    ] = None
    zero_policy: Annotated[
        Literal["error", "floor"],
        described("a zero stops the run, or becomes `floor_factor` times the column's smallest positive value"),
    ] = "error"
    floor_factor: Annotated[float, described("see `zero_policy`", gt=0, le=1)] = 0.01
    infeasible_policy: Annotated[
        Literal["na", "one", "variant_b"],
        described("score of a unit whose super-efficiency LP is infeasible: none, 1, or that of variant B; counted"),
    ] = "na"
    productivity: Annotated[
        list[Literal["gml", "malmquist", "ml", "gml_ddf"]],
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
        Literal["auto", "highs", "batch"],
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
