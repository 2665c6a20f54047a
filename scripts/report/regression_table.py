"""A regression table: coefficients, standard errors beneath, and what they rest on."""

from itertools import groupby

from core.thresholds import SMALL_SAMPLE_RULES
from core.words import dropped_words
from report.fitted import Fitted
from report.printed import (
    EVENT_TIME,
    STAR_NOTE,
    bracketed,
    count,
    estimate,
    scaled,
    sentence,
    stars,
    term_words,
    words,
)
from report.three_line import Group, Row, Table

RULES = SMALL_SAMPLE_RULES | {
    "ml_hessian": "from the Hessian of the likelihood",
    "iid": "as for independent errors of one variance (iid)",
    "influence": "from influence functions",
    "imputation": "from the weights of all rows, conservative where effects differ within a cohort and year",
}
MODELS = {
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
}
LEAST_SQUARES = ("ols", "event_study")  # estimators that a table does not name
ENDS = EARLIER, INNER, LATER = (" or earlier", "", " or later")  # of an event time, in their order

Line = tuple[str, str]  # a term, and which end of the event times it is


def regression_table(
    columns: list[Fitted],
    headings: list[str | None],
    keep: list[str],
    indicate: dict[str, list[str]],
    labels: dict[str, str],
) -> Table:
    """The printed table of fitted columns, in their order.

    Parameters
    ----------
    headings : what stands above each column; None for the label of its outcome
    keep : terms that are shown, all if empty; the name of a policy stands for its event times too
    indicate : heading of a row to terms that are not shown: the row says whether a column has any of them
    labels : what readers see instead of the names of variables

    Raises
    ------
    ValueError : a column has a coefficient twice
    """
    facts = [column.facts for column in columns]
    hidden = [term for terms in indicate.values() for term in terms]
    groups = [_coefficients(columns, keep, hidden, labels), _effects(columns, indicate, labels), _counts(facts, labels)]
    notes = (*_inference(facts, labels), STAR_NOTE, *_samples(facts), *_dropped(facts, labels), *_warnings(facts))
    return Table(_header(facts, headings, labels), tuple(Group(tuple(group)) for group in groups if group), notes)


def _header(facts: list[dict], headings: list[str | None], labels: dict[str, str]) -> tuple[Row, ...]:
    """Outcomes, each once above the columns that share it, numbers of the columns, and labels where there are any."""
    outcomes = [words(fit["outcome"], labels) for fit in facts]
    captions = [heading or outcome for heading, outcome in zip(headings, outcomes, strict=True)]
    numbers = ("", *(f"({number})" for number in range(1, len(facts) + 1)))
    above = [("", *captions)] if captions != outcomes else []
    return (_outcomes(outcomes), numbers, *above)


def _outcomes(outcomes: list[str]) -> Row:
    """The header row of the outcomes; a cell that says the same as the one before it is left empty, and so belongs to
    it."""
    once = ["" if at and outcome == outcomes[at - 1] else outcome for at, outcome in enumerate(outcomes)]
    if any(once[1:]):
        return ("Outcome", *once)
    return ("", f"Outcome: {once[0]}", *once[1:])


def _coefficients(columns: list[Fitted], keep: list[str], hidden: list[str], labels: dict[str, str]) -> list[Row]:
    """Two rows a term: coefficients with stars, and beneath them standard errors, or `(base)` where k was left out."""
    cells = [_by_line(column) for column in columns]
    rows = []
    for term, end in _in_order([line for own in cells for line in own]):
        if (keep and not _among(term, keep)) or _among(term, hidden):
            continue
        found = [own.get((term, end)) for own in cells]
        rows.append((term_words(term, labels, end), *map(_value, found)))
        rows.append(("", *map(_error, found)))
    return rows


def _by_line(column: Fitted) -> dict[Line, dict]:
    lines = {}
    for row in column.rows:
        line = row["term"], _end(row, column.event_times)
        if line in lines:
            raise ValueError(f"{column.address}: the coefficient of {row['term']} stands twice")
        lines[line] = row
    return lines


def _end(row: dict, event_times: list[dict]) -> str:
    """Which end the event time of `row` is, if it pools the years beyond."""
    if not row.get("binned"):
        return INNER
    return EARLIER if row["k"] == event_times[0]["k"] else LATER


def _in_order(lines: list[Line]) -> list[Line]:
    """Terms as they first appear, the event times of a policy together and by year."""
    first = {}
    for place, (term, _) in enumerate(lines):
        first.setdefault(_family(term), place)
    return sorted(dict.fromkeys(lines), key=lambda line: (first[_family(line[0])], _year(line[0]), ENDS.index(line[1])))


def _family(term: str) -> str:
    """The term itself, or what all event times of its policy share."""
    event = EVENT_TIME.fullmatch(term)
    return f"{event[1]}::" if event else term


def _year(term: str) -> int:
    event = EVENT_TIME.fullmatch(term)
    return int(event[2]) if event else 0


def _among(term: str, terms: list[str]) -> bool:
    return term in terms or _family(term).removesuffix("::") in terms


