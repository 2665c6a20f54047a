"""Tables typed in tests, from lists of rows."""

from papers.document import Cell, Table

STARS = "* p<0.1, ** p<0.05, *** p<0.01"
ERRORS = ("Standard errors in parentheses", STARS)
BODY = [["did", "0.064**", "0.051*"], ["", "(0.026)", "(0.029)"], ["N", "2,574", "2574"], ["R2", "0.41", "0.45"]]


def table_of(rows, header=1, notes=(), caption="", place="Table 1"):
    """A table of rows of texts; a cell ``("text", 3)`` covers three columns, short rows are filled with nothing."""
    spread = [list(map(_pair, row)) for row in rows]
    width = max(sum(columns for _, columns in row) for row in spread)
    laid = []
    for number, row in enumerate(spread):
        cells = []
        for text, columns in [*row, *[("", 1)] * (width - sum(columns for _, columns in row))]:
            cells += [Cell(text, number, len(cells), 1, columns)] * columns
        laid.append(tuple(cells))
    return Table(place, caption, tuple(laid), header, tuple(notes))


def _pair(cell):
    return cell if isinstance(cell, tuple) else (cell, 1)


def beneath(one):
    """What stands beneath a coefficient, by meaning."""
    return {key: number.number.value for key, number in one.beneath.items()}
