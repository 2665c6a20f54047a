"""The referee on counts: observations, units, periods and clusters of one column, and groups of columns."""

import re
from collections.abc import Iterator

from printed.places import WORDS, column_words, said, whole
from printed.printed_tables import Model, Printed, Regressions
from printed.tables import place
from referee.check_sample import STACKED, counted, panel_rows
from referee.columns import bare, n_of, regressions, regressors, terms_of, variables, where
from referee.findings import Draft, Found, check

COUNTS = ("n_obs", "n_units", "n_periods", "n_clusters", "instruments")
ALL = re.compile(r"\b(full|whole|all|total|overall|pooled)\b|全样本|全部|总体|整体", WORDS)
HALVES = (  # groups that are the whole together, each once
    ("high", "low"),
    ("above", "below"),
    ("large", "small"),
    ("east", "central", "west"),
    ("eastern", "central", "western"),
    ("east", "centre", "west"),
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
OVERLAP = 1.1  # times the rows of the panel: columns with more together are no groups that part it
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
        every = [n_of(model) for model in printed.models if ALL.search(" ".join(bare(model))) and n_of(model)]
        whole_rows = every[0] if every else rows or 0
        parted = [groups for groups in partitions(printed) if _is_wrong(groups, whole_rows, bool(every))]
        for groups in parted or overlaps(printed, rows or 0):
            columns = " and ".join(column_words(printed, model.column) for model in groups)
            what = f"The N of {columns} sum to {sum(map(n_of, groups)):,}, and the whole has {whole_rows:,}"
            spots = tuple(draft.spot_in(printed.table, model.statistics["n_obs"]) for model in groups)
            yield printed.table.place, what, spots


def _is_wrong(groups: list[Model], whole_rows: int, printed: bool) -> bool:
    """Whether groups are more than the whole, or fewer than one that the table has in a column."""
    total = sum(map(n_of, groups))
    return bool(whole_rows) and (total > whole_rows or (printed and total != whole_rows))


def overlaps(printed: Regressions, rows: int) -> Iterator[list[Model]]:
    """Neighbouring columns of one outcome and the same regressors that together have a few rows more than the panel."""
    if STACKED.search(said(printed)):
        return
    run: list[Model] = []
    for model in printed.models:
        alike = not run or (_alike(model) == _alike(run[0]))
        run = [*(run if alike else ()), model] if 0 < (n_of(model) or 0) < rows else []
        total = sum(map(n_of, run))
        if rows < total < OVERLAP * rows:
            yield run
        if total >= rows:
            run = []


def _alike(model: Model) -> tuple:
    return model.outcome, model.panel, regressors(model)


@check(
    "W",
    "",
    "Groups of a balanced panel have its years",
    "Say which rows the group leaves out, or mend N or its number of units",
)
def group_years(draft: Draft) -> Found:
    """One group whose N over its units is not that of all other groups of the table, each with units of its own."""
    for printed in draft.tables:
        models = counted(printed)
        units = [whole(model.statistics.get("n_units")) for model in models]
        years = [n_of(model) / own for model, own in zip(models, units, strict=True) if own]
        odd = [at for at, one in enumerate(years) if years.count(one) == 1]
        if len({*units}) == len(years) == len(models) > 2 and len(odd) == 1 and len({*years}) == 2:
            model, others = models[odd[0]], ({*years} - {years[odd[0]]}).pop()
            what = f"N {n_of(model):,} is {years[odd[0]]:.4g} for each of {units[odd[0]]:,} units"
            spots = tuple(draft.spot_in(printed.table, model.statistics[name]) for name in ("n_obs", "n_units"))
            yield where(printed, model), f"{what}, and {others:.4g} in other groups", spots


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
