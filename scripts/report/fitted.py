"""Columns of regression tables, gathered from the pairs of files that hold them."""

from dataclasses import dataclass, replace

from core.words import FRAIL

LEAST_SQUARES = ("ols", "event_study")  # estimators that a table does not name


@dataclass(frozen=True)
class Fitted:
    """One column of a table: what is known about its fit, and its coefficients."""

    table: str
    facts: dict
    rows: list[dict]

    @property
    def name(self) -> str:
        return self.facts["name"]

    @property
    def address(self) -> str:
        return f"{self.table}.{self.name}"

    @property
    def effect(self) -> dict | None:
        """The coefficient of the policy."""
        return next((row for row in self.rows if row["term"] == self.facts["policy"]), None)

    @property
    def fewest_clusters(self) -> int | None:
        """The number of clusters, of two cluster variables the smaller one."""
        clusters = self.facts["n_clusters"]
        return min(clusters) if isinstance(clusters, list) else clusters

    @property
    def event_times(self) -> list[dict]:
        """The coefficients of event times, earliest first."""
        return sorted((row for row in self.rows if row.get("k") is not None), key=lambda row: row["k"])


def fitted_columns(pairs: list[tuple[list[dict], dict]]) -> list[Fitted]:
    """The columns of all pairs of coefficients and facts, in their order; ValueError if those of a pair differ."""
    columns = []
    for rows, facts in pairs:
        found, named = {row["column"] for row in rows}, [fit["name"] for fit in facts["columns"]]
        if found != set(named):
            raise ValueError(f"columns of coefficients {sorted(found)} and of facts {sorted(named)} differ")
        (table,) = {row["table"] for row in rows}
        columns += [
            Fitted(table, fit, [row for row in rows if row["column"] == fit["name"]]) for fit in facts["columns"]
        ]
    return columns


def in_order(columns: list[Fitted], names: list[str]) -> list[Fitted]:
    """`columns` in the order of `names`; ValueError where one of the two lacks what the other has."""
    fitted = [column.name for column in columns]
    if sorted(names) != sorted(fitted):
        raise ValueError(f"columns {sorted(names)} of the table and {sorted(fitted)} of its fits differ")
    return sorted(columns, key=lambda column: names.index(column.name))


def with_placebos(columns: list[Fitted], placebos: list[dict]) -> list[Fitted]:
    """`columns` whose policy has `p_placebo`, the p-value of t, where one of the summaries of `placebos` is theirs;
    their warnings of few clusters name it, too."""
    found = {placebo["name"]: placebo["p_statistic"] for placebo in placebos}
    return [_permuted(column, found[column.address]) if column.address in found else column for column in columns]


def _permuted(column: Fitted, p_value: float) -> Fitted:
    policy, warnings = column.facts["policy"], column.facts["warnings"] or []
    rows = [row | {"p_placebo": p_value} if row["term"] == policy else row for row in column.rows]
    told = [_beside(text, p_value) if FRAIL in text else text for text in warnings]
    return replace(column, rows=rows, facts=column.facts | {"warnings": told})


def _beside(warning: str, p_value: float) -> str:
    """A warning of few clusters, with the p-value by permutation beside those that it names."""
    return f"{warning}{',' if '; p' in warning else '; p'} by permutation {p_value:.3f}"
