"""The referee on columns, or rows, that part the sample more than once, as by density and by region: their counts."""

from collections.abc import Iterator

from papers.document import Table
from papers.numerals import number_of
from printed.printed_tables import Regressions
from referee.findings import Draft, Found, Spot, check

FEWEST, MOST = 3, 12  # columns that are parted
APART = 1.5  # times as large is no sum of the same sample: seasons have all towns each
Blocks = tuple[tuple[int, int], ...]  # columns of one way to part the sample, from the first to behind the last


@check("W", "", "Groups that part one sample have its units and its rows together", "Count the groups again")
def groups_agree(draft: Draft) -> Found:
    """One row of counts whose sums differ between two ways to part the sample, or from the whole, in a table where
    those of its other rows agree."""
    for printed in draft.tables:
        table, block = printed.table, draft.manuscript.blocks.index(printed.table)
        if not isinstance(printed, Regressions):
            continue
        if wrong := _odd_row(dict(count_rows(table))):
            yield _said(table, table.rows[wrong[0]][0].text, wrong[1], "columns", "rows", Spot(block, wrong[0], 1))
        elif wrong := _odd_row(dict(count_columns(table))):
            spot = Spot(block, table.header, wrong[0])
            yield _said(table, " ".join(table.headings(wrong[0])), wrong[1], "rows", "columns", spot)


def _said(table: Table, label: str, sums: list[int], parted: str, others: str, spot: Spot) -> tuple:
    told = " and ".join(f"{one:,}" for one in sums)
    return (
        f"{table.place}, {label}",
        f"{label} sum to {told} in groups of {parted} that agree in other {others}",
        (spot,),
    )


def count_rows(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Rows of which every cell is a count, with these."""
    for row in range(table.header, len(table.rows)):
        if counts := _counts([table.text(row, column) for column in range(1, table.width)]):
            yield row, counts


def count_columns(table: Table) -> Iterator[tuple[int, list[int]]]:
    """Columns of which every cell but empty ones is a count, with these."""
    for column in range(1, table.width):
        texts = [table.text(row, column) for row in range(table.header, len(table.rows))]
        if counts := _counts([text for text in texts if text.strip()]):
            yield column, counts


def _counts(texts: list[str]) -> list[int]:
    """Texts as positive whole numbers; empty if one is none."""
    numbers = [number_of(text) for text in texts]
    plain = all(one and not one.decimals and not one.stars and not one.percent and one.value > 0 for one in numbers)
    return [int(one.value) for one in numbers] if plain else []


def _odd_row(rows: dict[int, list[int]]) -> tuple[int, list[int]] | None:
    """The only row whose sums differ, by every way to part the columns in which those of others agree."""
    width = len(next(iter(rows.values()), []))
    found = []
    for blocks in _partitions(width) if len(rows) > 1 and FEWEST <= width <= MOST else ():
        odd = [row for row, counts in rows.items() if len(set(_sums(counts, blocks))) > 1]
        if not odd:
            return None
        if len(odd) == 1 and not any(_is_repeated(counts, blocks) for row, counts in rows.items() if row != odd[0]):
            sums = list(dict.fromkeys(_sums(rows[odd[0]], blocks)))
            found += [(odd[0], sums)] if max(sums) < APART * min(sums) else []
    return found[0] if len({row for row, _ in found}) == 1 else None


def blocks_of(table: Table) -> Blocks:
    """Columns that part the sample, each way from the first to behind the last; empty if its counts show none."""
    rows = list(count_rows(table))
    width = table.width - 1
    for blocks in _partitions(width) if rows and FEWEST <= width <= MOST else ():
        if any(len({*_sums(counts, blocks)}) == 1 and not _is_repeated(counts, blocks) for _, counts in rows):
            return blocks
    return ()


def _sums(counts: list[int], blocks: Blocks) -> list[int]:
    return [sum(counts[first:last]) for first, last in blocks]


def _is_repeated(counts: list[int], blocks: Blocks) -> bool:
    """Whether blocks have the same counts, as where the same groups stand for two outcomes."""
    return len({tuple(sorted(counts[first:last])) for first, last in blocks}) < len(blocks)


def _partitions(width: int, start: int = 0) -> Iterator[Blocks]:
    """All ways to part columns into blocks of neighbours, of two at least but for the whole, first or last."""
    for last in range(start + 1, width + 1):
        single = last - start == 1
        if last == width and start and not (single and start == 0):
            yield ((start, last),)
        elif last < width and (not single or start == 0):
            yield from (((start, last), *rest) for rest in _partitions(width, last))