def _value(row: dict | None) -> str:
    return "" if row is None else scaled(row["estimate"], row["std_error"]) + stars(row["p_value"])


def _error(row: dict | None) -> str:
    if row is None:
        return ""
    return "(base)" if row.get("base") else bracketed(row["std_error"])


def _effects(columns: list[Fitted], indicate: dict[str, list[str]], labels: dict[str, str]) -> list[Row]:
    """Yes or No for the terms that are indicated and for the fixed effects."""
    has = {
        heading: [any(_among(row["term"], terms) for row in column.rows) for column in columns]
        for heading, terms in indicate.items()
    }
    effects = [column.facts["fixed_effects"] or [] for column in columns]
    defaults = {"unit": "Unit", "year": "Year"}
    for effect in dict.fromkeys(effect for own in effects for effect in own):
        has[f"{labels.get(effect, defaults.get(effect, effect))} fixed effects"] = [effect in own for own in effects]
    return [(heading, *("Yes" if yes else "No" for yes in answers)) for heading, answers in has.items()]


def _counts(facts: list[dict], labels: dict[str, str]) -> list[Row]:
    rows = [
        ("Model", *(_model(fit["estimator"]) for fit in facts)),
        ("Matrix", *(words(fit.get("matrix") or "", labels) for fit in facts)),
        ("Observations", *(count(fit["n_obs"]) for fit in facts)),
        ("Units", *(count(fit["n_units"]) for fit in facts)),
        ("Clusters", *(_numbers(fit["n_clusters"]) for fit in facts)),
        ("R² within", *(estimate(fit["r2_within"]) for fit in facts)),
    ]
    return [row for row in rows if any(row[1:])]


def _model(estimator: str) -> str:
    return "" if estimator in LEAST_SQUARES else MODELS.get(estimator, estimator.upper())


def _inference(facts: list[dict], labels: dict[str, str]) -> list[str]:
    """Standard errors, the small-sample rule in words, and degrees of freedom."""
    kinds = [(_clusters(fit, labels), (fit["ssc"] or {}).get("rule")) for fit in facts]
    tails = [(kind, fit["df"]) for kind, fit in zip(kinds, facts, strict=True)]
    notes = []
    for kind in dict.fromkeys(kinds):
        own = dict.fromkeys(tail for tail in tails if tail[0] == kind)
        p_values = [_distribution(df) + f" in {_which(tails, (kind, df)).lower()}" * (len(own) > 1) for _, df in own]
        note = f"{_standard_errors(*kind)}; p-values from {' and '.join(p_values)}."
        notes.append(note if len({*kinds}) == 1 else f"{_which(kinds, kind)}: {note}")
    return notes


def _clusters(fit: dict, labels: dict[str, str]) -> str:
    """What the errors of a fit are clustered by, the unit where it does not say; nothing if they are not."""
    if fit["n_clusters"] is None:
        return ""
    names = fit.get("cluster") or "unit"
    return " and ".join(words(name, labels).lower() for name in ([names] if isinstance(names, str) else names))


def _standard_errors(clusters: str, rule: str | None) -> str:
    parts = ["Standard errors in parentheses"]
    parts += [f"clustered by {clusters}"] if clusters else []
    parts += [RULES.get(rule, f"by the rule {rule}")] if rule else []
    return ", ".join(parts)


def _distribution(df: float | None) -> str:
    return "the normal distribution" if df is None else f"t({df:g})"


def _numbers(value: int | list | None) -> str:
    """``50``, or ``50 and 11`` for two cluster variables."""
    return " and ".join(map(count, value)) if isinstance(value, list) else count(value)


def _dropped(facts: list[dict], labels: dict[str, str]) -> list[str]:
    """Rows that left the samples, by reason."""
    lost = [dropped_words(fit.get("dropped") or {}, labels) for fit in facts]
    return [f"{_which(lost, words_)}: left out {words_}." for words_ in dict.fromkeys(lost) if words_]


def _samples(facts: list[dict]) -> list[str]:
    samples = [fit["sample"] for fit in facts]
    notes = [f"{_which(samples, sample)}: sample {sample}." for sample in dict.fromkeys(samples) if sample]
    if notes and None in samples:
        notes.append(f"{_which(samples, None)}: no condition on the sample.")
    return notes


def _warnings(facts: list[dict]) -> list[str]:
    notes = []
    for text in dict.fromkeys(text for fit in facts for text in fit["warnings"] or []):
        having = [text in (fit["warnings"] or []) for fit in facts]
        notes.append(sentence(text) if all(having) else f"{_which(having, True)}: {sentence(text)}")
    return notes


def _which(values: list, wanted) -> str:
    """``Column (2)`` or ``Columns (1), (3) to (5)``: where `values` equals `wanted`."""
    at = [number for number, value in enumerate(values, start=1) if value == wanted]
    runs = [[number for _, number in run] for _, run in groupby(enumerate(at), lambda pair: pair[1] - pair[0])]
    parts = [f"({run[0]}) to ({run[-1]})" if len(run) > 2 else ", ".join(f"({n})" for n in run) for run in runs]
    return ("Column " if len(at) == 1 else "Columns ") + ", ".join(parts)
