"""The referee on tables of groups: differences of two means, biases before and after matching, totals and shares."""

import re
from itertools import pairwise

from papers.numerals import Number, number_of
from printed.places import WORDS, shown
from printed.rounding import minus, over, overlap, plus, size, times
from referee.findings import Draft, Found, Spot, check
from referee.group_rows import Row, plain_tables, rows_by_group
from referee.tails import quantile

MEANS = ("treated", "control", "difference")
TOTAL = re.compile(r"\s*((grand )?total|sum|合计|总计|总和|总数)\s*", WORDS)
SUBTOTAL = re.compile(r"total|合计|总计|小计|of which|其中", WORDS)

USUAL = re.compile(r"\*{3}[^*\d]{0,9}(?:0?\.01|1 ?[%％])|\*{3}.{1,3}\*{2}.{1,3}\*[^\d]{0,12}1 ?[%％]")  # legend
NORMAL = tuple(quantile(level, None) for level in (0.1, 0.05, 0.01))  # of one, two and three stars
FEWER = 1.1  # times as far a t value may be without a star, of few units
LEAVES = re.compile(r"[-−–]\s*\D|less\b|drop|exclud|without|minus|减[：:去]|剔除|删除|去除|扣除", WORDS)


def means(row: Row) -> str:
    return f"The means are {row.text('treated')} and {row.text('control')}"


@check("E", "", "A difference is that of the two means beside it", "Compare the three with the output of the program")
def difference_of_means(draft: Draft) -> Found:
    """In either order, but one for all rows; most rows must agree, or the columns are not what they seem."""
    for rows in rows_by_group(draft):
        own = [row for row in rows if row.has(*MEANS)]
        wrong = min(([row for row in own if not differs(row, sign)] for sign in (1, -1)), key=len)
        for row in wrong if len(wrong) * 2 <= len(own) or len(own) == 1 else ():
            yield row.place, f"{means(row)}, the difference is {row.text('difference')}", row.spots(draft, *MEANS)


def differs(row: Row, sign: int) -> bool:
    difference = times((sign, sign), minus(row.range("treated"), row.range("control")))
    return overlap(difference, row.range("difference"))


@check(
    "E",
    "Rosenbaum and Rubin (1985)",
    "The difference of two means, its standardised bias and its t value have one sign",
    "Compare them with the output of the program",
)
def bias_sign(draft: Draft) -> Found:
    """Where the table has signs at all, and most of its rows agree."""
    for rows in rows_by_group(draft):
        for kind in ("bias", "t"):
            own = [row for row in rows if row.has("treated", "control", kind)]
            wrong = [row for row in own if opposed(row, kind)]
            if any(row.numbers[kind].value < 0 for row in own) and len(wrong) * 2 < len(own):
                for row in wrong:
                    what = f"{means(row)}, the {kind} is {row.text(kind)}"
                    yield row.place, what, row.spots(draft, kind, "treated", "control")


def opposed(row: Row, kind: str) -> bool:
    low, high = minus(row.range("treated"), row.range("control"))
    value = row.numbers[kind].value
    return (low > 0 and value < 0) or (high < 0 and value > 0)


@check("W", "", "A reader takes the groups for more or less alike than they are", "Mend the stars, or the t value")
def difference_stars(draft: Draft) -> Found:
    """Differences of two means with other stars than the t value beside them earns by the usual legend."""
    for rows in rows_by_group(draft):
        own = [row for row in rows if row.has("difference", "t") and USUAL.search(" ".join(row.table.notes))]
        for row in own if any(row.numbers["difference"].stars for row in own) else ():
            stars, (low, high) = len(row.numbers["difference"].stars), size(row.range("t"))
            if (stars and high < NORMAL[stars - 1]) or (stars < len(NORMAL) and low > FEWER * NORMAL[stars]):
                what = f"The difference is {row.text('difference')}{row.numbers['difference'].stars}"
                yield row.place, f"{what}, and t is {row.text('t')}", row.spots(draft, "difference", "t")


@check("W", "", "What leaves a sample and what is left are the whole", "Count again what leaves, or what is left")
def steps_sum(draft: Draft) -> Found:
    """A table from a whole by rows that leave it, which begin with a minus, to what is left."""
    for table in plain_tables(draft):
        labels = [row[0].text.strip() for row in table.rows[table.header :]]
        if len(labels) < 3 or not all(LEAVES.match(label) for label in labels[1:-1]):
            continue
        for column in range(1, table.width):
            whole, *leave, left = (number_of(table.text(row, column)) for row in range(table.header, len(table.rows)))
            if not (whole and left and all(leave)):
                continue
            rest = whole.value - sum(abs(one.value) for one in leave)
            if rest != left.value:
                block = draft.manuscript.blocks.index(table)
                spot = Spot(block, len(table.rows) - 1, column, left.start, left.end)
                yield f"{table.place}, {labels[-1]}", f"{rest:,.6g} are left of {whole.text}, not {left.text}", (spot,)


@check(
    "E",
    "Rosenbaum and Rubin (1985)",
    "The bias that matching takes away follows from the two biases",
    "Compare the three with the output of the program",
)
def bias_reduction(draft: Draft) -> Found:
    """Percent reduction of the absolute bias, in the second of two rows of a variable, as programs print it."""
    for rows in rows_by_group(draft):
        for before, row in pairwise(rows):
            if not (before.has("bias") and row.has("bias", "reduction")) or before.has("reduction"):
                continue
            ratio = over(size(row.range("bias")), size(before.range("bias")))
            implied = times((100, 100), minus((1, 1), ratio))
            if not overlap(implied, row.range("reduction")):
                what = f"The bias falls from {before.text('bias')} to {row.text('bias')}, by {shown(implied, 1)} %, "
                what += f"printed is {row.text('reduction')}"
                yield row.place, what, row.spots(draft, "bias", "reduction")


@check("W", "", "Parts sum to their total", "Say what is counted twice or left out, or mend the number")
def total_sum(draft: Draft) -> Found:
    """A row called total: counts that do not sum to it, and shares that do not sum to its 100 % or 1."""
    for table in plain_tables(draft):
        labels = [row[0].text for row in table.rows]
        ends = [row for row in range(table.header, len(table.rows)) if TOTAL.fullmatch(labels[row])]
        if len(ends) != 1 or any(SUBTOTAL.search(label) for label in labels[table.header : ends[0]]):
            continue
        for column in range(1, table.width):
            total = number_of(table.text(ends[0], column))
            parts = [number_of(table.text(row, column)) for row in range(table.header, ends[0])]
            if total and len(parts) > 1 and None not in parts and adds(total, parts):
                if overlap(plus(*(part.range for part in parts)), total.range):
                    continue
                what = f"The parts sum to {sum(part.value for part in parts):,.6g}, the total is {total.text}"
                block = draft.manuscript.blocks.index(table)
                spot = Spot(block, ends[0], column, total.start, total.end)
                heading = " ".join(dict.fromkeys(table.headings(column)))
                yield f"{table.place}, {labels[ends[0]]}, {heading}", what, (spot,)


def adds(total: Number, parts: list[Number]) -> bool:
    """Whether the parts are counts, none above their total, or shares of 100 % or 1."""
    within = all(0 <= part.value <= total.value for part in parts)
    if total.decimals == 0 and all(part.decimals == 0 for part in parts) and total.value > 1:
        return within
    near = 0.5 < sum(part.value for part in parts) / total.value < 1.5 if total.value else False
    return total.value in (100, 1) and within and near
