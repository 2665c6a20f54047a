"""The numbers of a regression table: of each column its coefficients, sums, tests, and what it rests on."""

from collections.abc import Iterator

from core.fitstat import BENEATH, STATISTICS
from core.language import said
from report.fitted import Fitted
from report.printed import scaled, stars, term_words, words
from report.quotable import WORDS, Quotable, address_of, is_number, label_of, meaning_of, written
from report.regression_table import event_time_end

BESIDE = (  # what an estimate may have beside it, in the order of the estimates
    *("std_error", "statistic", "p_value", "conf_low", "conf_high", "se_cr2", "df_cr2", "p_cr2", "p_wild"),
    *("band_low", "band_high", *(name for name in BENEATH if name in ("p_placebo", "se_frontier"))),
)
COUNTS = ("n_obs", "n_units", "n_periods", "n_clusters", "treated_units")
FITS = ("r2", "r2_within", "log_likelihood", "df")


def numbers_of_columns(
    columns: list[Fitted], headings: list[str | None], labels: dict[str, str], starred: bool, files: list[str]
) -> Iterator[Quotable]:
    """The numbers of fitted columns, in their order.

    headings : labels of the columns, None for that of its outcome; starred : whether the table prints stars
    files : of each column the result that holds it
    """
    for number, (column, heading, file) in enumerate(zip(columns, headings, files, strict=True), start=1):
        named = f"{said(heading or words(column.facts['outcome'], labels))} ({number})"
        for row in column.rows:
            term = said(term_words(row["term"], labels, event_time_end(row, column.event_times)))
            yield from _of_estimate(column, row, f"{term}, {named}", starred, file)
        for name, row in column.facts["lincom"].items():
            label = f"{said(words(name, labels))}, {named}"
            yield from _of_estimate(column, row | {"term": name}, label, starred, file)
        yield from _of_fit(column, named, file, labels)


def _of_estimate(column: Fitted, row: dict, label: str, starred: bool, file: str) -> Iterator[Quotable]:
    """An estimate, and what stands beneath or beside it."""
    place = {"table": column.table, "column": column.name, "term": row["term"], "label": label, "file": file}
    place |= {"n": column.facts["n_obs"], "p_value": row.get("p_value")}
    address = address_of(column.address, row["term"])
    shown = scaled(row["estimate"], row.get("std_error"))
    marks = stars(row.get("p_value")) if starred else ""
    if shown:
        yield Quotable(address, row["estimate"], shown, "estimate", stars=marks, **place)
    for name in BESIDE:
        value, meaning = row.get(name), meaning_of(name)
        if is_number(value) and (text := written(value, meaning)):
            yield Quotable(address_of(address, name), value, text, meaning, **place)


def _of_fit(column: Fitted, heading: str, file: str, labels: dict[str, str]) -> Iterator[Quotable]:
    """Sizes of the sample, fit, cohorts, statistics and joint tests of a column."""
    facts = column.facts
    place = {"table": column.table, "column": column.name, "n": facts["n_obs"], "file": file}
    for name, parts, value in _facts(facts, labels):
        meaning = "count" if name.split(".")[0] in ("treated_units", "cohorts") else meaning_of(name)
        if is_number(value) and (text := written(value, meaning)):
            label = f"{label_of(*parts)}, {heading}"
            yield Quotable(address_of(column.address, name), value, text, meaning, label=label, **place)


def _facts(facts: dict, labels: dict[str, str]) -> Iterator[tuple[str, list, object]]:
    """Of each number that a fit states its name, the parts of its label, and its value."""
    rows = {one.fact or name: one.words for name, one in STATISTICS.items()}
    clusters = facts.get("cluster") or "unit"
    for name in (*COUNTS, *FITS):
        value, label = facts.get(name), rows.get(name) or WORDS[name]
        if isinstance(value, list):
            for cluster, number in zip(clusters, value, strict=True):
                yield f"{name}.{cluster}", [label, words(cluster, labels)], number
        else:
            yield name, [label], value
    yield "factor", [WORDS["factor"]], (facts["ssc"] or {}).get("factor")
    for cohort, units in (facts.get("cohorts") or {}).items():
        yield f"cohorts.{cohort}", [WORDS["cohorts"], cohort], units
    for name, test in {**facts["tests"], **facts["fitstat"]}.items():
        label = rows.get(name) or f"{words(name, labels)}, F"
        for key, value in test.items() if isinstance(test, dict) else [("statistic", test)]:
            statistic = key == "statistic"
            yield (name, [label], value) if statistic else (f"{name}.{key}", [label, WORDS.get(key, key)], value)
