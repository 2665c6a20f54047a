"""Printed tables that are not regressions: descriptives, autocorrelation, spatial impacts, other specifications."""

import pandas as pd

from report.printed import STAR_NOTE, count, estimate, probability, stars, status_note, words
from report.regression_table import bracketed, by_keys
from report.three_line import Table


def descriptives_table(
    descriptives: pd.DataFrame, audit: pd.DataFrame, title: str, labels: dict[str, str], data_status: str
) -> Table:
    """Every variable with its number of values, mean, deviation and range, and the cells changed by reason.

    Values have four decimals; a variable that exceeds 10 000 in size has one.
    """
    body = []
    for row in descriptives.to_dict("records"):
        values = [row[name] for name in ("mean", "sd", "min", "p50", "max")]
        decimals = 1 if max(abs(row["min"]), abs(row["max"])) >= 10_000 else 4
        measure = row.get("unit_of_measurement")
        name = words(row["variable"], labels) + (f" ({measure})" if isinstance(measure, str) and measure else "")
        body.append((name, count(row["n"]), *(estimate(v, decimals) for v in values)))
    reasons = audit["why"].value_counts().sort_index()
    changed = "; ".join(f"{why}: {count(number)}" for why, number in reasons.items())
    note = f"Changed cells, by reason: {changed}." if changed else "No cell of the raw data was changed."
    header = (("Variable", "N", "Mean", "SD", "Min", "Median", "Max"),)
    return Table(title, header, (tuple(body),), (note, *status_note(data_status)))


def autocorrelation_table(
    autocorrelation: pd.DataFrame, leave_out: list[str], title: str, labels: dict[str, str], data_status: str
) -> Table:
    """Moran's I with stars, z and permutation p of each weights matrix; one group of years a variable.

    `leave_out` are the units of the study that have no place in the weights.
    """
    matrices = list(dict.fromkeys(autocorrelation["weights"]))
    cells = by_keys(autocorrelation, ["variable", "year", "weights"])
    header = (
        ("", *(cell for name in matrices for cell in (words(name, labels), "", ""))),
        (labels.get("year", "Year"), *("Moran's I", "z", "p") * len(matrices)),
    )
    groups = []
    for variable, rows in autocorrelation.groupby("variable", sort=False):
        group = [(words(variable, labels), *("",) * (len(header[0]) - 1))]
        for year in sorted(rows["year"].unique()):
            texts = [_moran(cells, (variable, year, name)) for name in matrices]
            group.append((str(year), *(cell for three in texts for cell in three)))
        groups.append(tuple(group))
    expected = ", ".join(map(estimate, sorted(set(autocorrelation["expected"])))).replace("-", "−")
    sizes = ", ".join(map(count, sorted(set(autocorrelation["n_units"]))))
    notes = (
        f"Units: {sizes}; expected I without autocorrelation: {expected}. z under the normal approximation; "
        "p and stars by permutation.",
        STAR_NOTE,
        *_left_out(leave_out),
    )
    return Table(title, header, tuple(groups), (*notes, *status_note(data_status)))


def _left_out(units: list[str]) -> tuple[str, ...]:
    return (f"Left out (not in the weights): {', '.join(units)}.",) if units else ()


def _moran(cells: pd.DataFrame, key: tuple) -> tuple[str, str, str]:
    if key not in cells.index:
        return "", "", ""
    row = cells.loc[key]
    p_value = row["p_permutation"]
    return estimate(row["moran_i"]) + stars(p_value), estimate(row["z"]), probability(p_value)


def impacts_table(
    impacts: pd.DataFrame, leave_out: list[str], title: str, labels: dict[str, str], data_status: str
) -> Table:
    """Direct, indirect and total effects with standard errors beneath; one column a spatial model.

    `leave_out` are the units of the study that have no place in the weights.
    """
    models = list(dict.fromkeys(zip(impacts["table"], impacts["column"], strict=True)))
    cells = by_keys(impacts, ["effect", "term", "table", "column"])
    blank = ("",) * len(models)
    groups = []
    for effect in ("direct", "indirect", "total"):
        group = [(f"{effect.capitalize()} effect", *blank)]
        for term in dict.fromkeys(impacts["term"]):
            keys = [(effect, term, *model) for model in models]
            found = [cells.loc[key] if key in cells.index else None for key in keys]
            values = ("" if row is None else estimate(row["estimate"]) + stars(row["p_value"]) for row in found)
            errors = ("" if row is None else bracketed(row["std_error"]) for row in found)
            group += [(words(term, labels), *values), ("", *errors)]
        groups.append(tuple(group))
    names = tuple(words(column, labels) for _, column in models)
    header = (("", *(f"({number})" for number in range(1, len(models) + 1))), ("", *names))
    draws = ", ".join(count(number) for number in sorted(set(impacts["draws"].dropna())))
    rejected = impacts.groupby(["table", "column"])["rejected"].max().sum()
    notes = ["Standard errors in parentheses, by the delta method; p-values from the normal distribution.", STAR_NOTE]
    if draws:
        notes.insert(1, f"The result files also hold simulated effects: {draws} draws, {count(rejected)} rejected.")
    return Table(title, header, tuple(groups), (*notes, *_left_out(leave_out), *status_note(data_status)))


def sensitivity_table(sensitivity: pd.DataFrame, title: str, labels: dict[str, str], data_status: str) -> Table:
    """Efficient and infeasible unit-years and mean of each specification, and its agreement with the main one."""
    body = [
        (
            labels.get("main", "Main specification") if row["override"] == "main" else row["override"],
            count(row["n_efficient"]),
            count(row["n_infeasible"]),
            estimate(row["mean"]),
            estimate(row["spearman_with_main"]),
            estimate(row["mean_abs_difference"]),
            count(row["n_compared"]),
        )
        for row in sensitivity.to_dict("records")
    ]
    header = (("Specification", "Efficient", "Infeasible", "Mean", "Spearman", "Difference", "N"),)
    note = (
        "Each row differs from the main specification by the keys that it names. Efficient: unit-years scored by "
        "super-efficiency. Spearman: rank correlation with the main scores. Difference: mean absolute difference from "
        "them. Both over the N unit-years that have the two scores."
    )
    return Table(title, header, (tuple(body),), (note, *status_note(data_status)))
