"""A regression table from estimates and fits: coefficients, standard errors beneath, and what they rest on."""

import re

import pandas as pd

from report.printed import STAR_NOTE, count, estimate, stars, status_note, true, words
from report.three_line import Row, Table

# What each small-sample rule multiplies the clustered (CR0) variance by: G clusters, N rows, K regressors, n units,
# T years.
RULES = {
    "CR0": "without a small-sample factor (CR0)",
    "CR1": "with the factor G/(G − 1) on the variance (CR1)",
    "reghdfe": "with the factor G/(G − 1) × (N − 1)/(N − K − T) on the variance, as reghdfe computes it",
    "regress": "with the factor G/(G − 1) × (N − 1)/(N − K − n − T + 1) on the variance, as regress with dummies",
    "linearmodels": "with the factor N/(N − K − n − T + 1) on the variance, as linearmodels' PanelOLS",
    "ml_hessian": "from the Hessian of the likelihood",
}

EVENT = re.compile(r"(\w+)\[(-?\d+)\]")  # the dummy of one year of an event study


def regression_table(
    estimates: pd.DataFrame, fits: dict, title: str, labels: dict[str, str], data_status: str
) -> Table:
    """The printed table of one result table.

    Parameters
    ----------
    estimates : rows of estimates/{table}.csv
    fits : content of estimates/{table}.json; its order is the order of the columns
    labels : what readers see instead of the names of variables and columns

    Raises
    ------
    ValueError : estimates and fits do not have the same columns
    """
    columns = fits["columns"]
    names = [fit["name"] for fit in columns]
    if set(names) != set(estimates["column"]):
        raise ValueError(f"columns of estimates {sorted(set(estimates['column']))} and fits {sorted(names)} differ")
    header = [("", *(f"({number})" for number in range(1, len(names) + 1)))]
    outcomes = [words(fit["outcome"], labels) for fit in columns]
    captions = [words(name, labels) for name in names]
    if captions != outcomes:
        header.append(("", *captions))
    header.append(("Outcome", *outcomes))
    groups = [_coefficients(estimates, names, labels), _effects(columns, labels), _counts(columns, labels)]
    notes = (*_inference(columns, labels), *_samples(columns), *_warnings(columns), *status_note(data_status))
    return Table(title, tuple(header), tuple(tuple(group) for group in groups if group), notes)


def _coefficients(estimates: pd.DataFrame, names: list[str], labels: dict[str, str]) -> list[Row]:
    """Two rows a term: coefficients with stars, and beneath them standard errors, or `(base)` where k was left out."""
    base = true(estimates["base"]) if "base" in estimates else False
    cells = by_keys(estimates.assign(base=base), ["term", "column"])
    rows = []
    for term in dict.fromkeys(estimates["term"]):
        found = [cells.loc[(term, name)] if (term, name) in cells.index else None for name in names]
        values = ("" if cell is None else estimate(cell["estimate"]) + stars(cell["p_value"]) for cell in found)
        errors = ("" if cell is None else "(base)" if cell["base"] else bracketed(cell["std_error"]) for cell in found)
        rows += [(term_words(term, labels), *values), ("", *errors)]
    return rows


def term_words(term: str, labels: dict[str, str]) -> str:
    """``Law, year -5`` of ``law[-5]``; the label of any other term."""
    event = EVENT.fullmatch(term)
    return f"{words(event[1], labels)}, year {event[2]}" if event else words(term, labels)


def by_keys(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """`frame` indexed by `keys`; ValueError when a key stands twice, since only one of the rows could be printed."""
    indexed = frame.set_index(keys).sort_index()
    if not indexed.index.is_unique:
        raise ValueError(f"{', '.join(keys)} stand twice: {indexed.index[indexed.index.duplicated()][0]}")
    return indexed


def bracketed(std_error: float) -> str:
    """A standard error in parentheses; nothing where there is none."""
    text = estimate(std_error)
    return f"({text})" if text else ""


def _effects(columns: list[dict], labels: dict[str, str]) -> list[Row]:
    every = dict.fromkeys(effect for fit in columns for effect in fit["fixed_effects"] or [])
    defaults = {"unit": "Unit", "year": "Year"}
    return [
        (
            f"{labels.get(effect, defaults.get(effect, effect))} fixed effects",
            *("Yes" if effect in (fit["fixed_effects"] or []) else "No" for fit in columns),
        )
        for effect in every
    ]


def _counts(columns: list[dict], labels: dict[str, str]) -> list[Row]:
    rows = [
        ("Model", *(str(fit.get("model") or "").upper() for fit in columns)),
        ("Weights", *(words(fit.get("weights") or "", labels) for fit in columns)),
        ("Observations", *(count(fit["n_obs"]) for fit in columns)),
        ("Units", *(count(fit["n_units"]) for fit in columns)),
        ("Clusters", *(count(fit["n_clusters"]) for fit in columns)),
        ("R² within", *(estimate(fit["r2_within"]) for fit in columns)),
    ]
    return [row for row in rows if any(row[1:])]


def _inference(columns: list[dict], labels: dict[str, str]) -> list[str]:
    """Standard errors, the small-sample rule in words, degrees of freedom and stars."""
    notes = []
    kinds = [(fit["n_clusters"] is not None, (fit["ssc"] or {}).get("rule"), fit["df"]) for fit in columns]
    for kind in dict.fromkeys(kinds):
        clustered, rule, df = kind
        words_of_rule = RULES.get(rule, f"by the rule {rule}") if rule else ""
        parts = ["Standard errors in parentheses"]
        parts += [f"clustered by {labels.get('unit', 'unit').lower()}"] if clustered else []
        parts += [words_of_rule] if words_of_rule else []
        tail = f"p-values from t({df:g})" if df is not None else "p-values from the normal distribution"
        sentence = f"{', '.join(parts)}; {tail}."
        notes.append(sentence if len(set(kinds)) == 1 else f"{_which(kinds, kind)}: {sentence}")
    return [*notes, STAR_NOTE]


def _samples(columns: list[dict]) -> list[str]:
    samples = [fit["sample"] for fit in columns]
    notes = [f"{_which(samples, sample)}: sample {sample}." for sample in dict.fromkeys(samples) if sample]
    if notes and None in samples:
        notes.append(f"{_which(samples, None)}: all unit-years.")
    return notes


def _warnings(columns: list[dict]) -> list[str]:
    texts = dict.fromkeys(text for fit in columns for text in fit["warnings"] or [])
    notes = []
    for text in texts:
        having = [text in (fit["warnings"] or []) for fit in columns]
        sentence = text[:1].upper() + text[1:].rstrip(".") + "."
        notes.append(sentence if all(having) else f"{_which(having, True)}: {sentence}")
    return notes


def _which(values: list, wanted) -> str:
    """``Column (2)`` or ``Columns (1), (3)``: where `values` equals `wanted`."""
    at = [f"({number})" for number, value in enumerate(values, start=1) if value == wanted]
    return ("Column " if len(at) == 1 else "Columns ") + ", ".join(at)
