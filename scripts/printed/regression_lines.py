"""Rows of a regression table as readers see them: coefficients, statistics and marks, each with what is beneath."""

from collections import Counter
from dataclasses import dataclass, replace

from printed.layout import Layout, Row
from printed.printed_tables import Meaning
from printed.words import column_of, effect_of, is_test, mark_of, plain, statistic_of

WHOLE = {"n_obs", "n_units", "n_periods", "n_clusters", "instruments", "df"}
BENEATH = {"std_error", "statistic", "p_value", "z", "interval"}
BESIDE = {*BENEATH, "conf_low", "conf_high"}
LETTERS = {"t", "z", "p"}  # labels of what is beneath, or times and variables with a row of their own


@dataclass(frozen=True)
class Line:
    """A row with those beneath it; kind : ``coefficient``, ``statistic``, ``mark``, or ``text``."""

    kind: str
    row: Row
    beneath: tuple[Row, ...] = ()

    @property
    def heading(self) -> str:
        return self.row.heading


def lines(layout: Layout) -> tuple[Line, ...]:
    """All rows of the body, each beneath the one that it belongs to."""
    grouped = _grouped(layout)
    usual = usual_bracket(layout, grouped)
    return tuple(replace(line, kind=_kind(layout, line, usual, grouped)) for line in grouped)


def statistic_in(layout: Layout, row: Row) -> Meaning | None:
    """What a row beneath the coefficients holds: what its heading says, unless its numbers cannot be that; a place
    called ``ID`` with 0.0650 is no number of units."""
    meaning = statistic_of(row.heading)
    entries = [entry for text in row.cells.values() for entry in layout.entries_of(text)]
    whole = all(entry.number.value == abs(int(entry.number.value)) and not entry.stars for entry in entries)
    return meaning if meaning not in WHOLE or whole else None


def _grouped(layout: Layout) -> list[Line]:
    found: list[Line] = []
    for row, following in zip(layout.rows, (*layout.rows[1:], None), strict=True):
        own = plain(row.heading) in LETTERS and (_starred(layout, row) or bool(following and not following.heading))
        if found and found[-1].row.panel == row.panel and not own and _continues(layout, row, found[-1]):
            line = found[-1]
            heading = line.heading if not row.heading or _labelled(row) else f"{line.heading} {row.heading}"
            found[-1] = replace(line, row=replace(line.row, heading=heading), beneath=(*line.beneath, row))
        else:
            found.append(Line("", row))
    return found


def _starred(layout: Layout, row: Row) -> bool:
    return any(entry.stars for text in row.cells.values() for entry in layout.entries_of(text))


def _continues(layout: Layout, row: Row, line: Line) -> bool:
    """Whether a row stands beneath another: without a heading, with ``t`` or ``s.e.`` for one, or with the rest of a
    long heading before cells that are all in brackets."""
    if not row.heading:
        return True
    if _labelled(row):
        return line.row.has_numbers
    bracketed = [entry.bracket for text in row.cells.values() for entry in layout.entries_of(text)]
    alone = bool(bracketed) and all(bracketed) and not line.beneath and line.row.has_numbers
    unbracketed = all(not entry.bracket for text in line.row.cells.values() for entry in layout.entries_of(text))
    return alone and unbracketed and not statistic_of(row.heading) and not is_test(row.heading)


def _labelled(row: Row) -> bool:
    return label_of(row) is not None


def label_of(row: Row) -> str | None:
    """What the heading of a row beneath says that it holds, ``t`` or ``(s.e.)``."""
    meaning = column_of(row.heading.strip("()[]（） "))
    return {"z": "statistic"}.get(meaning, meaning) if meaning in BENEATH else None


def usual_bracket(layout: Layout, grouped: list[Line]) -> str:
    """The bracket that stands most beneath or behind numbers of rows that are no statistics; empty if none does."""
    count = Counter()
    for line in grouped:
        if statistic_in(layout, line.row) is None and not is_test(line.heading):
            count.update(first for column in line.row.cells if (first := first_bracket(layout, line, column)))
    return count.most_common(1)[0][0] if count else ""


def first_bracket(layout: Layout, line: Line, column: int) -> str:
    for row in (line.row, *line.beneath):
        if column in row.cells:
            for entry in layout.entries(row.index, column):
                if entry.bracket:
                    return entry.bracket
    return ""


def _has_interval(layout: Layout, line: Line) -> bool:
    """Whether brackets with two numbers stand beneath or behind a number."""
    cells = [text for row in (line.row, *line.beneath) for text in row.cells.values()]
    inside = [[entry.inside for entry in layout.entries_of(text) if entry.bracket] for text in cells]
    return any(len(places) == 2 and len(set(places)) == 1 for places in inside)


def _kind(layout: Layout, line: Line, usual: str, grouped: list[Line]) -> str:
    """What a row is; one of numbers alone is a coefficient where no row of the table has anything beneath."""
    texts = line.row.cells.values()
    if texts and all(mark_of(text) is not None for text in texts):
        return "mark"
    if statistic_in(layout, line.row):
        return "statistic"
    if not line.row.has_numbers:
        return "text"
    brackets = {first_bracket(layout, line, column) for column in line.row.cells} - {""}
    if is_test(line.heading, named=True) and not effect_of(line.heading):
        return "statistic"
    if any(layout.kinds[column][0] in BESIDE for column in line.row.cells if column in layout.kinds):
        return "coefficient"
    if (
        usual in brackets
        or _has_interval(layout, line)
        or (line.beneath and any(label_of(row) in ("std_error", "statistic") for row in line.beneath))
    ):
        return "coefficient"
    if (brackets or is_test(line.heading)) and not effect_of(line.heading):
        return "statistic"
    if _starred(layout, line.row) or any(row.has_numbers for row in line.beneath):
        return "coefficient"
    behind = grouped[: grouped.index(line)]
    bare = not usual and not any(one.beneath for one in grouped)
    ended = any(
        statistic_in(layout, one.row) or mark_of(next(iter(one.row.cells.values()))) is not None for one in behind
    )
    return "coefficient" if (bare or line.beneath) and not ended else "statistic"
