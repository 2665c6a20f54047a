"""Columns of regression tables and rows of summary statistics, as checks ask for them."""

import re
from collections.abc import Iterator

from printed.places import WORDS, column_words, whole
from printed.printed_tables import Descriptives, Model, Numbered, Printed, Regressions
from referee.findings import Draft

CONSTANT = re.compile(r"_?cons(tant)?|\(?intercept\)?|常数项?|截距项?", WORDS)


def regressions(draft: Draft) -> Iterator[tuple[Regressions, Model]]:
    for printed in draft.tables:
        if isinstance(printed, Regressions):
            yield from ((printed, model) for model in printed.models)


def where(printed: Printed, model: Model, what: str = "") -> str:
    """``Table 3, R², column (2)``."""
    place = (printed.table.place, model.panel, what, column_words(printed, model.column))
    return ", ".join(part for part in place if part)


def n_of(model: Model) -> int | None:
    return whole(model.statistics.get("n_obs"))


def terms_of(model: Model) -> set[str]:
    """Regressors without the constant, which is nested in any effects."""
    return {one.term for one in model.coefficients if not CONSTANT.fullmatch(one.term.strip())}


def regressors(model: Model) -> set[str]:
    """Terms, and the rows of marks that say yes."""
    return terms_of(model) | {name for name, there in model.marks.items() if there}


def bare(model: Model) -> tuple[str, ...]:
    """Headings without the number of the column, which may stand alone or before a heading, as "(1) East"."""
    own = rf"^\s*[(（]?{re.escape(model.number)}[)）](?=.)" if model.number else "^$"
    return tuple(re.sub(own, "", text).strip() for text in model.headings if text.strip("()（） ") != model.number)


def variables(draft: Draft) -> Iterator[tuple[Descriptives, str, dict[str, Numbered]]]:
    """Rows of summary statistics, with their number of observations as `n`."""
    for printed in draft.tables:
        if isinstance(printed, Descriptives):
            for variable, numbers in printed.variables.items():
                count = {"n": numbers["n_obs"]} if "n_obs" in numbers else {}
                yield printed, variable, count | numbers
