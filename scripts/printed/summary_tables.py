"""Tables of summary statistics, of a decomposition, of Moran's I, of correlations."""

import re
from collections.abc import Iterator
from typing import get_args

from printed.entries import Entry
from printed.estimates import numbered
from printed.headings import SHORT
from printed.layout import Layout, Row
from printed.notes import brackets_of
from printed.printed_tables import Bacon, Descriptives, Meaning, Numbered
from printed.words import column_of, is_word, plain, statistic_of

SUMMARY = {"n", "mean", "sd", "min", "max", "median"}
OF_DIFFERENCE = {"statistic", "z", "p_value", "std_error"}
CORRELATIONS = re.compile(
    r"correlation (?:matrix|coefficients?|table)|pairwise correlation|相关系数|相关性", re.IGNORECASE
)
XTSUM = re.compile(r"\s*(?P<sign>n|N|T|T-bar)\s*=")


def meaning_at(layout: Layout, row: Row, column: int, entry: Entry) -> Meaning:
    """What the headings of a number's column or row say that it is; ``other`` if neither does, or it is in brackets."""
    if entry.bracket:
        return "other"
    heads = layout.heads[column]
    of_column = layout.kinds[column][0] or (statistic_of(heads[-1]) if heads else None)
    turned = not layout.meanings - {None} and plain(row.heading) not in SHORT
    of_row = (column_of(row.heading) or statistic_of(row.heading)) if turned else None
    meaning = of_column or of_row
    return meaning if meaning in get_args(Meaning) else "other"


def descriptives(layout: Layout) -> Descriptives | None:
    """Summary statistics with variables in rows or in columns: means with an SD, or with minimum and maximum."""
    kinds = layout.kinds
    meanings = {meaning for meaning, _ in kinds.values()}
    paired = {column for column in layout.columns if any(is_word("mean_and_sd", text) for text in layout.heads[column])}
    if (_summarises(meanings) or paired) and "estimate" not in meanings:
        return _of_numbers(layout, _in_rows(layout, kinds, paired))
    by_row = {row.index: column_of(row.heading) for row in layout.rows}
    if (
        _summarises(set(by_row.values()))
        and "estimate" not in by_row.values()
        and sum(kind in SUMMARY for kind in by_row.values()) * 2 > len(by_row)
    ):
        return _of_numbers(layout, _in_columns(layout, by_row))
    return _with_sd_beneath(layout, kinds)


def _summarises(meanings: set) -> bool:
    return "mean" in meanings and ("sd" in meanings or {"min", "max"} <= meanings)


def _of_numbers(layout: Layout, found: Iterator[tuple[str, Numbered]]) -> Descriptives | None:
    variables: dict[str, dict[str, Numbered]] = {}
    for variable, number in found:
        variables.setdefault(variable, {}).setdefault(number.meaning, number)
    return Descriptives(layout.table, variables) if variables else None


def _in_rows(layout: Layout, kinds: dict, paired: set[int]) -> Iterator[tuple[str, Numbered]]:
    heading = ""
    differs = next((layout.heads[column][-1] for column, (kind, _) in kinds.items() if kind == "difference"), "")
    for row in layout.rows:
        heading = row.heading or heading
        for column in sorted(set(row.cells) & set(kinds)):
            meaning, group = kinds[column]
            entries = layout.entries(row.index, column)
            variable = ", ".join(part for part in (row.panel, heading, group) if part)
            if len(entries) == 2 and column in paired:
                yield variable, numbered(entries[0], row.index, column, "mean")
                yield variable, numbered(entries[1], row.index, column, "sd")
            elif len(entries) == 2 and is_word("range", layout.heads[column][-1] if layout.heads[column] else ""):
                yield variable, numbered(entries[0], row.index, column, "min")
                yield variable, numbered(entries[1], row.index, column, "max")
            elif len(entries) == 1 and (sign := XTSUM.match(row.cells[column])):
                kind = {"n": "n_units", "N": "n"}.get(sign["sign"], "n_periods")
                yield variable, numbered(entries[0], row.index, column, kind)
            elif entries and (meaning == "difference" or (differs and meaning in OF_DIFFERENCE and not group)):
                kind = {"difference": "estimate", "z": "statistic"}.get(meaning, meaning)
                yield f"{variable}, {differs}", numbered(entries[0], row.index, column, kind)
            elif len(entries) == 1 and meaning and not entries[0].bracket:
                yield variable, numbered(entries[0], row.index, column, meaning)


def _in_columns(layout: Layout, by_row: dict[int, Meaning | None]) -> Iterator[tuple[str, Numbered]]:
    for row in layout.rows:
        for column in sorted(set(row.cells) & set(layout.columns)):
            entries = layout.entries(row.index, column)
            if by_row[row.index] and len(entries) == 1:
                variable = ", ".join(part for part in (row.panel, *layout.heads[column]) if part)
                yield variable, numbered(entries[0], row.index, column, by_row[row.index])


