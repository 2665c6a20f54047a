"""The blocks of a study file that say how efficiency is measured."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, create_model, model_validator

from core.blocks import Block, Condition, FolderName, Name, described
from core.choices import CHOICES, MEASURES, MOST_DRAWS, WITHOUT_SBM, foreign


def _each_once(names: list[str]) -> list[str]:
    if not names or len(set(names)) < len(names):
        raise ValueError(f"{names} must name at least one, and none twice")
    return names


def _apart_on_every_disk(scores: dict) -> dict:
    names = {}
    for name in scores:
        other = names.setdefault(name.lower(), name)
        if other != name:
            raise ValueError(f"`{other}` and `{name}` are one folder on Windows and macOS; call one otherwise")
    return scores


class Specification(Block):
    """The keys that say what a score is."""

    inputs: Annotated[list[Name], described("inputs, variables of the panel", min_length=1)]
    desirable: Annotated[list[Name], described("desirable outputs", min_length=1)]
    undesirable: Annotated[list[Name], described("undesirable outputs")] = []
    returns_to_scale: Annotated[
        Literal[CHOICES["returns_to_scale"]], described("constant or variable, in both stages")
    ] = "crs"
    measure: Annotated[
        Literal[CHOICES["measure"]],
        described(
            "super-efficiency SBM, or 1 / (1 + S) of an inefficiency S: SBM-DDF (Fukuyama and Weber 2009), or the "
            "non-radial directional distance (Zhou, Ang and Wang 2012)"
        ),
    ] = "sbm"
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
    group: Annotated[
        Name | None,
        described(
            "variable of the panel; a unit-year is measured against those with the same value of it, the frontier of "
            "its own group; not of the first score"
        ),
    ] = None
    reference: Annotated[
        Condition | None,
        described(
            "condition on variables of the panel, as `not zone`: only rows where it is true form the frontier; the "
            "others are measured against it and may exceed 1, or have no score if the measure has no super score"
        ),
    ] = None
    zero_policy: Annotated[
        Literal[CHOICES["zero_policy"]],
        described("a zero stops the run, or becomes `floor_factor` times the column's smallest positive value"),
    ] = "error"
    floor_factor: Annotated[float, described("see `zero_policy`", gt=0, le=1)] = 0.01
    infeasible_policy: Annotated[
        Literal[CHOICES["infeasible_policy"]],
        described(
            "score of a unit whose super-efficiency LP is infeasible, or that is beyond its frontier under a measure "
            "without super scores: none, 1, or that of variant B; counted"
        ),
    ] = "na"


def indicators_of(specification: dict) -> list[str]:
    """Inputs and outputs."""
    return [*specification["inputs"], *specification["desirable"], *specification["undesirable"]]


def _of_measure(specification: dict, own: dict) -> dict:
    """The specification of a score that says its `own` keys: one that is no SBM inherits nothing that only SBM has."""
    if specification["measure"] == "sbm":
        return specification
    inherited = {key: allowed for key, allowed in WITHOUT_SBM.items() if key not in own}
    return specification | {key: allowed[0] for key, allowed in inherited.items() if specification[key] not in allowed}


# A named score: the keys that differ from those of the block.
Score = create_model(
    "Score",
    __base__=Block,
    __doc__="A score: the keys in which its specification differs from that of `efficiency`.",
    **{
        key: (Annotated[field.annotation | None, *field.metadata, described(f"other `{key}`")], None)
        for key, field in Specification.model_fields.items()
    },
)


class Bootstrap(Block):
    """Intervals and order-m scores of the unit-years, from frontiers of fewer units drawn at random."""

    replications: Annotated[
        int, described("number of draws; intervals of 95 % need 200, order-m scores 500", ge=20, le=MOST_DRAWS)
    ]
    size: Annotated[int | None, described("units in a draw; by default a quarter of the units, rounded up", ge=2)] = (
        None
    )


class Efficiency(Specification):
    """Efficiency with undesirable outputs."""

    moved: ClassVar[dict[str, str]] = {
        "sensitivity": "scores have names now, and every one can be a variable of a model: `scores: {own: {}, "
        "vrs: {returns_to_scale: vrs}}`; the first is `score`",
    }

    productivity: Annotated[
        list[Literal[MEASURES]],
        described(
            "productivity indices: Malmquist global and adjacent, by directional distances adjacent and global; each "
            "is a variable of its own name, the change to a year from the one before"
        ),
        AfterValidator(_each_once),
    ] = ["gml"]
    disposability: Annotated[
        Literal["weak", "strong"], described("of undesirable outputs in the directional distances")
    ] = "weak"
    scores: Annotated[
        dict[FolderName, Score],
        described(
            "several scores by name: the first is `score`, each other is a variable of its own name, for formulas, "
            "tables and figures"
        ),
        AfterValidator(_apart_on_every_disk),
    ] = {}
    bootstrap: Annotated[Bootstrap | None, described("confidence intervals of the scores")] = None
    audit: Annotated[
        int,
        described("units whose scores are recomputed with the Pyomo model; a difference above 1e-8 ends the run", ge=3),
    ] = 25
    engine: Annotated[
        Literal[CHOICES["engine"]],
        described("solver: batch for non-oriented models (auto), or HiGHS for all; changes no score, only the time"),
    ] = "auto"

    @model_validator(mode="after")
    def _specifications_differ(self) -> Self:
        if len(self.scores) == 1:
            raise ValueError("`scores` names a single score; write its keys under `efficiency`, or add another score")
        self._refuse_foreign()
        known = {}
        for name, one in zip(self.scores or ["score"], self.specifications().values(), strict=True):
            where = f"`scores.{name}`" if self.scores else "`efficiency`"
            if one["frontier"] == "window" and not one["window"]:
                raise ValueError(f"{where}: frontier `window` needs `window`")
            if one in known.values():
                twin = next(other for other, specification in known.items() if specification == one)
                raise ValueError(f"{where} is the same score as `scores.{twin}`; change a key of one, or delete it")
            known[name] = one
        return self

    def _refuse_foreign(self) -> None:
        """Keys that a measure does not have, where it is said, and what there is of the first score only."""
        for where, measure, place in (
            ("", self.measure, self),
            *((f"`scores.{name}`: ", score.measure or self.measure, score) for name, score in self.scores.items()),
        ):
            if said := foreign(measure, place.model_dump()):
                raise ValueError(f"{where}{said}")
        first = self.specifications()["score"]
        if first["group"]:
            raise ValueError(
                "`group` cannot be of the first score, whose productivity is that of a frontier for all; give it to "
                f"a further one: `scores: {{all: {{}}, own: {{group: {first['group']}}}}}`"
            )
        if self.bootstrap and first["measure"] != "sbm":
            raise ValueError(
                f"`bootstrap` needs a first score of the measure `sbm`: `{first['measure']}` has no score for who is "
                "beyond the frontier of fewer units; let it be a further one, or delete `bootstrap`"
            )

    def specification(self) -> dict:
        """The keys that say what a score is, before those of a named one."""
        return self.model_dump(include=set(Specification.model_fields) | {"audit", "engine"})

    def overrides(self) -> dict[str, dict]:
        """By variable, the keys in which each score differs from the block; the first is `score`."""
        names = ["score", *list(self.scores)[1:]]
        differing = [score.model_dump(exclude_none=True) for score in self.scores.values()] or [{}]
        return dict(zip(names, differing, strict=True))

    def specifications(self) -> dict[str, dict]:
        """By variable, the specification of each score."""
        return {name: _of_measure(self.specification() | keys, keys) for name, keys in self.overrides().items()}

    def indicators(self) -> dict[str, bool]:
        """Inputs and outputs of all scores, each with whether it may be zero: where every score floors zeros."""
        found: dict[str, bool] = {}
        for one in self.specifications().values():
            floored = one["zero_policy"] == "floor"
            found |= {name: floored and found.get(name, True) for name in indicators_of(one)}
        return found
