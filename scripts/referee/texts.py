"""The sentences of a manuscript, each with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from papers.document import Text
from papers.sentence_ends import sentences_of
from referee.findings import Draft, Spot


@dataclass(frozen=True)
class Sentence:
    """kind, place : of the text that holds it, block : its index; start : where in the text the sentence begins"""

    said: str
    kind: str
    place: str
    block: int
    start: int

    @property
    def spot(self) -> Spot:
        return Spot(self.block, start=self.start, end=self.start + len(self.said))


def sentences(draft: Draft) -> Iterator[Sentence]:
    """All sentences of a manuscript, those of captions and notes included, but no headings and no bibliography."""
    for block, text in enumerate(draft.manuscript.blocks):
        if isinstance(text, Text) and text.is_prose:
            for start, said in sentences_of(text.text):
                yield Sentence(said, text.kind, text.place, block, start)


def neighbours(draft: Draft) -> Iterator[tuple[str, Sentence]]:
    """Each sentence with what the one before it in its paragraph says."""
    told = list(sentences(draft))
    if told:
        yield "", told[0]
    yield from ((before.said if before.block == one.block else "", one) for before, one in pairwise(told))
