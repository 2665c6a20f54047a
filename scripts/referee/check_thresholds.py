"""The referee on tests with critical values in a row: those of thresholds, of unit roots, of breaks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from printed.layout import laid_out
from printed.places import WORDS, span
from printed.printed_tables import Numbered, Printed
from printed.rounding import Interval, size
from printed.tables import numbers_of, place
from referee.findings import Draft, Found, check

CRITICAL = re.compile(r"critical|\bcrit|\bcv\b|临界", WORDS)
LEVEL = re.compile(r"(?<![\d.])(10|5|1)\s?[%％]|(?<![\d.])0?\.(10|05|01|1)(?!\d)|crit\.?\s?(10|5|1)(?!\d)", WORDS)


def tests(draft: Draft) -> Iterator[tuple[Printed, dict[float, Numbered], list[Numbered]]]:
    """Rows with critical values: these by level, and what else the row has."""
    for printed in draft.tables:
        layout = laid_out(printed.table)
        levels = {column: level for column in layout.columns if (level := _level(layout.heads[column]))}
        if len(levels) > 1:
            numbers = numbers_of(printed)
            for row in layout.rows:
                own = {at.column: at for at in numbers if at.row == row.index}
                critical = {levels[column]: at for column, at in own.items() if column in levels}
                yield printed, critical, [at for column, at in own.items() if column not in levels]


def _level(heads: tuple[str, ...]) -> float | None:
    """The level of a column of critical values, by all that stands above it."""
    said = " ".join(heads)
    found = LEVEL.search(said) if CRITICAL.search(said) else None
    if not found:
        return None
    percent, share, short = found.groups()
    return float(f"0.{share}") if share else int(percent or short) / 100


@check("E", "", "A test is rejected at a stricter level by a more extreme value alone", "Mend the row, or its headings")
def critical_order(draft: Draft) -> Found:
    for printed, critical, _ in tests(draft):
        for strict, mild in pairwise(critical[level] for level in sorted(critical)):
            if size(strict.number.range)[1] < size(mild.number.range)[0]:
                what = f"The critical value {strict.number.text} of a stricter level is less than {mild.number.text}"
                yield place(printed, strict), what, tuple(draft.spot_in(printed.table, at) for at in (strict, mild))


@check("W", "Hansen (1999)", "p and critical values are of one distribution", "Compare the row with the output")
def p_of_critical(draft: Draft) -> Found:
    """A p that is on the other side of a level than the statistic is of its critical value."""
    for printed, critical, others in tests(draft):
        p = next((at for at in others if at.meaning == "p_value"), None)
        statistic = next((at for at in others if at.meaning in ("f", "statistic")), None)
        for level, bound in critical.items() if p and statistic else ():
            if _disagree(size(statistic.number.range), size(bound.number.range), span(printed, p), level):
                what = f"p is {p.number.text}, and {statistic.number.text} stands beside the critical value "
                what += f"{bound.number.text} of {100 * level:g} %"
                spots = tuple(draft.spot_in(printed.table, at) for at in (p, statistic, bound))
                yield place(printed, p), what, spots
                break


def _disagree(statistic: Interval, bound: Interval, p: Interval, level: float) -> bool:
    return (statistic[0] > bound[1] and p[0] > level) or (statistic[1] < bound[0] and p[1] < level)
