"""Tables of direct, indirect and total effects, by blocks of rows, by columns, or by rows."""

from dataclasses import replace

from printed.layout import Layout
from printed.printed_tables import Coefficient, Effects, Model
from printed.regression_tables import regressions
from printed.words import effect_of

Found = dict[tuple[str, int], dict[str, Coefficient]]


def effects(layout: Layout) -> Effects | None:
    """The effects of a table that has all of direct and indirect, and a total unless columns or blocks name them."""
    base = regressions(layout) or _without_statistics(layout)
    if base is None:
        return None
    coefficients = [one for model in base.models for one in model.coefficients]
    for named, least in ((_of_panel, 2), (_of_column, 2), (_of_row, 3)):
        found = named(layout, coefficients)
        kinds = {kind for those in found.values() for kind in those}
        if len(kinds) >= least and {"direct", "indirect"} <= kinds:
            taken = {id(one) for those in found.values() for one in those.values()}
            models = tuple(one for model in base.models if (one := _rest(model, taken)))
            return Effects(layout.table, found, base.legend, base.brackets, base.square, base.one_sided, models)
    return None


def _without_statistics(layout: Layout):
    """A table that has coefficients and nothing else that would make it one of regressions."""
    named = [effect_of(text) for text in _names(layout)]
    if {"direct", "indirect"} <= {one[0] for one in named if one}:
        return regressions(layout, sure=True)
    return None


def _names(layout: Layout) -> list[str]:
    heads = [heading for column in layout.columns for heading in layout.heads[column]]
    return heads + [text for row in layout.rows for text in (row.panel, row.heading)]


def _of_panel(layout: Layout, coefficients: list[Coefficient]) -> Found:
    found: Found = {}
    for one in coefficients:
        if effect := effect_of(one.panel):
            kind, of = effect
            found.setdefault((", ".join(part for part in (one.term, of) if part), one.column), {}).setdefault(kind, one)
    return found


def _of_column(layout: Layout, coefficients: list[Coefficient]) -> Found:
    """Columns headed direct, indirect, total; those that stand together are of one model, that of the first of them."""
    first: dict[int, int] = {}
    begun: tuple[set[str], int] | None = None
    kinds: dict[int, tuple[str, str]] = {}
    for column in layout.columns:
        effect = next((effect for text in reversed(layout.heads[column]) if (effect := effect_of(text))), None)
        if effect is None:
            continue
        kinds[column] = effect
        if begun is None or effect[0] in begun[0]:
            begun = (set(), column)
        begun[0].add(effect[0])
        first[column] = begun[1]
    found: Found = {}
    for one in coefficients:
        if one.column in kinds:
            kind, of = kinds[one.column]
            variable = ", ".join(part for part in (one.panel, one.term, of) if part)
            found.setdefault((variable, first[one.column]), {}).setdefault(kind, one)
    return found


def _of_row(layout: Layout, coefficients: list[Coefficient]) -> Found:
    found: Found = {}
    for one in coefficients:
        if effect := effect_of(one.term):
            kind, of = effect
            variable = ", ".join(part for part in (one.panel, of) if part)
            found.setdefault((variable, one.column), {}).setdefault(kind, one)
    return found


def _rest(model: Model, taken: set[int]) -> Model | None:
    left = tuple(one for one in model.coefficients if id(one) not in taken)
    return replace(model, coefficients=left) if left or model.statistics else None
