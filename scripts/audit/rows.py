"""The rows of a regression, found by pandas from a panel: a data path of its own."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from audit.values import kept, numbers
from core.formulas import Effect, Formula, Term, parse_formula

NO_CLUSTERS = ["none"]


@dataclass(frozen=True)
class Rows:
    """The N rows of a regression by unit and year.

    frame : every variable of the panel; numbers : what the expressions of `formula` are worth
    clusters : names of variables; weights : (N,) or None
    """

    formula: Formula
    frame: pd.DataFrame
    numbers: pd.DataFrame
    clusters: list[str]
    weights: pd.Series | None

    @property
    def outcome(self) -> pd.Series:
        return self.numbers[self.formula.outcome]

    @cached_property
    def terms(self) -> pd.DataFrame:
        """(N, K) a column for each term, by its name in results."""
        parts = [column for term in self.formula.terms for column in self._columns(term).items()]
        return pd.DataFrame(dict(parts), index=self.frame.index)

    def _columns(self, term: Term) -> dict[str, pd.Series]:
        product = self.numbers[list(term.factors)].prod(axis=1)
        if not term.by:
            return {term.name: product}
        groups, tail = self.frame[term.by], "".join(f":{factor}" for factor in term.factors)
        values = sorted(groups.unique())
        left_out = values[0] if term.reference is None and not term.factors else term.reference
        return {f"{term.by}::{_shown(v)}{tail}": product * (groups == v) for v in values if v != left_out}

    def codes(self, names: list[str]) -> np.ndarray:
        """(N,) the number of each row's group of values of `names`."""
        return self.frame.groupby(names).ngroup().to_numpy()

    def slope(self, effect: Effect) -> np.ndarray:
        """(N,) the values of the slope of an effect, brought to between 1 and 2, which its means absorb."""
        values = self.numbers[effect.slope].to_numpy()
        return 1 + (values - values.min()) / (np.ptp(values) or 1.0)

    def taking(self, mask: np.ndarray, weights: pd.Series | None) -> "Rows":
        """Those of the rows that are true, with `weights`, and are not alone in a group of an effect."""
        frame = without_single(self.frame[mask], self.formula)
        weights = None if weights is None else weights.loc[frame.index]
        return replace(self, frame=frame, numbers=self.numbers.loc[frame.index], weights=weights)


def rows_of(panel: pd.DataFrame, settings: dict) -> Rows:
    """The rows that a column of a study asks for, complete and none alone in a group of an effect."""
    formula = parse_formula(settings["formula"]).all_regressors
    clusters = np.atleast_1d(settings.get("cluster", "unit")).tolist()
    clusters = [] if clusters == NO_CLUSTERS else clusters
    slopes = [effect.slope for effect in formula.absorbed if effect.slope]
    factors = [factor for term in formula.terms for factor in term.factors]
    found = pd.DataFrame({text: numbers(text, panel) for text in [formula.outcome, *factors, *slopes]})
    groups = [name for effect in formula.absorbed for name in effect.factors]
    groups += [*clusters, *(term.by for term in formula.terms if term.by)]
    weights = numbers(settings["weights"], panel) if settings.get("weights") else None
    use = found.notna().all(axis=1) & panel[groups].notna().all(axis=1)
    if settings["sample"]:
        use &= kept(settings["sample"], panel)
    if weights is not None:
        use &= weights > 0
    return Rows(formula, panel, found, clusters, weights).taking(use, weights)


def without_single(frame: pd.DataFrame, formula: Formula) -> pd.DataFrame:
    """The rows that share their group of every effect with another row, again and again."""
    alone = np.ones(len(frame), dtype=bool)
    while alone.any():
        alone = np.zeros(len(frame), dtype=bool)
        for effect in formula.absorbed:
            alone |= ~frame.duplicated(list(effect.factors), keep=False).to_numpy()
        frame, alone = frame[~alone], alone[alone]
    return frame


def _shown(value) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"
