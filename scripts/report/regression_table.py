"""A regression table: coefficients, what stands beneath them, and what they rest on."""

from itertools import groupby

from core.fitstat import BENEATH, STATISTICS, own_tests, statistic_of
from core.thresholds import SMALL_SAMPLE_RULES
from core.words import dropped_words
from report.fitted import LEAST_SQUARES, Fitted
from report.printed import (
    EFFECT_OF,
    EVENT_TIME,
    STAR_NOTE,
    bracketed,
    count,
    effects_of,
    estimate,
    interval,
    labelled,
    scaled,
    sentence,
    squared,
    stars,
    term_words,
    words,
)
from report.three_line import Group, Row, Table

RULES = SMALL_SAMPLE_RULES | {
    "ml_cluster": "from scores and Hessian of the likelihood",
    "ml_hessian": "from the Hessian of the likelihood, as for independent errors of one variance",
    "iid": "as for independent errors of one variance (iid)",
    "windmeijer": "with Windmeijer's correction",
    "one_step": "robust",
    "influence": "from influence functions",
    "imputation": "from the weights of all rows, conservative where effects differ within a cohort and year",
}
MODELS = {
    "iv": "2SLS",
    "first_stage": "First stage",
    "gmm": "GMM",
    "matching": "Matched",
    "callaway_santanna": "Callaway-Sant'Anna",
    "sun_abraham": "Sun-Abraham",
    "imputation": "Imputation",
    "stacked": "Stacked",
    "spatial_event_study": "Spatial event study",
}
ENDS = EARLIER, INNER, LATER = (" or earlier", "", " or later")  # of an event time, in their order

Line = tuple[str, str]  # a term, and which end of the event times it is


def regression_table(
    columns: list[Fitted],
    headings: list[str | None],
    keep: list[str],
    indicate: dict[str, list[str]],
    under: list[str],
    fitstat: list[str],
    labels: dict[str, str],
) -> Table:
    """The printed table of fitted columns, in their order.

    Parameters
    ----------
    headings : what stands above each column; None for the label of its outcome
    keep : terms that are shown, all if empty; the name of a policy stands for its event times too
    indicate : heading of a row to terms that are not shown: the row says whether a column has any of them
    under, fitstat : what stands beneath an estimate, and under the columns (`core.fitstat`)
    labels : what readers see instead of the names of variables

    Raises
    ------
    ValueError : a column has a coefficient twice
    """
    facts = [column.facts for column in columns]
    hidden = [term for terms in indicate.values() for term in terms]
    groups = [
        _coefficients(columns, keep, hidden, under, labels),
        [*_sums(facts, under, labels), *_tests(facts, labels)],
        _effects(columns, indicate, labels),
        [*_models(facts, labels), *_statistics(facts, fitstat)],
    ]
    notes = (
        *_inference(facts, under, labels),
        *_beneath(under),
        *(_draws(facts) if "p_wild" in under else []),
        STAR_NOTE,
        *_combined(facts, labels),
        *_leads(facts),
        *_lagged(facts),
        *_samples(facts),
        *_corrections(facts),
        *_dropped(facts, labels),
        *_warnings(facts, labels),
    )
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


def _coefficients(
    columns: list[Fitted], keep: list[str], hidden: list[str], under: list[str], labels: dict[str, str]
) -> list[Row]:
    """The rows of each term that is shown."""
    cells = [_by_line(column) for column in columns]
    rows = []
    for term, end in _in_order([line for own in cells for line in own]):
        if (keep and not _among(term, keep)) or _among(term, hidden):
            continue
        found = [own.get((term, end)) for own in cells]
        rows += _estimate_rows(term_words(term, labels, end), found, under)
    return rows


def _estimate_rows(heading: str, found: list[dict | None], under: list[str]) -> list[Row]:
    """Estimates with stars, and rows beneath them; the first always, the others where one of the columns has it."""
    beneath = [("", *(_under(row, name, at == 0) for row in found)) for at, name in enumerate(under)]
    return [(heading, *map(_value, found)), *beneath[:1], *(row for row in beneath[1:] if any(row))]


def _by_line(column: Fitted) -> dict[Line, dict]:
    lines = {}
    for row in column.rows:
        line = row["term"], event_time_end(row, column.event_times)
        if line in lines:
            raise ValueError(f"{column.address}: the coefficient of {row['term']} stands twice")
        lines[line] = row
    return lines


