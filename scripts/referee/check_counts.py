"""The referee on counts: observations, units, periods and clusters of one column, and groups of columns."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from printed.places import WORDS, column_words, said, whole
from printed.printed_tables import Model, Numbered, Printed, Regressions
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
NO_PARTS = {"n_periods", "instruments", "df", "n_clusters"}  # counts that are no sums over groups
ALIKE = 1.25  # sums of groups that part one sample, one over another
CERTAIN = 2  # other sums that agree, from which on it is no accident
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


@check(
    "W",
    "",
    "Columns that part one sample in several ways have the same sum each way",
    "Compare the counts with the output of the program, or say what is in no group",
)
def partings_agree(draft: Draft) -> Found:
    """A row of counts by group, ``east, centre, west, high, low``, whose partings do not sum to one number, where those
    of other rows do."""
    for printed in draft.tables:
        rows = counts_by_row(printed)
        ways = {way for row in rows.values() for way in partings([at.number.value for at in row])}
        known = {way: [name for name, row in rows.items() if len({*sums(row, way)}) == 1] for way in ways}
        if not known:
            continue
        way, agreeing = max(known.items(), key=lambda pair: len(pair[1]) * (len(pair[0]) - 1))
        for name in rows.keys() - {*agreeing}:
            own = sums(rows[name], way)
            usual = max(own.count(one) for one in own)
            alike = min(own) * ALIKE > max(own)
            if alike and len(agreeing) * (len(way) - 1) + usual - 1 >= CERTAIN:
                what = f"{name}: the groups sum to {' and to '.join(f'{one:,.0f}' for one in own)}"
                yield printed.table.place, what, tuple(draft.spot_in(printed.table, at) for at in rows[name])


def counts_by_row(printed: Printed) -> dict[str, list[Numbered]]:
    """Rows of statistics with a whole number in each of their columns, of tables without panels."""
    models = printed.models if isinstance(printed, Regressions) else ()
    if len({model.column for model in models}) < max(4, len(models)):
        return {}
    rows = {name: [model.statistics.get(name) for model in models] for name in models[0].statistics}
    return {
        name: row
        for name, row in rows.items()
        if name not in NO_PARTS and all(at and not at.number.decimals and at.number.value > 1 for at in row)
    }


def partings(values: list[float]) -> Iterator[tuple[int, ...]]:
    """Ways to cut values in runs of two or more that have one sum and are not the same numbers again, by their ends."""
    totals = list(accumulate(values))
    for total in totals[1:-2]:
        ends = [at + 1 for at, one in enumerate(totals) if one % total == 0]
        runs = [values[start:end] for start, end in pairwise((0, *ends))]
        others = len({tuple(sorted(run)) for run in runs}) == len(runs) == totals[-1] / total
        if others and ends[-1] == len(values) and all(len(run) > 1 for run in runs):
            yield tuple(ends)


def sums(row: list[Numbered], way: tuple[int, ...]) -> list[float]:
    return [sum(at.number.value for at in row[start:end]) for start, end in pairwise((0, *way))]


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
