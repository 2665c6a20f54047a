"""Estimation samples: the rows and columns that a model uses, chosen as Stata and fixest choose them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from core.errors import StudyError, named, nearest
from core.evaluation import evaluate, keeps
from core.expressions import SERIES_FUNCTIONS, names_in
from core.formulas import Formula, Term, parse_formula
from core.words import dropped_words
from estimation.series import FUNCTIONS

MOST_VALUES = 400  # of a variable in i(): each is a column


@dataclass(frozen=True)
class Groups:
    """Rows in groups: `codes` (N,) int from 0 to `count` - 1, each used; `slope` (N,) if an effect has slopes too."""

    name: str
    codes: np.ndarray
    count: int
    slope: np.ndarray | None = None

    def taking(self, rows: np.ndarray) -> "Groups":
        """The groups of some rows, given by number or as true."""
        values, codes = np.unique(self.codes[rows], return_inverse=True)
        return Groups(self.name, codes, len(values), None if self.slope is None else self.slope[rows])


@dataclass(frozen=True)
class Sample:
    """The N rows of a regression, sorted by unit (as text) and year.

    units : (n,) text, ascending; unit : (N,) their numbers; year : (N,) int
    name, outcome : of the outcome, (N,); terms, columns : of the regressors, (N, K)
    effects, clusters : as groups; no clusters: errors are independent and of one variance
    weighted_by, weights : name and (N,) positive weights, None if rows count alike
    dropped : numbers of rows that left, by reason, in the order in which they left
    """

    units: np.ndarray
    unit: np.ndarray
    year: np.ndarray
    name: str
    outcome: np.ndarray
    terms: tuple[str, ...]
    columns: np.ndarray
    effects: tuple[Groups, ...]
    clusters: tuple[Groups, ...]
    weighted_by: str | None
    weights: np.ndarray | None
    dropped: dict

    @cached_property
    def years(self) -> np.ndarray:
        """The years that have rows, ascending."""
        return np.unique(self.year)

    @property
    def shape(self) -> tuple[int, int] | None:
        """Numbers of units and of years if every unit has a row in every year, else None."""
        shape = (len(self.units), len(self.years))
        return shape if shape[0] * shape[1] == len(self.year) else None

    @property
    def effect_names(self) -> tuple[str, ...]:
        return tuple(effect.name for effect in self.effects)

    def column(self, term: str) -> np.ndarray:
        return self.columns[:, self.terms.index(term)]

    def without(self, term: str) -> tuple[tuple[str, ...], np.ndarray]:
        """Names and columns of the other terms."""
        others = [at for at, name in enumerate(self.terms) if name != term]
        return tuple(self.terms[at] for at in others), self.columns[:, others]

    def taking(self, rows: np.ndarray) -> "Sample":
        """The sample of some of its rows, given by number or as true, ascending by unit and year."""
        units, unit = np.unique(self.unit[rows], return_inverse=True)
        return replace(
            self,
            units=self.units[units],
            unit=unit,
            year=self.year[rows],
            outcome=self.outcome[rows],
            columns=self.columns[rows],
            effects=tuple(effect.taking(rows) for effect in self.effects),
            clusters=tuple(cluster.taking(rows) for cluster in self.clusters),
            weights=None if self.weights is None else self.weights[rows],
        )


def sample_of_column(panel: pd.DataFrame, settings: dict) -> Sample:
    """The sample of a column as the plan of a study gives it; clustered by unit if its estimator has no `cluster`."""
    cluster = settings.get("cluster", "unit")
    clusters = cluster if isinstance(cluster, list) else [cluster]
    return sample_of(
        panel,
        parse_formula(settings["formula"]),
        settings["sample"],
        clusters=[] if clusters == ["none"] else clusters,
        weights=settings.get("weights"),
        refuse_missing=settings.get("missing") == "refuse",
    )


def sample_of(
    panel: pd.DataFrame,
    formula: Formula,
    condition: str | None = None,
    clusters: list[str] = (),
    weights: str | None = None,
    refuse_missing: bool = False,
) -> Sample:
    """The sample of `formula` in `panel`, which has unit, year and variables, each unit-year once, in any order.

    With instruments its terms are the endogenous one, the exogenous ones, the instruments.

    Lags see the whole panel. Of the rows that `condition` keeps, those leave in which a variable is missing or
    infinite, each counted under the first such variable; then those whose weight is zero or missing; then those that
    are alone in a group of an effect, again and again until there are none (Correia 2015, reghdfe).

    Raises StudyError for an unknown variable, a text where a number is needed, a negative weight, unit-years that
    stand twice, a sample without rows, and with `refuse_missing` for a missing value.
    """
    formula = formula.all_regressors
    panel = _sorted(panel, [*formula.variables, *clusters, *([weights] if weights else [])])
    numbers = {text: _number(panel, text) for text in _expressions(formula)}
    groups = {name: panel[name] for name in dict.fromkeys([*_categories(formula), *clusters])}
    kept = keeps(condition, {name: panel[name] for name in panel}) if condition else np.ones(len(panel), dtype=bool)
    if not kept.any():
        raise StudyError(f"sample `{condition}` keeps no unit-year")
    total, dropped = int(kept.sum()), {}
    missing = {name: ~np.isfinite(values.to_numpy()) for name, values in numbers.items()}
    missing |= {name: values.isna().to_numpy() for name, values in groups.items()}
    weight = _weights(panel, weights) if weights else None
    if refuse_missing and weights:
        missing[weights] = ~np.isfinite(weight)
    kept = _complete(panel, kept, missing, dropped, refuse_missing)
    kept = _weighted(kept, weight, dropped)
    coded = [_codes([groups[name] for name in effect.factors]) for effect in formula.absorbed]
    kept = without_singletons(kept, coded, dropped)
    if not kept.any():
        raise StudyError(f"no unit-year is left of {total}: {dropped_words(dropped)}")
    columns = {name: values.to_numpy()[kept] for name, values in {**groups, **numbers}.items()}
    terms, design = _design(formula.terms, columns, int(kept.sum()))
    units, unit = np.unique(panel["unit"].to_numpy(dtype=str)[kept], return_inverse=True)
    return Sample(
        units=units,
        unit=unit,
        year=panel["year"].to_numpy()[kept],
        name=formula.outcome,
        outcome=columns[formula.outcome],
        terms=terms,
        columns=design,
        effects=tuple(
            _groups(effect.name, codes[kept], columns[effect.slope] if effect.slope else None)
            for effect, codes in zip(formula.absorbed, coded, strict=True)
        ),
        clusters=tuple(_groups(name, _codes([groups[name]])[kept]) for name in clusters),
        weighted_by=weights,
        weights=None if weight is None else weight[kept],
        dropped=dropped,
    )


def _sorted(panel: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """`panel` by unit as text and year, once `names` are known to be there."""
    for name in names:
        if name not in panel:
            raise StudyError(f"variable `{name}` is not in the panel; {nearest(name, list(panel.columns[2:]))}")
    unit, year = panel["unit"].to_numpy(dtype=str), panel["year"].to_numpy()
    panel = panel.iloc[np.lexsort((year, unit))]
    if twice := list(dict.fromkeys(map(tuple, panel.loc[panel.duplicated(["unit", "year"]), ["unit", "year"]].values))):
        raise StudyError(f"unit-years stand twice in the panel: {named([f'{unit} {year}' for unit, year in twice])}")
    return panel.set_axis(pd.MultiIndex.from_frame(panel[["unit", "year"]]))


def _expressions(formula: Formula) -> list[str]:
    """What has to be a number: the outcome, the factors of terms, the variables of slopes; in this order, each once."""
    terms = [factor for term in formula.terms for factor in term.factors]
    slopes = [effect.slope for effect in formula.absorbed if effect.slope]
    return list(dict.fromkeys([formula.outcome, *terms, *slopes]))


def _categories(formula: Formula) -> list[str]:
    """What may be text: the variables whose values part terms and effects."""
    return [
        *(term.by for term in formula.terms if term.by),
        *(name for effect in formula.absorbed for name in effect.factors),
    ]


def _number(panel: pd.DataFrame, text: str) -> pd.Series:
    """The value of the expression `text` in each row, as float; infinite and missing where it has none."""
    names = sorted(names_in(text, SERIES_FUNCTIONS))
    for name in names:
        if not pd.api.types.is_numeric_dtype(panel[name]):
            raise StudyError(f"variable `{name}` is text, as {panel[name].iloc[0]!r}; a model needs numbers")
    return evaluate(text, {name: panel[name] for name in names}, FUNCTIONS).astype(float)


def _complete(panel: pd.DataFrame, kept: np.ndarray, missing: dict, dropped: dict, refuse: bool) -> np.ndarray:
    """The rows of `kept` in which nothing is `missing` (by name); adds to `dropped`."""
    counts = {}
    for name, gaps in missing.items():
        lost = kept & gaps
        if refuse and lost.any():
            where = named([f"{unit} {year}" for unit, year in panel.loc[lost, ["unit", "year"]].to_numpy()])
            raise StudyError(
                f"variable `{name}` is missing in {lost.sum()} of {kept.sum()} unit-years: {where}.\n"
                "  Fill it under `panel`, leave these unit-years out with a `sample`, or set `missing: drop`."
            )
        if lost.any():
            counts[name] = int(lost.sum())
        kept = kept & ~gaps
    if counts:
        dropped["missing"] = counts
    return kept


def _weights(panel: pd.DataFrame, name: str) -> np.ndarray:
    weights = _number(panel, name).to_numpy()
    if (weights < 0).any():
        unit, year = panel.loc[weights < 0, ["unit", "year"]].iloc[0]
        raise StudyError(f"weights `{name}` are negative in {(weights < 0).sum()} unit-years, first {unit} {year}")
    return weights


def _weighted(kept: np.ndarray, weights: np.ndarray | None, dropped: dict) -> np.ndarray:
    if weights is None:
        return kept
    usable = np.isfinite(weights) & (weights > 0)
    if lost := int((kept & ~usable).sum()):
        dropped["weight zero or missing"] = lost
    return kept & usable


def without_singletons(kept: np.ndarray, effects: list[np.ndarray], dropped: dict) -> np.ndarray:
    """The rows of `kept` that share their group of every effect with another row."""
    before, left = kept.sum(), None
    while left != kept.sum():
        left = kept.sum()
        for codes in effects:
            kept = kept & (np.bincount(codes[kept], minlength=codes.max() + 1)[codes] > 1)
    if left < before:
        dropped["singletons"] = int(before - left)
    return kept


def _codes(columns: list[pd.Series]) -> np.ndarray:
    """A number for each combination of values; a missing value is a value of its own."""
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        own = pd.factorize(column, use_na_sentinel=False, sort=True)[0]
        codes = np.unique(codes * (own.max() + 1) + own, return_inverse=True)[1]
    return codes


def _groups(name: str, codes: np.ndarray, slope: np.ndarray | None = None) -> Groups:
    values, codes = np.unique(codes, return_inverse=True)
    return Groups(name, codes, len(values), slope)


def _design(terms: tuple[Term, ...], columns: dict[str, np.ndarray], rows: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and (N, K) columns of the regressors."""
    made = [part for term in terms for part in _columns_of(term, columns, rows)]
    names = tuple(name for name, _ in made)
    return names, np.column_stack([values for _, values in made]) if made else np.empty((rows, 0))


def _columns_of(term: Term, columns: dict[str, np.ndarray], rows: int) -> list[tuple[str, np.ndarray]]:
    """Name and values of a term; of ``i()`` one pair for each value but the reference."""
    product = np.ones(rows)
    for factor in term.factors:
        product = product * columns[factor]
    if not term.by:
        return [(term.name, product)]
    found = list(np.unique(columns[term.by].astype(str) if columns[term.by].dtype == object else columns[term.by]))
    if len(found) > MOST_VALUES:
        raise StudyError(f"`{term.name}`: `{term.by}` has {len(found)} values; absorb it as an effect")
    if term.reference is not None and term.reference not in found:
        raise StudyError(f"`{term.name}`: the reference is none of the values {named(list(map(_shown, found)))}")
    reference = found[0] if term.reference is None and not term.factors else term.reference
    tail = "".join(f":{factor}" for factor in term.factors)
    return [
        (f"{term.by}::{_shown(value)}{tail}", product * (columns[term.by] == value))
        for value in found
        if value != reference
    ]


def _shown(value) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"
