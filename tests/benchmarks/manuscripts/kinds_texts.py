"""Errors in sentences and captions: numbers other than those of tables, places, levels, words and percentages."""

from dataclasses import replace
from random import Random

from manuscripts.kinds import (
    Injected,
    block_about,
    changed,
    draw,
    flipped,
    in_tables,
    in_texts,
    kind,
    misspelt,
    need,
    reads,
    says,
    sentence,
    swapped,
)
from manuscripts.paper import Paper, Piece, Place

INSIGNIFICANT = {"en": "not statistically significant", "zh": "不显著"}
SIGNIFICANT = {"en": "significant at the 5% level", "zh": "在5%的水平上显著"}


def _in(paper: Paper, role: str, *slots: str) -> list[tuple[Place, Piece]]:
    """The pieces of a role in paragraphs about something."""
    blocks = block_about(paper, *slots)
    return [(place, piece) for place, piece in in_texts(paper, role) if place.block in blocks]


def _results(paper: Paper) -> list[tuple[Place, Piece]]:
    """Coefficients in sentences that name their column."""
    found = in_texts(paper, "estimate")
    return [(at, piece) for at, piece in found if any(p.role == "column_ref" for _, p in sentence(paper, at))]


@kind(text=True)
def text_digits(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, _results(paper), rng)


@kind(text=True)
def text_sign(paper: Paper, rng: Random) -> Injected:
    found = [(at, piece) for at, piece in _results(paper) if reads(piece.text)]
    place, piece = draw(rng, found)
    return changed(paper, place, flipped(piece))


@kind(text=True)
def wrong_column(paper: Paper, rng: Random) -> Injected:
    """A sentence that names a column in which its coefficient is another."""
    place, piece = draw(rng, _results(paper))
    at, ref = next((at, p) for at, p in sentence(paper, place) if p.role == "column_ref")
    columns = [p for _, p in in_tables(paper, "column_number", table=ref.table) if p.column != ref.column]
    other = draw(rng, columns)
    need(not _stands_in(paper, piece, table=ref.table, column=other.column))
    number = other.text.strip("()")
    return changed(paper, at, replace(ref, text=ref.text.replace(f"{round(ref.value)}", number)))


@kind(text=True)
def wrong_table(paper: Paper, rng: Random) -> Injected:
    """A sentence that names a table in which its coefficient is not."""
    place, piece = draw(rng, _results(paper))
    at, ref = next((at, p) for at, p in sentence(paper, place) if p.role == "table_ref")
    own = next(grid for grid in paper.grids if grid.name == ref.table)
    others = [
        grid
        for grid in paper.grids
        if grid.name != ref.table
        and _has_estimates(grid)
        and not _stands_in(paper, piece, block=paper.blocks.index(grid))
    ]
    other = draw(rng, others)
    return changed(paper, at, replace(ref, text=ref.text.replace(own.number, other.number)))


def _has_estimates(grid) -> bool:
    return any(piece.role == "estimate" for row in grid.body for piece in row)


def _stands_in(paper: Paper, said: Piece, block: int | None = None, **facts: str) -> bool:
    """Whether a column or table prints the number of a sentence."""
    cells = [piece for at, piece in in_tables(paper, "estimate", **facts) if block in (None, at.block)]
    return any(piece.text == said.text for piece in cells)


def _claims(paper: Paper) -> list[tuple[Place, Piece]]:
    """What sentences say of the significance of a coefficient, where they name its column."""
    found = in_texts(paper, "significance")
    return [(at, p) for at, p in found if any(one.role == "column_ref" for _, one in sentence(paper, at))]


@kind(text=True)
def level_too_strong(paper: Paper, rng: Random) -> Injected:
    """Significant at 1 %, where it is so at 5 or 10 %."""
    found = [(at, piece) for at, piece in _claims(paper) if piece.value in (0.05, 0.1)]
    place, piece = draw(rng, found)
    return changed(paper, place, replace(piece, text=piece.text.replace(str(round(100 * piece.value)), "1")))


