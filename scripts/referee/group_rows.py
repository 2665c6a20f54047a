"""Rows of tables that set two groups side by side: their means, the difference, its bias and its t value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from papers.document import Table
from papers.numerals import Number, numbers_in
from printed.layout import laid_out
from printed.places import WORDS
from printed.printed_tables import Descriptives, Other, Printed, Regressions
from referee.findings import Draft, Spot

HEADED = {  # the first that fits says what a column is
    "reduction": re.compile(r"\breduc\w*|减少|降低|缩减", WORDS),
    "difference": re.compile(r"\bdiff(erence)?s?\b|均值差|差异|差值|组间差", WORDS),
    "bias": re.compile(r"(standardi[sz]ed )?(%\s*)?\bbias\b|(标准化)?偏差(?!系数)", WORDS),
    "t": re.compile(r"(^|\s)t([ -]?(stat(istic)?|value|test)s?)?$|t值|t统计量", WORDS),
    "control": re.compile(
        r"\b(controls?|untreated|others|non-?(pilot|treated))\b|对照组|控制组|非试点(组|城市)?", WORDS
    ),
    "treated": re.compile(r"\b(treated|treatment|experimental|pilot)\b|处理组|实验组|试点(组|城市)?", WORDS),
}
NO_MEAN = re.compile(
    r"\bs\.?d\b|std|deviation|\bobs|\bn\b|variance|\bp\b|median|min|max|标准差|观测|样本量|方差|中位|p值", WORDS
)
KINDS = "|".join(pattern.pattern for pattern in HEADED.values())
BESIDE = re.compile(rf"{KINDS}|\bmeans?\b|\bgroups?\b|\b(of|in)\b|平均值|均值|组|[^\w\s一-鿿]", WORDS)


@dataclass(frozen=True)
class Row:
    """A row, with its numbers by what their columns are."""

    table: Table
    row: int
    columns: dict[str, int]
    numbers: dict[str, Number]

    @property
    def place(self) -> str:
        return f"{self.table.place}, {self.table.rows[self.row][0].text}"

    def has(self, *kinds: str) -> bool:
        return all(kind in self.numbers for kind in kinds)

    def text(self, kind: str) -> str:
        return self.numbers[kind].text

    def range(self, kind: str) -> tuple[float, float]:
        return self.numbers[kind].range

    def spots(self, draft: Draft, *kinds: str) -> tuple[Spot, ...]:
        block = draft.manuscript.blocks.index(self.table)
        own = [(self.columns[kind], self.numbers[kind]) for kind in kinds]
        return tuple(Spot(block, self.row, column, number.start, number.end) for column, number in own)


def plain_tables(draft: Draft) -> Iterator[Table]:
    """Tables that are neither of regressions nor of effects: their cells mean what their headings say."""
    yield from (printed.table for printed in draft.tables if isinstance(printed, Descriptives | Other))


def rows_by_group(draft: Draft) -> Iterator[list[Row]]:
    """The rows of each set of columns, as those before and those after matching."""
    differences = [printed.table for printed in draft.tables if _holds_differences(printed)]
    for table in (*plain_tables(draft), *differences):
        for columns in column_sets(table):
            yield [row_of(table, row, columns) for row in range(table.header, len(table.rows))]


def _holds_differences(printed: Printed) -> bool:
    """Whether all estimates of a table are differences of the means beside them."""
    models = printed.models if isinstance(printed, Regressions) else ()
    kinds = laid_out(printed.table).kinds if models else {}
    return bool(models) and all(kinds[model.column][0] == "difference" for model in models)


def row_of(table: Table, row: int, columns: dict[str, int]) -> Row:
    found = {kind: next(numbers_in(table.text(row, column)), None) for kind, column in columns.items()}
    return Row(table, row, columns, {kind: number for kind, number in found.items() if number})


def column_sets(table: Table) -> list[dict[str, int]]:
    """Columns by what they are, a set for each group of columns; a kind that a group has twice is left out."""
    found: dict[str, dict[str, list[int]]] = {}
    for column in range(1, table.width):
        words = " ".join(dict.fromkeys(table.headings(column)))
        if kind := kind_of(words, (table.headings(column) or ("",))[-1]):
            group = " ".join(BESIDE.sub(" ", words).split())
            found.setdefault(group, {}).setdefault(kind, []).append(column)
    sets = [{kind: own[0] for kind, own in group.items() if len(own) == 1} for group in found.values()]
    pairs = [columns for columns in sets if {"treated", "control"} <= columns.keys()]
    if len(pairs) == 1:  # what stands beside the only two means is of them
        rest = [columns for columns in sets if columns is not pairs[0]]
        return [{kind: at for columns in (*rest, pairs[0]) for kind, at in columns.items()}]
    return sets if pairs else [columns | _means_beside(table, columns) for columns in sets] or sets


def _means_beside(table: Table, columns: dict[str, int]) -> dict[str, int]:
    """The only two columns before a difference that may be of means, whatever the groups are called."""
    others = {at for kind, at in columns.items() if kind not in ("treated", "control")}
    before = [at for at in range(1, columns.get("difference", 0)) if at not in others]
    means = [at for at in before if not NO_MEAN.search((table.headings(at) or ("",))[-1])]
    return dict(zip(("treated", "control"), means, strict=True)) if len(means) == 2 else {}


def kind_of(words: str, own: str) -> str | None:
    """What a column is by its headings; no mean is what the lowest of them calls something else."""
    kind = next((kind for kind, pattern in HEADED.items() if pattern.search(words)), None)
    return None if kind in ("treated", "control") and NO_MEAN.search(own) else kind
