"""What a printed table says: the model that readers of tables fill and checks read.

A `Numbered` is a number with the place where it stands, so that every finding and every colour can be put there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from papers.document import Table
from papers.numerals import Number

Bracket = Literal["std_error", "statistic", "p_value", "interval"]
Meaning = Literal[
    "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high",  # of a coefficient
    "n_obs", "n_units", "n_periods", "n_clusters", "r2", "r2_within", "r2_adjusted", "f", "first_stage_f", "df",
    "log_likelihood", "aic", "bic", "instruments", "hansen_j", "hansen_p", "ar1_p", "ar2_p", "critical_value",
    "n", "mean", "sd", "min", "p25", "median", "p75", "max",
    "weight", "moran_i", "z", "score", "share", "count", "other",
]  # fmt: skip


@dataclass(frozen=True)
class Numbered:
    """A number of a table: its cell, and what it means; below : printed as smaller than it, ``<0.001``."""

    number: Number
    row: int
    column: int
    meaning: Meaning = "other"
    below: bool = False


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of a column, with what stands beneath or beside it.

    term : heading of its row; panel : heading of its block of rows, empty without panels
    stars : those at the estimate, or at what stands beneath it
    beneath : by meaning `std_error`, `statistic`, `p_value`, `conf_low`, `conf_high`; by ``other`` what is not sure,
    by ``p_value 2`` a second one
    """

    term: str
    column: int
    estimate: Numbered
    stars: str = ""
    panel: str = ""
    beneath: dict[str, Numbered] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A column of a regression table: the place of its column in the table, and what stands above and below it.

    number : ``1`` of ``(1)``, empty without one; headings : all texts above it; outcome : that of the dependent
    variable, empty if the table does not say; panel : that of its coefficients, where each panel has its own N
    statistics : by meaning, a second one of a meaning and one without by the heading of its row (``Hausman``, and its
    p-value as ``Hausman p``); marks : rows of yes and no by their heading, as ``{"Controls": True}``
    """

    column: int
    number: str = ""
    headings: tuple[str, ...] = ()
    outcome: str = ""
    panel: str = ""
    coefficients: tuple[Coefficient, ...] = ()
    statistics: dict[str, Numbered] = field(default_factory=dict)
    marks: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Regressions:
    """A regression table.

    legend : level by stars, as ``{"***": 0.01}``, empty if the notes have none; brackets : what notes say that
    parentheses hold, None if they say nothing; square : the same of square brackets
    one_sided : whether notes say that tests are
    """

    table: Table
    models: tuple[Model, ...]
    legend: dict[str, float] = field(default_factory=dict)
    brackets: Bracket | None = None
    square: Bracket | None = None
    one_sided: bool = False


@dataclass(frozen=True)
class Descriptives:
    """A table of summary statistics: numbers by meaning, by variable: the heading of its row, before it that of its
    panel, behind it that of its group of columns, as ``Controls, Log income, Treated``."""

    table: Table
    variables: dict[str, dict[str, Numbered]]


@dataclass(frozen=True)
class Effects:
    """Direct, indirect and total effects: coefficients by (variable, column) and ``direct``, ``indirect``, ``total``.

    legend, brackets, square, one_sided : as in `Regressions`; models : what else the table holds of coefficients and
    statistics
    """

    table: Table
    effects: dict[tuple[str, int], dict[str, Coefficient]]
    legend: dict[str, float] = field(default_factory=dict)
    brackets: Bracket | None = None
    square: Bracket | None = None
    one_sided: bool = False
    models: tuple[Model, ...] = ()


@dataclass(frozen=True)
class Bacon:
    """A decomposition: by comparison its weight and its estimate; the overall estimate if the table has it."""

    table: Table
    weights: dict[str, Numbered]
    estimates: dict[str, Numbered]
    overall: Numbered | None = None


@dataclass(frozen=True)
class Other:
    """Any other table: its numbers, with the meanings that headings of rows or columns give away."""

    table: Table
    numbers: tuple[Numbered, ...] = ()


Printed = Regressions | Descriptives | Effects | Bacon | Other


def variables_of(tables: Iterable[Printed]) -> frozenset[str]:
    """The headings of what tables have coefficients, effects or summary statistics of."""
    found: set[str] = set()
    for one in tables:
        found |= {name for name, _ in getattr(one, "effects", ())} | {*getattr(one, "variables", ())}
        found |= {each.term for model in getattr(one, "models", ()) for each in model.coefficients}
    return frozenset(found)