def event_time_end(row: dict, event_times: list[dict]) -> str:
    """Which end the event time of `row` is, if it pools the years beyond."""
    if not row.get("binned"):
        return INNER
    return EARLIER if row["k"] == event_times[0]["k"] else LATER


def _in_order(lines: list[Line]) -> list[Line]:
    """Terms as they first appear, the event times of a policy together and by year, spatial parameters last."""
    first = {}
    for place, (term, _) in enumerate(lines):
        first.setdefault(_family(term), place + len(lines) * (term.split(".")[0] in ("rho", "lambda")))
    return sorted(dict.fromkeys(lines), key=lambda line: (first[_family(line[0])], _year(line[0]), ENDS.index(line[1])))


def _family(term: str) -> str:
    """The term itself, or what all event times of its policy share."""
    event = EVENT_TIME.fullmatch(term)
    return f"{event[1]}::" if event else term


def _year(term: str) -> int:
    event = EVENT_TIME.fullmatch(term)
    return int(event[2]) if event else 0


def _among(term: str, terms: list[str]) -> bool:
    family = _family(term).removesuffix("::")
    effect = EFFECT_OF.fullmatch(family)
    return term in terms or family in terms or bool(effect and effect[2] in terms)


def _value(row: dict | None) -> str:
    return "" if row is None else scaled(row["estimate"], row["std_error"]) + stars(row["p_value"])


def _under(row: dict | None, name: str, first: bool) -> str:
    """What stands beneath an estimate, first of all `(base)` where k was left out."""
    if row is None:
        return ""
    if row.get("base"):
        return "(base)" if first else ""
    if name == "conf_int":
        return interval(row["conf_low"], row["conf_high"])
    return squared(row.get(name)) if name.startswith("p_") else bracketed(row.get(name))


def _sums(facts: list[dict], under: list[str], labels: dict[str, str]) -> list[Row]:
    """The sums of coefficients that the study file names, as coefficients."""
    names = dict.fromkeys(name for fit in facts for name in fit["lincom"])
    return [
        row
        for name in names
        for row in _estimate_rows(words(name, labels), [fit["lincom"].get(name) for fit in facts], under)
    ]


def _tests(facts: list[dict], labels: dict[str, str]) -> list[Row]:
    """The joint tests that the study file names: F, and beneath it its p-value."""
    tests = [own_tests(fit) for fit in facts]
    names = dict.fromkeys(name for own in tests for name in own)
    return [row for name in names for row in _test_rows(f"{words(name, labels)}, F", [own.get(name) for own in tests])]


def _test_rows(heading: str, found: list[dict | None]) -> list[Row]:
    tests = [test or {} for test in found]
    values = (estimate(test.get("statistic")) for test in tests)
    return [(heading, *values), ("", *(squared(test.get("p_value")) for test in tests))]


def _effects(columns: list[Fitted], indicate: dict[str, list[str]], labels: dict[str, str]) -> list[Row]:
    """Yes or No for the terms that are indicated and for the fixed effects."""
    has = {
        heading: [any(_among(row["term"], terms) for row in column.rows) for column in columns]
        for heading, terms in indicate.items()
    }
    named = {"unit": "Unit", "year": "Year"} | labels
    effects = [
        [said for effect in column.facts["fixed_effects"] or [] for said in effects_of(effect, named)]
        for column in columns
    ]
    for effect in dict.fromkeys(effect for own in effects for effect in own):
        has[effect] = [effect in own for own in effects]
    return [(words(heading, labels), *("Yes" if yes else "No" for yes in answers)) for heading, answers in has.items()]


def _models(facts: list[dict], labels: dict[str, str]) -> list[Row]:
    rows = [
        ("Model", *(_model(fit["estimator"]) for fit in facts)),
        ("Matrix", *(words(fit.get("matrix") or "", labels) for fit in facts)),
    ]
    return [row for row in rows if any(row[1:])]


def _statistics(facts: list[dict], fitstat: list[str]) -> list[Row]:
    """A row for each statistic that a column has, two where it is a test."""
    rows = []
    for name in fitstat:
        said, values = STATISTICS[name], [statistic_of(fit, name) for fit in facts]
        if any(isinstance(value, dict) for value in values):
            rows += _test_rows(said.words, values)
        else:
            rows.append((said.words, *(_number(value, said.format) for value in values)))
    return [row for row in rows if any(row[1:])]


