"""Printed regressions, effects, decompositions and Moran tables as the checks of results read them."""

import re
from collections.abc import Iterator

from papers.document import Table
from printed.printed_tables import (
    Bacon,
    Coefficient,
    Descriptives,
    Effects,
    Model,
    Numbered,
    Other,
    Printed,
    Regressions,
)
from referee.findings import Draft
from report.fitted import Fitted
from report.paper import FIT, ROW
from report.reading import Grid
from typed.typed_paper import Paper, models_of
from typed.typed_phrases import (
    CLUSTERED,
    DYNAMIC_TESTS,
    ESTIMATORS,
    LABEL,
    NO_REGRESSOR,
    SPATIAL,
    SUM,
    UNCLUSTERED,
)
from typed.typed_words import Words

FEW_COMPARISONS, FINE = 4, 3  # comparisons and digits up to which, and from which on, rounding does not hide a sum
TYPES = {"later_earlier": "Later against earlier treated", "earlier_later": "Earlier against later treated"}


def table_name(printed: Printed, model: Model | None = None) -> str:
    panel = model.panel if model else ""
    return printed.table.place + (f", {panel}" if panel else "")


def column_name(model: Model) -> str:
    return f"column ({model.number})" if model.number else f"column {model.column}"


def address_of(words: Words, printed: Regressions, model: Model) -> str:
    return words.address(table_name(printed, model), column_name(model))


def columns_of(draft: Draft, paper: Paper, words: Words) -> list[Fitted]:
    """The columns of all regression tables."""
    return [_column(paper, words, printed, model) for printed, model in models_of(draft) if model.coefficients]


def _column(paper: Paper, words: Words, printed: Regressions, model: Model) -> Fitted:
    address_of(words, printed, model)
    table, name = table_name(printed, model), column_name(model)
    facts = FIT | {
        "name": name,
        "estimator": estimator_of(model),
        "policy": words.name(paper.policy) if paper.policy else None,
    }
    facts |= _sample(paper, printed, model) | {"outcome": _outcome(paper, words, printed, model)}
    facts["n_clusters"] = _clusters(paper, printed, model)
    facts["treated_units"] = paper.treated
    if SPATIAL.search(" ".join((*model.headings, printed.table.caption))):
        facts["matrix"] = name
    facts["fitstat"] = _tests(model)
    facts |= _fits(printed, model)
    regressors = [one for one in model.coefficients if not NO_REGRESSOR.search(one.term)]
    return Fitted(table, facts, [row_of(words, table, name, one) for one in regressors])


def estimator_of(model: Model) -> str | None:
    """That which the headings of a column say."""
    said = " ".join((*model.headings, model.outcome))
    return next((name for name, pattern in ESTIMATORS if re.search(pattern, said, re.IGNORECASE)), None)


def _outcome(paper: Paper, words: Words, printed: Regressions, model: Model) -> str | None:
    """The outcome as it is printed; of a first stage the regressor of another column that it is, else the policy."""
    if estimator_of(model) == "first_stage":
        terms = {one.term for other in printed.models if other is not model for one in other.coefficients}
        if model.outcome in terms:
            return words.name(model.outcome)
        return words.name(paper.policy) if paper.policy else None
    if outcome := headed(paper, model):
        return words.name(outcome)
    own = [text for text in model.headings if not LABEL.fullmatch(text)]
    others = {tuple(other.headings) for other in printed.models}
    return words.name(own[-1]) if own and len(others) > 1 else None


def headed(paper: Paper, model: Model) -> str:
    """The outcome that stands above a column, nothing if the table does not say."""
    return model.outcome or next((text for text in model.headings if text in paper.outcomes), "")


def _sample(paper: Paper, printed: Regressions, model: Model) -> dict:
    """N, and units and periods where the column is of the whole sample, or of more than there is."""
    n = _value(model, "n_obs")
    units, periods = _value(model, "n_units") or paper.units, _value(model, "n_periods") or paper.periods
    stacked = estimator_of(model) == "stacked"
    larger = units and periods and n and n > units * periods and n % units == 0
    whole = units and periods and paper.balanced and n and not stacked and (n == paper.full or larger)
    other = stacked or (n and paper.full and n != paper.full and not whole)
    return {
        "n_obs": n,
        "n_units": units if whole else None,
        "n_periods": periods if whole else None,
        "sample": " ".join(model.headings) if other else None,
    }


def _value(model: Model, name: str) -> int | None:
    return int(model.statistics[name].number.value) if name in model.statistics else None


def _clusters(paper: Paper, printed: Regressions, model: Model) -> int | None:
    """Their number; without a word on them in the notes of a table, errors are as the text says."""
    notes = " ".join(printed.table.notes)
    if UNCLUSTERED.search(notes) and not CLUSTERED.search(notes):
        return None
    return _value(model, "n_clusters") or paper.clusters


