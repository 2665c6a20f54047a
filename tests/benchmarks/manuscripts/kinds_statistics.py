"""Errors in what stands under the columns of tables: N, R², lags in space, instruments and their strength."""

from random import Random

from manuscripts.kinds import Injected, changed, draw, half, in_tables, in_texts, kind, misspelt, need, reads, says
from manuscripts.paper import Grid, Paper, Piece


@kind()
def n_of_column(paper: Paper, rng: Random) -> Injected:
    """Observations of one column of a table whose columns all have the same."""
    tables = [
        block
        for block in paper.grids
        if len({p.text for p in _row_of(block, "n_obs")}) == 1 < len(_row_of(block, "n_obs"))
    ]
    table = draw(rng, tables)
    return misspelt(paper, in_tables(paper, "n_obs", table=table.name), rng)


def _row_of(grid: Grid, role: str) -> list[Piece]:
    return [piece for row in grid.body for piece in row if piece.role == role]


@kind()
def r2_falls(paper: Paper, rng: Random) -> Injected:
    """R² of the column with controls below that of the column without, on the same sample."""
    nested = {"homicide": "controls", "policy": "controls"}
    found = {piece.column: (at, piece) for at, piece in in_tables(paper, "r2_within", table="baseline")}
    small, large = draw(rng, [pair for pair in nested.items() if set(pair) <= set(found)])
    (_, before), (at, piece) = found[small], found[large]
    other = says(piece, 0.5 * reads(before.text))
    need(reads(other.text) + 3 * half(other.text) < reads(before.text))
    return changed(paper, at, other)


@kind(seen="alone")
def r2_adjusted_above(paper: Paper, rng: Random) -> Injected:
    """An adjusted R² above R²."""
    found = in_tables(paper, "r2_adjusted")
    place, piece = draw(rng, found)
    whole = next(p for _, p in in_tables(paper, "r2", table=piece.table, column=piece.column))
    above = reads(whole.text) + 0.02
    need(above < 1)
    return changed(paper, place, says(piece, above))


@kind()
def r2_above_one(paper: Paper, rng: Random) -> Injected:
    found = in_tables(paper, "r2_within", "r2")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, 1 + reads(piece.text)))


@kind()
def rho_above_one(paper: Paper, rng: Random) -> Injected:
    found = in_tables(paper, "estimate", term="rho")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, 1 + abs(reads(piece.text))))


@kind()
def instruments(paper: Paper, rng: Random) -> Injected:
    """More instruments than units, in the table and in the text."""
    found = paper.having("instruments")
    for place, piece in found:
        paper = paper.with_piece(place, says(piece, 10 * reads(piece.text)))
    need(found)
    return Injected(paper, tuple(place for place, _ in found))


@kind(text=True)
def first_stage_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "first_stage_f"), rng)


@kind(text=True)
def weak_instrument(paper: Paper, rng: Random) -> Injected:
    """A first-stage F below the threshold that the text says it passes."""
    found = paper.having("first_stage_f")
    for place, piece in found:
        paper = paper.with_piece(place, says(piece, 6.382))
    places = tuple(place for place, _ in found)
    need(found)
    return Injected(paper, places)
