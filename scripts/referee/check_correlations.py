"""The referee on matrices of correlations: their range, their halves, their stars."""

from collections.abc import Iterator
from itertools import permutations

from printed.layout import laid_out
from printed.printed_tables import Numbered, Other
from printed.rounding import overlap, size
from printed.summary_tables import CORRELATIONS, diagonal_of
from printed.tables import place
from referee.findings import Draft, Found, check

CLEARLY = 1.25  # times as large: pairs that lack other rows change the stars of correlations that are nearly equal
MEND = "Compare both with the output of the program"

Matrix = dict[tuple[int, int], Numbered]  # by variable of the row and of the column, counted from 0


def matrices(draft: Draft) -> Iterator[tuple[Other, Matrix]]:
    for printed in draft.tables:
        diagonal = diagonal_of(laid_out(printed.table)) if isinstance(printed, Other) and printed.numbers else {}
        if diagonal and CORRELATIONS.search(printed.table.caption):
            rows, columns = list(diagonal), list(diagonal.values())
            found: Matrix = {}
            for at in printed.numbers:
                if at.row in rows and at.column in columns:
                    found.setdefault((rows.index(at.row), columns.index(at.column)), at)
            yield printed, found


@check("E", "", "A correlation is between -1 and 1, that of a variable with itself is 1", MEND)
def correlation_bounds(draft: Draft) -> Found:
    for printed, matrix in matrices(draft):
        for (row, column), at in matrix.items():
            low, high = size(at.number.range)
            if low > 1 or (row == column and high < 1):
                yield place(printed, at), f"The correlation is {at.number.text}", (draft.spot_in(printed.table, at),)


@check("E", "", "The correlation of two variables is one number", MEND)
def correlation_halves(draft: Draft) -> Found:
    """A pair with other numbers above and below the diagonal, where most have the same."""
    for printed, matrix in matrices(draft):
        pairs = [
            (at, matrix[column, row])
            for (row, column), at in matrix.items()
            if row > column and (column, row) in matrix
        ]
        differ = [pair for pair in pairs if not overlap(pair[0].number.range, pair[1].number.range)]
        for one, other in differ if 2 * len(differ) <= len(pairs) else ():
            what = f"The correlation is {one.number.text}, and {other.number.text} in {place(printed, other)}"
            yield place(printed, one), what, tuple(draft.spot_in(printed.table, at) for at in (one, other))


@check("W", "", "Of one number of observations the larger correlation is the more significant one", MEND)
def correlation_stars(draft: Draft) -> Found:
    """A correlation with more stars than one that is clearly larger: of each table the clearest pair."""
    for printed, matrix in matrices(draft):
        off = [at for (row, column), at in matrix.items() if row != column and at.number.value]
        if pairs := [pair for pair in permutations(off, 2) if _is_less_but_starred(*pair)]:
            small, large = max(pairs, key=lambda pair: abs(pair[1].number.value / pair[0].number.value))
            what = f"{small.number.text}{small.number.stars} has more stars than {large.number.text}"
            what += f"{large.number.stars} in {place(printed, large)}"
            yield place(printed, small), what, tuple(draft.spot_in(printed.table, at) for at in (small, large))


def _is_less_but_starred(small: Numbered, large: Numbered) -> bool:
    clear = CLEARLY * size(small.number.range)[1] < abs(large.number.value) <= 1
    return clear and len(small.number.stars) > len(large.number.stars)