def _tests(model: Model) -> dict:
    names = {"kp_f": "first_stage_f", "ar2": "ar2_p", "hansen": "hansen_p", "instruments": "instruments"}
    found = {key: model.statistics[name].number.value for key, name in names.items() if name in model.statistics}
    for key, called in DYNAMIC_TESTS.items():
        for heading, at in model.statistics.items():
            if called.search(heading):
                found.setdefault(key, at.number.value)
    return found


def _fits(printed: Regressions, model: Model) -> dict:
    """Kinds of R² where one table has columns with one and columns with another."""
    kinds = {name for one in printed.models for name in ("r2", "r2_within") if name in one.statistics}
    return {name: model.statistics[name].number.value for name in kinds if len(kinds) == 2 and name in model.statistics}


def row_of(words: Words, table: str, column: str, one: Coefficient) -> dict:
    """A coefficient; its error is that beneath, or follows from its t value."""
    row = ROW | {"table": table, "column": column, "term": words.term(one.term), "estimate": one.estimate.number.value}
    beneath = {name: at.number.value for name, at in one.beneath.items()}
    statistic = beneath.get("statistic")
    row["std_error"] = beneath.get("std_error") or (abs(row["estimate"] / statistic) if statistic else None)
    row["p_value"] = beneath.get("p_value")
    return row


def descriptives_of(draft: Draft, words: Words) -> list[dict]:
    """Summary statistics, of tables with means alone, too."""
    rows = []
    for printed in draft.tables:
        if isinstance(printed, Descriptives):
            for name, own in printed.variables.items():
                values = {meaning: at.number.value for meaning, at in own.items()}
                said = {key: values.get(key) for key in ("n", "mean", "sd", "min", "max")}
                rows.append({"variable": words.name(name)} | said)
        if isinstance(printed, Other):
            for at in (at for at in printed.numbers if at.meaning == "mean"):
                said = dict.fromkeys(("n", "sd", "min", "max")) | {"mean": at.number.value}
                rows.append({"variable": words.name(printed.table.text(at.row, 0))} | said)
    return rows


def summaries(draft: Draft) -> list[Table]:
    """The tables that have means."""
    described = [one for one in draft.tables if isinstance(one, Descriptives)]
    others = [one for one in draft.tables if isinstance(one, Other) and any(at.meaning == "mean" for at in one.numbers)]
    return [one.table for one in described or others]


def grids_of(draft: Draft, words: Words) -> list[Grid]:
    """Decompositions, direct and indirect effects, Moran's I."""
    found = []
    for printed in draft.tables:
        if isinstance(printed, Bacon):
            found.append(_bacon(printed))
        if isinstance(printed, Effects):
            found.append(Grid(printed.table.place, "impacts", list(_impacts(printed, words)), {"tests": {}}))
        if isinstance(printed, Other) and (rows := list(_moran(printed))):
            found.append(Grid(printed.table.place, "moran", rows, {"tests": {}}))
    return [grid for grid in found if grid.rows]


def _bacon(printed: Bacon) -> Grid:
    shared = [name for name in printed.weights if name in printed.estimates]
    rows = [
        {
            "type": _type(name),
            "weight": printed.weights[name].number.value,
            "estimate": printed.estimates[name].number.value,
        }
        for name in shared
    ]
    printed_numbers = [at[name].number for at in (printed.weights, printed.estimates) for name in shared]
    if len(shared) > FEW_COMPARISONS or any(number.decimals < FINE for number in printed_numbers):
        return Grid(printed.table.place, "bacon", [], {"tests": {}})
    whole = {"two_way": {"without controls": printed.overall.number.value}} if printed.overall else {}
    return Grid(printed.table.place, "bacon", rows, {"tests": whole})


def _type(name: str) -> str:
    """``Later against earlier treated`` of all ways to say it."""
    said = re.sub(r"[^a-z]+", " ", name.lower())
    if SUM.search(name):
        return "Sum"
    return TYPES["later_earlier"] if re.search(r"\blater?\b.*\bearl|晚.*早", said + name) else name


def _impacts(printed: Effects, words: Words) -> Iterator[dict]:
    for (variable, column), effects in printed.effects.items():
        for effect, one in effects.items():
            row = row_of(words, printed.table.place, f"{variable} {column}", one)
            yield row | {"effect": effect}


def _moran(printed: Other) -> Iterator[dict]:
    """Moran's I by its row, with the p-value that stands nearest behind it in the row."""
    values = [one for one in printed.numbers if one.meaning == "moran_i"]
    for at, one in enumerate(values):
        end = next((other.column for other in values[at + 1 :] if other.row == one.row), printed.table.width)
        beside = [p for p in printed.numbers if p.meaning == "p_value" and _follows(one, p, end)]
        yield {"moran_i": one.number.value, "p_normal": beside[0].number.value if beside else None}


def _follows(one: Numbered, other: Numbered, end: int) -> bool:
    return other.row == one.row and one.column <= other.column < end