@kind(text=True)
def called_insignificant(paper: Paper, rng: Random) -> Injected:
    found = [(at, piece) for at, piece in _claims(paper) if piece.value <= 0.05]
    place, piece = draw(rng, found)
    return changed(paper, place, replace(piece, text=INSIGNIFICANT[paper.language]))


@kind(text=True)
def called_significant(paper: Paper, rng: Random) -> Injected:
    found = [(at, piece) for at, piece in _claims(paper) if piece.value == 1]
    place, piece = draw(rng, found)
    return changed(paper, place, replace(piece, text=SIGNIFICANT[paper.language]))


@kind(text=True)
def direction_word(paper: Paper, rng: Random) -> Injected:
    """`raises` for a coefficient below zero, or the other way round."""
    words = {"en": ("raises", "lowers"), "zh": ("提高", "降低")}[paper.language]
    found = in_texts(paper, "direction")
    place, piece = draw(rng, found)
    return changed(paper, place, replace(piece, text=words[piece.value > 0]))


@kind(text=True)
def percent_point(paper: Paper, rng: Random) -> Injected:
    """A percentage with its point a digit to the left."""
    found = in_texts(paper, "percent")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, 0.1 * reads(piece.text)))


@kind(text=True)
def percent_digits(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "percent"), rng, by=1.5)


@kind(text=True)
def percent_of_mean(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "relative"), rng, by=1)


@kind(text=True)
def share_as_percent(paper: Paper, rng: Random) -> Injected:
    """A share that is called a percentage: 0.6 % for 59.8 %."""
    found = in_texts(paper, "share")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, 0.01 * reads(piece.text)))


@kind(text=True)
def n_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "n_obs"), rng)


@kind(text=True)
def units_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "units"), rng)


@kind(text=True)
def years_in_text(paper: Paper, rng: Random) -> Injected:
    place, piece = rng.choice(in_texts(paper, "years"))
    return changed(paper, place, says(piece, reads(piece.text) + rng.choice((-2, -1, 1, 2))))


@kind(text=True)
def abstract_number(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, _in(paper, "estimate", "abstract"), rng)


@kind(text=True)
def conclusion_number(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, _in(paper, "estimate", "conclusion"), rng)


@kind(text=True)
def window_of_event(paper: Paper, rng: Random) -> Injected:
    """A caption with a wider window than the table has."""
    found = _in(paper, "low", "event_caption")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, reads(piece.text) - rng.choice((1, 2, 3))))


@kind(text=True)
def caption_number(paper: Paper, rng: Random) -> Injected:
    """An estimate in the caption of a figure that is another in tables."""
    return misspelt(paper, _in(paper, "estimate", "event_caption", "placebo_caption"), rng)


@kind(text=True)
def moment_in_text(paper: Paper, rng: Random) -> Injected:
    """A mean or standard deviation, minimum or maximum of the text that is another in the table."""
    blocks = block_about(paper, "descriptives")
    found = [(at, p) for role in ("mean", "sd", "min", "max") for at, p in in_texts(paper, role) if at.block in blocks]
    return misspelt(paper, found, rng)


@kind(text=True)
def group_mean_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "group_mean"), rng)


@kind(text=True)
def effect_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "direct", "indirect", "total"), rng)


@kind(text=True)
def bacon_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "weight", "overall"), rng)


@kind(text=True)
def moran_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "moran_i"), rng)


@kind(seen="study", text=True)
def cohorts_in_text(paper: Paper, rng: Random) -> Injected:
    found = in_texts(paper, "cohorts")
    place, piece = draw(rng, found)
    return changed(paper, place, says(piece, reads(piece.text) + rng.choice((1, 2, 4))))


@kind(seen="study", text=True)
def treated_in_text(paper: Paper, rng: Random) -> Injected:
    return misspelt(paper, in_texts(paper, "treated"), rng)


@kind(seen="study", text=True)
def placebo_in_text(paper: Paper, rng: Random) -> Injected:
    """The mean or the p-value of a placebo."""
    found = _in(paper, "placebo_mean", "placebo") + _in(paper, "p", "placebo")
    place, piece = draw(rng, found)
    return changed(paper, place, swapped(piece, rng))