def _with_sd_beneath(layout: Layout, kinds: dict) -> Descriptives | None:
    """Means with their SDs in brackets beneath, which only a note can tell from standard errors."""
    if brackets_of(layout.notes, {"("}).get("(") != "sd":
        return None
    found, above = [], None
    for row in layout.rows:
        above = row if row.heading else above
        for column in sorted(set(row.cells) & set(kinds)):
            group = ", ".join(layout.heads[column])
            for entry in layout.entries(row.index, column):
                meaning = "sd" if entry.bracket == "(" else (statistic_of(row.heading) and "n") or "mean"
                variable = ", ".join(part for part in ((above or row).panel, (above or row).heading, group) if part)
                if kinds[column][0] == "difference" and not entry.bracket:
                    found.append((variable, numbered(entry, row.index, column, "estimate")))
                elif kinds[column][0] in (None, "mean"):
                    found.append((variable, numbered(entry, row.index, column, meaning)))
    return _of_numbers(layout, iter(found))


def bacon(layout: Layout) -> Bacon | None:
    """A decomposition of a two-way estimate: a column of weights and one of estimates, by comparison.

    Rows of a panel of sums are none of the comparisons; the one of all of them is the overall estimate.
    """
    kinds = layout.kinds
    weight = [column for column, (meaning, _) in kinds.items() if meaning == "weight"]
    estimate = [column for column in kinds if _is_estimate(layout, kinds, column)]
    named = any(is_word("comparison", f"{row.panel} {row.heading}") for row in layout.rows)
    if len(weight) != 1 or len(estimate) != 1 or not named:
        return None
    weights, estimates, overall = {}, {}, None
    for row in layout.rows:
        comparison = ", ".join(part for part in (row.panel, row.heading) if part)
        found = [
            _only(layout, row, column, kind) for column, kind in ((weight[0], "weight"), (estimate[0], "estimate"))
        ]
        if _is_of_all(row, found[0]):
            overall = found[1] or overall
        elif not is_word("sum", row.panel) and not is_word("sum", row.heading):
            weights |= {comparison: found[0]} if found[0] else {}
            estimates |= {comparison: found[1]} if found[1] else {}
    return Bacon(layout.table, weights, estimates, overall) if weights and estimates else None


def _is_of_all(row: Row, weight: Numbered | None) -> bool:
    """Whether a row is that of all comparisons: by its heading, or by a weight of one."""
    if is_word("comparison", row.heading):
        return False
    return is_word("overall", row.heading) or (weight is not None and weight.number.value in (1, 100))


def _is_estimate(layout: Layout, kinds: dict, column: int) -> bool:
    last = plain(layout.heads[column][-1]) if layout.heads[column] else ""
    return kinds[column][0] == "estimate" or bool(
        re.fullmatch(r".*(?:\bdd\b|\bdid\b|estimate|effect|\bbeta\b|估计|系数|效应).*", last)
    )


def _only(layout: Layout, row: Row, column: int, meaning: Meaning) -> Numbered | None:
    entries = [entry for entry in layout.entries(row.index, column) if not entry.bracket] if column in row.cells else []
    return numbered(entries[0], row.index, column, meaning) if len(entries) == 1 else None


def morans(layout: Layout) -> bool:
    """Whether a table holds Moran's I by year or by matrix, in columns or in rows, and no estimates."""
    meanings = layout.meanings | {column_of(row.heading) for row in layout.rows}
    return (
        "moran_i" in meanings
        and not meanings & {"estimate", "std_error"}
        and not any(statistic_of(row.heading) == "n_obs" for row in layout.rows)
    )


def diagonal_of(layout: Layout) -> dict[int, int]:
    """By row the column of the ones of a table that is triangular or square, as correlations are; else empty."""
    rows = [row for row in layout.rows if row.heading]
    if len(rows) < 3 or any(statistic_of(row.heading) for row in rows):
        return {}
    length = min(len(rows), len(layout.columns))
    for shift in range(len(layout.columns) - length + 1):
        columns = layout.columns[shift : shift + length]
        firsts = [layout.entries(row.index, at) for row, at in zip(rows, columns, strict=False) if at in row.cells]
        ones = sum(bool(one) and one[0].number.value == 1 for one in firsts)
        if length > 2 and ones >= length - _misprinted(layout, length):
            return {row.index: column for row, column in zip(rows, columns, strict=False)}
    return {}


def _misprinted(layout: Layout, length: int) -> int:
    """How many of the ones may be other numbers: of a table that calls itself one of correlations not all are right."""
    return int(length > 3 and bool(CORRELATIONS.search(layout.table.caption)))


def compares(layout: Layout) -> bool:
    """Whether a table sets published numbers beside others, of whatever kind a row's are."""
    heads = [plain(heading) for column in layout.columns for heading in layout.heads[column]]
    return len({text for text in heads if is_word("published", text)}) > 1
