"""The referee on counts: observations, units, periods and clusters of one column, and groups of columns."""

import re
from collections.abc import Iterator

from manuscript.check_estimates import Found
from manuscript.check_sample import STACKED, panel_rows
from manuscript.columns import bare, n_of, regressions, regressors, terms_of, variables, where
from manuscript.findings import Draft, check
from manuscript.places import WORDS, column_words, said, whole
from manuscript.printed_tables import Model, Printed, Regressions
from manuscript.tables import place

COUNTS = ("n_obs", "n_units", "n_periods", "n_clusters", "instruments")
ALL = re.compile(r"\b(full|whole|all|total|overall|pooled)\b|全样本|全部|总体|整体", WORDS)
HALVES = (  # groups that are the whole together, each once
    ("high", "low"),
    ("above", "below"),
    ("large", "small"),
    ("east", "central", "west"),
    ("eastern", "central", "western"),
    ("state-owned", "private"),
    ("rural", "urban"),
    ("women", "men"),
    ("female", "male"),
    ("高", "低"),
    ("大", "小"),
    ("东部", "中部", "西部"),
    ("东部", "中西部"),
    ("沿海", "内陆"),
    ("南方", "北方"),
    ("男", "女"),
)
NEGATED = re.compile(r"(?:\bnon-|非)(\w+)")  # what is in the other half


@check("E", "", "It is a count", "Compare it with the output of the program")
def counts_whole(draft: Draft) -> Found:
    for printed, model in regressions(draft):
        for name in COUNTS:
            at = model.statistics.get(name)
            if at and name != "n_periods" and (whole(at) is None or at.number.value < 1):
                what = f"{at.number.text} is no number of anything"
                yield place(printed, at), what, (draft.spot_in(printed.table, at),)
    for printed, variable, numbers in variables(draft):
        at = numbers.get("n")
        if at and (whole(at) is None or at.number.value < 1):
            what = f"{variable} has {at.number.text} observations"
            yield place(printed, at), what, (draft.spot_in(printed.table, at),)


@check(
    "E",
    "",
    "A panel has at most a row for each unit and period, and no more units or clusters than rows",
    "Compare the counts with the output of the program",
)
def counts_fit(draft: Draft) -> Found:
    """N against units times periods, units and clusters against N, degrees of freedom against N less regressors."""
    for printed, model in regressions(draft):
        found = {name: whole(at) for name, at in model.statistics.items()}
        rows, units, periods = (found.get(name) for name in ("n_obs", "n_units", "n_periods"))
        if not rows:
            continue
        faults = {}
        if units and periods and rows > units * periods:
            faults["n_units"] = f"N {rows:,} is more than {units:,} x {periods}"
        for name, words in (("n_units", "units"), ("n_clusters", "clusters")):
            if (found.get(name) or 0) > rows:
                faults[name] = f"{found[name]:,} {words} have {rows:,} observations"
        terms = terms_of(model)
        if (found.get("df") or 0) > rows - len(terms):
            faults["df"] = f"{found['df']:,} degrees of freedom are more than N {rows:,} less {len(terms)} regressors"
        for name, what in faults.items():
            spots = tuple(draft.spot_in(printed.table, model.statistics[one]) for one in ("n_obs", name))
            yield where(printed, model), what, spots


@check(
    "W",
    "",
    "Units are within clusters, so that there are no more clusters than units, unless clusters are crossed with time",
    "Say what the clusters are",
)
def clusters_beyond_units(draft: Draft) -> Found:
    for printed, model in regressions(draft):
        units, clusters = (model.statistics.get(name) for name in ("n_units", "n_clusters"))
        if units and clusters and clusters.number.value > units.number.value:
            what = f"{clusters.number.text} clusters of {units.number.text} units"
            yield where(printed, model), what, tuple(draft.spot_in(printed.table, at) for at in (clusters, units))


@check(
    "W",
    "",
    "Groups that part the sample have its rows together",
    "Say which rows are in none or in both, or mend N",
)
def groups_sum(draft: Draft) -> Found:
    """Columns by group, as high and low, whose N is not that of the column of all, or more than the panel has."""
    rows = panel_rows(draft)
    for printed in draft.tables:
        if not isinstance(printed, Regressions):
            continue
        for groups in partitions(printed):
            total = sum(map(n_of, groups))
            every = [n_of(model) for model in printed.models if ALL.search(" ".join(bare(model))) and n_of(model)]
            whole_rows = every[0] if every else rows
            if whole_rows and (total > whole_rows or (every and total != whole_rows)):
                columns = " and ".join(column_words(printed, model.column) for model in groups)
                what = f"The N of {columns} sum to {total:,}, and the whole has {whole_rows:,}"
                spots = tuple(draft.spot_in(printed.table, model.statistics["n_obs"]) for model in groups)
                yield printed.table.place, what, spots


def partitions(printed: Printed) -> Iterator[list[Model]]:
    """Columns of one panel and outcome whose headings differ only in the words of `HALVES`."""
    if STACKED.search(said(printed)):
        return
    headings = [" / ".join(bare(model)).casefold() for model in printed.models]
    negated = {(found[1], found.group()) for heading in headings for found in NEGATED.finditer(heading)}
    for words in (*HALVES, *sorted(negated)):
        found: dict[tuple, dict[str, Model]] = {}
        for model, heading in zip(printed.models, headings, strict=True):
            own = [word for word in words if word_in(word, heading)]
            if len(own) == 1 and n_of(model):
                rest = heading.replace(own[0], "")
                found.setdefault((rest, model.panel, frozenset(regressors(model))), {}).setdefault(own[0], model)
        yield from (list(groups.values()) for groups in found.values() if len(groups) == len(words))


def word_in(word: str, heading: str) -> bool:
    said = rf"(?<!non-)\b{word}\b" if word.isascii() else rf"(?<!非){word}"
    return bool(re.search(said, heading, WORDS))
