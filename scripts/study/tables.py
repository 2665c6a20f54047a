"""The tables of a study: one model a kind, told apart by `kind`. All but `regression` are grids."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, model_validator

from core.blocks import Slug, Slugs, Terms, Years, among, described, each_once, one_or_more, tags_of, union
from core.choices import MOST_ENTRIES
from core.errors import nearest
from core.fitstat import BENEATH, STATISTICS
from study.columns import Column
from study.curve import Specifications
from study.entries import Grid, Places, Printed, Statistics, Use
from study.estimators import COLUMNS, AnyColumn
from study.examined import SpatialInference, TwfeWeights
from study.fitted import Split
from study.honest import Honest
from study.instrumented import FirstStage
from study.matched import Balance
from study.neighbours import Matrices
from study.permuted import Placebos, Power
from study.published import Published
from study.refits import Cohorts, Jackknife, Mediation
from study.scored import (
    Convergence,
    Dagum,
    GroupMeans,
    Indicators,
    Means,
    Productivity,
    Ranking,
    Scale,
    Sensitivity,
    Slacks,
    Targets,
    TechnologyGap,
    Transitions,
)
from study.spatial import Impacts, Selection, UnitImpacts
from study.staggered import Bacon

PERMUTATIONS = 999  # of Moran's I


def _estimator(column) -> type[Column]:
    """The model of a column as it stands in the file; `Column` if its estimator is unknown."""
    name = column.get("estimator", "ols") if isinstance(column, dict) else "ols"
    known = {value: member for member in COLUMNS for value in tags_of(member, "estimator")}
    return known.get(str(name), Column)


class Regression(Printed):
    """A table of regressions; keys of columns may stand beside `columns` and go to those whose estimator has them."""

    kind: Annotated[Literal["regression"], described("columns of fitted models")] = "regression"
    columns: Annotated[
        dict[Slug, AnyColumn],
        described(
            "the models by name, in the order in which they are printed; text is a formula",
            min_length=1,
            max_length=MOST_ENTRIES,
        ),
    ]
    keep: Annotated[Terms, described("terms to print; by default all")] = []
    indicate: Annotated[
        dict[str, Terms], described("rows that say Yes or No instead of terms, as `{Controls: [..controls]}`")
    ] = {}
    under: Annotated[
        list[Literal[tuple(BENEATH)]],
        among(BENEATH),
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described(
            "what stands beneath each estimate, in this order; `p_placebo` is that of the first placebo that lists the "
            "column"
        ),
    ] = ["std_error"]
    fitstat: Annotated[
        list[Literal[tuple(STATISTICS)]] | None,
        among(STATISTICS),
        BeforeValidator(one_or_more),
        AfterValidator(each_once),
        described("statistics under the columns, in this order; by default those of their estimators"),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _hand_down(cls, content, info: ValidationInfo):
        """Keys of the inference, then of the table, go to the columns that lack them."""
        if not isinstance(content, dict) or not isinstance(content.get("columns"), dict):
            return content
        inherited = {key: value for key, value in content.items() if key not in cls.model_fields}
        inference = (info.context or {}).get("inference")
        inference = inference if isinstance(inference, dict) else {}
        tables = (info.context or {}).get("tables")
        columns = {name: _as_column(column) for name, column in content["columns"].items()}
        kinds = {
            name: _estimator({**inherited, **column}) if isinstance(column, dict) else Column
            for name, column in columns.items()
        }
        known = {key for kind in kinds.values() for key in kind.model_fields}
        for key in inherited:
            if key not in known:
                said = Column.moved.get(key) or nearest(key, [*cls.model_fields, *known])
                raise ValueError(f"`{key}` is a key of no column of this table; {said}")
        for name, kind in kinds.items():
            if isinstance(columns[name], dict):
                handed = {**inference, **inherited}
                columns[name] = {key: value for key, value in handed.items() if key in kind.model_fields} | {
                    **columns[name]
                }
                if kind is FirstStage:
                    own = _as_column(content["columns"][name])
                    columns[name] |= _of_second_stage(own, tables, inference)
        return {key: value for key, value in content.items() if key in cls.model_fields} | {"columns": columns}

    @model_validator(mode="after")
    def _what_is_printed_is_computed(self) -> Self:
        computed = {way for column in self.columns.values() for way in getattr(column, "also", [])}
        for shown, way in (("p_cr2", "cr2"), ("p_wild", "wild"), ("se_frontier", "frontier")):
            if shown in self.under and way not in computed:
                raise ValueError(f"`under`: `{shown}` is computed in no column of the table; add `also: {way}`")
        return self

    def uses(self) -> Iterator[Use]:
        for name, column in self.columns.items():
            yield from (Use(f"columns.{name}.{use.key}", use.kind, use.name, use.needs) for use in column.uses())
        yield from (Use("keep", "term", term) for term in self.keep)
        yield from (Use("indicate", "term", term) for terms in self.indicate.values() for term in terms)
        if "p_placebo" in self.under:
            yield Use("under", "placebo of a column", " ".join(self.columns))

    def statistics(self) -> list[str]:
        """What stands under the columns: as the table says, or what their estimators have, each once."""
        default = [name for column in self.columns.values() for name in column.statistics]
        return list(dict.fromkeys(default)) if self.fitstat is None else self.fitstat

    def rules(self) -> list[str]:
        """The rules that fit the columns, each once."""
        return list(dict.fromkeys(column.rule for column in self.columns.values()))


def _of_second_stage(column: dict, tables, inference: dict) -> dict:
    """What a first stage takes from its second stage, a column of `tables` as they stand in the file."""
    if "formula" in column:
        raise ValueError(f"the `first_stage` of `{column.get('of')}` has that formula; leave out its own `formula`")
    table, _, name = str(column.get("of", "")).partition(".")
    found = tables.get(table) if isinstance(tables, dict) else None
    columns = found.get("columns") if isinstance(found, dict) else None
    if not isinstance(columns, dict) or name not in columns:
        return {}
    second = {**inference, **found, **_as_column(columns[name])}
    return {key: second[key] for key in ("formula", "sample", "cluster", "ssc", "missing") if key in second}


def _as_column(column):
    return {"formula": column} if isinstance(column, str) else column


def _groups(value):
    return value if isinstance(value, dict) else {"": value}


class Descriptives(Grid):
    """Descriptive statistics."""

    stage: ClassVar[str] = "panel"

    kind: Annotated[Literal["descriptives"], described("descriptive statistics")]
    of: Annotated[
        dict[str, Terms] | None,
        BeforeValidator(lambda value: value if value is None else _groups(value)),
        described("variables, or `{group: variables}`; by default the score and every variable of the panel"),
    ] = None
    by: Annotated[str | None, described("variable whose values part the columns, at most 6, as a policy")] = None
    statistics: Annotated[
        list[Statistics], BeforeValidator(one_or_more), described("what is printed", min_length=1)
    ] = [
        "n",
        "mean",
        "sd",
        "min",
        "p50",
        "max",
    ]

    def variables(self) -> list[str]:
        return [name for names in self.of.values() for name in names] if self.of else ["score"]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "variable", name) for name in self.variables())
        if self.by:
            yield Use("by", "variable", self.by)

    def files(self, places: Places) -> dict:
        described_in = f"{places.home}/panel/descriptives.csv"
        used = {*self.variables(), self.by}
        return {"panel": places.panel, "scores": places.scores(used), "descriptives": described_in}

    def settings(self, places: Places) -> dict:
        return {"of": self.of, "by": self.by, "statistics": self.statistics}


class Moran(Grid):
    """Moran's I by year."""

    stage: ClassVar[str] = "spatial"

    kind: Annotated[Literal["moran"], described("spatial autocorrelation by year")]
    of: Annotated[Terms, described("variables", min_length=1)]
    matrices: Annotated[Slugs, described("spatial weights, of `matrices`", min_length=1)]
    years: Annotated[Years, described("years to print; by default all")] = None
    statistics: Annotated[
        list[Literal["moran_i", "z", "p_normal", "p_random", "p_permutation"]],
        BeforeValidator(one_or_more),
        described("what is printed", min_length=1),
    ] = ["moran_i", "z", "p_permutation"]

    def uses(self) -> Iterator[Use]:
        yield from (Use("of", "variable", name) for name in self.of)
        yield from (Use("matrices", "matrix", name) for name in self.matrices)
        yield from (Use("years", "year", str(year)) for year in self.years or [])

    def files(self, places: Places) -> dict:
        return {
            "panel": places.panel,
            "scores": places.scores(self.of),
            "matrices": places.matrices(self.matrices),
        }

    def settings(self, places: Places) -> dict:
        left_out = {name: places.study.matrices[name].leave_out for name in self.matrices}
        return {
            "of": self.of,
            "names": self.matrices,
            "leave_out": left_out,
            "made_of": {name: sorted(places.study.matrices[name].made_of(places)) for name in self.matrices},
            "years": self.years,
            "statistics": self.statistics,
            "permutations": PERMUTATIONS,
            "seed": places.seed,
        }


TABLES = (
    Regression,
    Descriptives,
    Indicators,
    Sensitivity,
    Productivity,
    GroupMeans,
    TechnologyGap,
    Scale,
    Means,
    Ranking,
    Dagum,
    Convergence,
    Transitions,
    Slacks,
    Targets,
    Cohorts,
    Bacon,
    TwfeWeights,
    Balance,
    Honest,
    Mediation,
    Jackknife,
    SpatialInference,
    Moran,
    Matrices,
    Impacts,
    UnitImpacts,
    Selection,
    Placebos,
    Power,
    Split,
    Specifications,
    Published,
)
AnyTable = union("kind", TABLES, default="regression")