def _number(value: float | list | None, form: str) -> str:
    """``50``, or ``50 and 11`` for two cluster variables."""
    write = count if form == "count" else estimate
    return " and ".join(map(write, value)) if isinstance(value, list) else write(value)


def _model(estimator: str) -> str:
    return "" if estimator in LEAST_SQUARES else MODELS.get(estimator, estimator.upper())


def _inference(facts: list[dict], under: list[str], labels: dict[str, str]) -> list[str]:
    """Standard errors, the small-sample rule in words with its factor, and degrees of freedom."""
    kinds = [(clusters_words(fit, labels), (fit["ssc"] or {}).get("rule")) for fit in facts]
    notes = []
    for kind in dict.fromkeys(kinds):
        factors = _by_column(kinds, kind, [_factor(fit) for fit in facts])
        p_values = _by_column(kinds, kind, [_distribution(fit["df"]) for fit in facts])
        said = _standard_errors(*kind, beneath="std_error" in under)
        note = f"{said}{f'; factor {factors}' if factors else ''}; p-values from {p_values}"
        notes.append(_note(kinds, kind, note))
    return notes


def _by_column(kinds: list, kind, texts: list[str]) -> str:
    """The texts of the columns of a kind, each once, with its columns where they differ."""
    pairs = list(zip(kinds, texts, strict=True))
    own = [text for of, text in dict.fromkeys(pairs) if of == kind]
    *parts, last = [text + f" in {_which(pairs, (kind, text)).lower()}" * (len(own) > 1) for text in own]
    return f"{', '.join(parts)} and {last}" if parts else last


def _factor(fit: dict) -> str:
    """The factor of a small-sample rule on the clustered variance, where the fit has one."""
    ssc = fit["ssc"] or {}
    return f"{ssc['factor']:.4f}" if ssc.get("rule") in SMALL_SAMPLE_RULES else ""


def _beneath(under: list[str]) -> list[str]:
    """What stands beneath an estimate, where it is not the standard error alone."""
    if under in ([], ["std_error"]):
        return []
    return [f"Beneath each estimate, where there is one: {'; '.join(BENEATH[name] for name in under)}."]


def _draws(facts: list[dict]) -> list[str]:
    """What the wild cluster bootstraps drew."""
    drawn = [_drawn_words(fit["also"]["wild"]) if "wild" in fit["also"] else "" for fit in facts]
    return [_note(drawn, text, f"wild cluster bootstrap with {text}") for text in dict.fromkeys(drawn) if text]


def _drawn_words(wild: dict) -> str:
    number = f"all {count(wild['draws'])} vectors" if wild["enumerated"] else f"{count(wild['draws'])} draws"
    return f"{number} of {wild['weights'].capitalize()} weights"


def _combined(facts: list[dict], labels: dict[str, str]) -> list[str]:
    """What sums add up, and what joint tests are of."""
    sums = [
        f"{words(name, labels)}: {_sum_words(one['terms'], labels)}."
        for fit in facts
        for name, one in fit["lincom"].items()
    ]
    tests = dict.fromkeys((name, tuple(test["terms"])) for fit in facts for name, test in own_tests(fit).items())
    notes = list(dict.fromkeys(sums))
    said = [
        f"{words(name, labels)} ({', '.join(term_words(term, labels) for term in terms)})"
        for name, terms in tests
        if terms
    ]
    return notes + [
        f"F: joint tests that coefficients are zero, p-values in square brackets: {'; '.join(said)}."
    ] * bool(said)


def _leads(facts: list[dict]) -> list[str]:
    """What the leads of event studies could have shown, by column."""
    tests = [fit["tests"].get("pretrend", {}) for fit in facts]
    slopes = _numbered([test.get("detectable_slope") for test in tests])
    bounds = _numbered([test.get("equivalence_bound") for test in tests])
    found = [f"a straight trend of {slopes} a year would be found with probability 0.8 (Roth 2022)"] * bool(slopes)
    shown = [f"at 5 % none is beyond ±{bounds} (equivalence, Dette and Schumann 2024)"] * bool(bounds)
    return [f"Leads: {'; '.join((*found, *shown))}."] if found or shown else []


def _lagged(facts: list[dict]) -> list[str]:
    """What the effects leave of the variance of neighbours' event times, by column."""
    said = [
        ", ".join(f"{str(one['k']).replace('-', '−')}: {one['share']:.2f}" for one in fit.get("lagged") or [])
        for fit in facts
    ]
    left = "share of the variance of the neighbours' event times that the effects leave, by year"
    return [_note(said, text, f"{left}: {text}") for text in dict.fromkeys(said) if text]


