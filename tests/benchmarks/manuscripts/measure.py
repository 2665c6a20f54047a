"""How much of what is wrong the referee finds: an error put into a clean manuscript, and what it says of both."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import count, islice, product
from pathlib import Path
from random import Random

from manuscript.review import draft_of, reviewed
from manuscripts import kinds_estimates, kinds_statistics, kinds_tables, kinds_texts  # noqa: F401, which fill KINDS
from manuscripts.clean import STUDIES, paper
from manuscripts.facts import study
from manuscripts.formats import FORMATS, write
from manuscripts.kinds import KINDS, Injected, Kind
from manuscripts.paper import Grid, Paper, Place
from papers.document import Manuscript, Text
from referee.findings import Spot
from traces.results import Numbers, numbers_of_study

LANGUAGES = ("en", "zh")
MODES = ("study", "alone")  # with the results, and without
GRAVE = ("E", "W")


@dataclass(frozen=True)
class Remark:
    """What the referee says: a finding, or a verdict on a number."""

    check: str
    severity: str
    message: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Sheet:
    """A clean manuscript: the study whose results it prints, and how."""

    study: str
    wording: str
    language: str
    seed: int
    form: str
    mode: str

    @property
    def paper(self) -> Paper:
        return _paper(study(self.study), self.wording, self.language, self.seed, self.mode == "alone")


@dataclass(frozen=True)
class Outcome:
    """An injected error: whether the referee points at it, and with what; `before`, `after` are what was changed."""

    sheet: Sheet
    kind: str
    found: bool
    checks: tuple[str, ...]
    before: str
    after: str


_paper = lru_cache(512)(paper)


def sheets(wording: str, seeds: int) -> list[Sheet]:
    """Clean manuscripts of all studies, languages, formats and modes; with `seeds` styles each."""
    return [
        Sheet(name, wording, language, seed, form, mode)
        for seed, name, language, form, mode in product(range(seeds), STUDIES, LANGUAGES, FORMATS, MODES)
    ]


def draws(wording: str, number: int) -> list[tuple[Kind, Sheet, int]]:
    """At least `number` errors: of every kind equally many in each mode that can show it, studies, languages and
    formats in turn, in manuscripts that have what is to be wrong."""
    pairs = [(kind, mode) for kind in KINDS.values() for mode in MODES if kind.seen in ("both", mode)]
    each = -(-number // len(pairs))
    return [draw for kind, mode in pairs for draw in islice(_draws(kind, mode, wording), each)]


def _draws(kind: Kind, mode: str, wording: str) -> Iterable[tuple[Kind, Sheet, int]]:
    forms = [form for form in FORMATS if form != "csv" or not kind.text]
    places = list(product(STUDIES, LANGUAGES, forms))
    Random(kind.name + mode).shuffle(places)
    for at in islice(count(), 40 * len(places)):
        name, language, form = places[at % len(places)]
        sheet = Sheet(name, wording, language, at // len(places) + at % 3, form, mode)
        if kind.inject(sheet.paper, _rng(kind, sheet, at)):
            yield kind, sheet, at


def _rng(kind: Kind, sheet: Sheet, at: int) -> Random:
    return Random(f"{kind.name} {sheet} {at}")


def outcome(kind: Kind, sheet: Sheet, at: int) -> Outcome:
    """Put an error into a manuscript and ask the referee; what it says of the clean one does not count."""
    injected = kind.inject(sheet.paper, _rng(kind, sheet, at))
    manuscript, said = remarks(injected.paper, sheet)
    known = {(one.check, one.message) for one in remarks_on(sheet)}
    new = [one for one in said if one.severity in GRAVE and (one.check, one.message) not in known]
    hits = [one for one in new if points_at(one, injected, manuscript)]
    place = injected.places[0]
    before, after = (f"{of.at(place).text}{of.at(place).stars}" for of in (sheet.paper, injected.paper))
    return Outcome(sheet, kind.name, bool(hits), tuple(sorted({one.check for one in hits})), before, after)


@lru_cache(1024)
def remarks_on(sheet: Sheet) -> list[Remark]:
    return remarks(sheet.paper, sheet)[1]


def remarks(written: Paper, sheet: Sheet) -> tuple[Manuscript, list[Remark]]:
    """What the referee says of a manuscript, by its findings and by its verdicts on numbers."""
    with tempfile.TemporaryDirectory() as folder:
        draft = draft_of(str(write(written, sheet.form, Path(folder) / "paper")))
        numbers = _numbers(sheet.study) if sheet.mode == "study" else None
        review = reviewed(draft, numbers, sheet.study if numbers else "")
    found = [Remark(one.check, one.severity, f"{one.where} {one.message}", one.spots) for one in review.findings]
    refused = [one for one in review.verdicts if one.said in ("contradicted", "without support")]
    return draft.manuscript, found + [
        Remark(one.said, "W", f"{one.where} {one.message}", (one.spot,)) for one in refused
    ]


@lru_cache(8)
def _numbers(name: str) -> Numbers:
    own = study(name)
    return numbers_of_study(str(own.results), own.settings["labels"], {"study": own.settings})


# Whether a remark is about what was changed


def points_at(remark: Remark, injected: Injected, manuscript: Manuscript) -> bool:
    return any(_is_at(spot, place, injected.paper, manuscript) for place in injected.places for spot in remark.spots)


def _is_at(spot: Spot, place: Place, changed: Paper, manuscript: Manuscript) -> bool:
    """Whether a spot is in the row or the column of a cell, in a table whose notes were changed, or in a sentence."""
    block = changed.blocks[place.block]
    if not isinstance(block, Grid):
        return spot.block == _text_of(block.text, manuscript) and _in_sentence(spot, place, changed, manuscript)
    table = manuscript.tables[changed.grids.index(block)]
    if manuscript.blocks[spot.block] is not table:
        return False
    if place.in_notes or place.row < len(block.header) or spot.row is None:
        return True
    cells = _cells(table, changed.at(place).text, place)
    return any(spot.row == row or spot.column == column for row, column in cells)


def _cells(table, text: str, place: Place) -> list[tuple[int, int]]:
    """Where the table that was read has the changed cell: in its own place, or wherever its text stands."""
    found = [
        (row, column)
        for row, cells in enumerate(table.rows)
        for column, cell in enumerate(cells)
        if _plain(text) in _plain(cell.text)
    ]
    own = (place.row, place.column)
    return [own] if own in found else found


@lru_cache(4096)
def _text_of(text: str, manuscript: Manuscript) -> int | None:
    """The block of the manuscript that was read from a paragraph, if it has texts."""
    plain = _plain(text)
    alike = {
        at: SequenceMatcher(None, plain, _plain(block.text), autojunk=False).quick_ratio()
        for at, block in enumerate(manuscript.blocks)
        if isinstance(block, Text)
    }
    return max(alike, key=alike.get, default=None)


def _in_sentence(spot: Spot, place: Place, changed: Paper, manuscript: Manuscript) -> bool:
    """Whether a spot of a text is in the sentence of a piece, by how far each is from the start, in plain signs."""
    pieces = changed.blocks[place.block].pieces
    stops = [-1, *(at for at, piece in enumerate(pieces) if piece.role == "stop"), len(pieces)]
    first, last = max(at for at in stops if at < place.column), min(at for at in stops if at >= place.column)
    start, end = (len(_plain("".join(piece.text for piece in pieces[:at]))) for at in (first + 1, last))
    read = manuscript.blocks[spot.block].text
    return start - 8 <= len(_plain(read[: spot.start])) <= end + 8


def _plain(text: str) -> str:
    return "".join(sign for sign in text.replace("−", "-") if not sign.isspace())
