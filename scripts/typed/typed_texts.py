"""Every sentence of a manuscript, and what a reader calls its place."""

import re
from collections.abc import Iterator

from papers.document import Text
from papers.sentence_ends import sentences_of
from referee.findings import Draft


def sentences(draft: Draft) -> Iterator[tuple[int, str]]:
    """Every sentence of the texts and of the notes of tables, with its block."""
    for block, one in enumerate(draft.manuscript.blocks):
        for text in [one.text] if isinstance(one, Text) else one.notes:
            yield from ((block, sentence) for _, sentence in sentences_of(text))


def where(draft: Draft, block: int) -> str:
    one = draft.manuscript.blocks[block]
    return place_of(draft, block) if isinstance(one, Text) else f"notes of {one.place}"


def place_of(draft: Draft, block: int) -> str:
    """Where a text stands; of a caption with its number, as ``Figure 3``."""
    text = draft.manuscript.blocks[block]
    return figure_named(text.text) or text.place if isinstance(text, Text) and text.kind == "caption" else text.place


def figure_named(text: str) -> str:
    found = re.match(r"\s*((?:Figures?|Figs?\.?)\s*[A-Z]?\.?\d+|图\s*\d+)", text)
    return found[1].rstrip(".") if found else ""