def _numbered(values: list[float | None]) -> str:
    """The values that there are, with the numbers of their columns where there are several columns."""
    said = [
        estimate(value).replace("-", "−") + (f" in ({number})" if len(values) > 1 else "")
        for number, value in enumerate(values, start=1)
        if value is not None
    ]
    return ", ".join(said)


def _sum_words(signs: dict[str, int], labels: dict[str, str]) -> str:
    """``Law + Law × Size``, or ``Law − Law × Size``."""
    text = "".join(f" {'+' if sign > 0 else '−'} {term_words(term, labels)}" for term, sign in signs.items())
    return text.removeprefix(" + ").strip()


def clusters_words(fit: dict, labels: dict[str, str]) -> str:
    """What the errors of a fit are clustered by, the unit where it does not say; nothing if they are not."""
    if fit["n_clusters"] is None:
        return ""
    names = fit.get("cluster") or "unit"
    return " and ".join(words(name, labels).lower() for name in ([names] if isinstance(names, str) else names))


def _standard_errors(clusters: str, rule: str | None, beneath: bool) -> str:
    parts = ["Standard errors in parentheses" if beneath else "Standard errors"]
    parts += [f"clustered by {clusters}"] if clusters else []
    parts += [RULES.get(rule, f"by the rule {rule}")] if rule else []
    return ", ".join(parts)


def _distribution(df: float | None) -> str:
    return "the normal distribution" if df is None else f"t({df:g})"


def _corrections(facts: list[dict]) -> list[str]:
    """Which columns are corrected for the bias of the effects, and their spatial parameters without it."""
    ways = [fit.get("correction") for fit in facts]
    before = [_uncorrected(fit) for fit in facts]
    notes = []
    if "lee_yu" in ways:
        moved = {name: _numbered([own.get(name) for own in before]) for name in ("rho", "lambda")}
        plain = " and ".join(f"{name} is {values}" for name, values in moved.items() if values)
        said = "corrected for the bias of the effects (Lee and Yu 2010)" + f"; without this, {plain}" * bool(plain)
        notes.append(_note(ways, "lee_yu", said))
    return notes + [_note(ways, "none", "not corrected for the bias of the effects")] * ("none" in ways)


def _uncorrected(fit: dict) -> dict:
    """The estimates before a correction that changed them."""
    return fit["uncorrected"]["estimates"] if fit.get("correction") == "lee_yu" else {}


def _dropped(facts: list[dict], labels: dict[str, str]) -> list[str]:
    """Rows that left the samples, by reason."""
    lost = [dropped_words(fit.get("dropped") or {}, labels) for fit in facts]
    return [_note(lost, words_, f"left out {words_}") for words_ in dict.fromkeys(lost) if words_]


def _samples(facts: list[dict]) -> list[str]:
    samples = [fit["sample"] for fit in facts]
    notes = [_note(samples, sample, f"sample {sample}") for sample in dict.fromkeys(samples) if sample]
    if notes and None in samples:
        notes.append(_note(samples, None, "no condition on the sample"))
    return notes


def _warnings(facts: list[dict], labels: dict[str, str]) -> list[str]:
    notes = []
    for text in dict.fromkeys(text for fit in facts for text in fit["warnings"] or []):
        having = [text in (fit["warnings"] or []) for fit in facts]
        notes.append(_note(having, True, labelled(text, labels)))
    return notes


def _note(values: list, wanted, text: str) -> str:
    """`text` as a note, behind the columns where `values` equals `wanted` unless it does in all."""
    return sentence(text if all(value == wanted for value in values) else f"{_which(values, wanted)}: {text}")


def _which(values: list, wanted) -> str:
    """``Column (2)`` or ``Columns (1), (3) to (5)``: where `values` equals `wanted`."""
    at = [number for number, value in enumerate(values, start=1) if value == wanted]
    runs = [[number for _, number in run] for _, run in groupby(enumerate(at), lambda pair: pair[1] - pair[0])]
    parts = [f"({run[0]}) to ({run[-1]})" if len(run) > 2 else ", ".join(f"({n})" for n in run) for run in runs]
    return ("Column " if len(at) == 1 else "Columns ") + ", ".join(parts)
