"""The manuscript as a page with its numbers marked: each says what it was compared with, and leads to its finding."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from papers.document import Table
from printed.printed_cells import entries
from referee.findings import Spot
from report.page import SEVERITIES, VERDICTS, rendered
from report.printed import number_of

HERE = Path(__file__).parent
STYLES = (HERE.parent / "report/page.css", HERE / "manuscript.css")
CLASSES = {"supported": "supported", "contradicted": "contradicted", "without support": "unsupported", "no result": ""}
KEY = {  # of the marks: class, what it means, whether it needs a study
    "contradicted": ("contradicted, or an error", False),
    "unsupported": ("without support, or a warning", False),
    "supported": ("supported by a result of the study", True),
    "checked": ("read, and nothing found", False),
}
GRAVE = {"E": "contradicted", "W": "unsupported", "N": "checked"}
RANK = ["", "checked", "supported", "unsupported", "contradicted"]  # what is said where several marks meet


@dataclass
class Mark:
    """How a number is shown: its class, what a reader learns who points at it, the finding that it leads to."""

    name: str = ""
    said: list[str] = field(default_factory=list)
    finding: int | None = None

    def add(self, name: str, said: str, finding: int | None = None) -> None:
        self.name = max(self.name, name, key=RANK.index)
        self.said += [said] if said and said not in self.said else []
        self.finding = self.finding or finding


@dataclass(frozen=True)
class Piece:
    """A part of a text: without a mark as it stands."""

    text: str
    anchor: str = ""
    mark: Mark | None = None


@dataclass(frozen=True)
class Shown:
    """A cell: its pieces, how many rows and columns it covers."""

    pieces: list[Piece]
    rows: int
    columns: int


def page(review) -> str:
    """The page of a review, in itself complete."""
    marks, manuscript = _within(marks_of(review)), review.draft.manuscript
    numbered = [{"number": number, "places": _places(one), "one": one} for number, one in enumerate(review.findings, 1)]
    groups = [
        {"severity": word, "means": VERDICTS[word], "rows": [row for row in numbered if row["one"].severity == key]}
        for key, word in SEVERITIES.items()
    ]
    return rendered(
        (HERE / "manuscript.html.j2").read_text(encoding="utf-8"),
        "\n".join(path.read_text(encoding="utf-8") for path in STYLES),
        "",
        title=Path(manuscript.path).name,
        study=review.study,
        counts=_counts(review),
        key=[(name, said) for name, (said, traced) in KEY.items() if review.study or not traced],
        groups=[group for group in groups if group["rows"]],
        silenced=review.silenced,
        blocks=[_block(place, block, marks) for place, block in enumerate(manuscript.blocks)],
        verdicts=[(one, anchor(one.spot)) for one in review.verdicts if one.said != "no result"],
        classes=CLASSES,
    )


def marks_of(review) -> dict[Spot, Mark]:
    """By place of a number how it is shown."""
    marks: dict[Spot, Mark] = defaultdict(Mark)
    draft = review.draft
    for printed in draft.tables:
        for entry in entries(printed):
            marks[draft.spot_in(printed.table, entry.at)].add("checked", "")
    for one in draft.statements:
        if one.number:
            marks[Spot(one.block, start=one.number.start, end=one.number.end)].add("checked", "")
    for one in review.verdicts:
        marks[one.spot].add(CLASSES[one.said], f"{one.said}: {one.message}" if one.message else "")
    for number, one in enumerate(review.findings, 1):
        for spot in one.spots:
            marks[spot].add(GRAVE[one.severity], one.message, number)
    for one in review.silenced:
        for spot in one.finding.spots:
            marks[spot].add("checked", f"silenced: {one.reason}")
    return marks


def anchor(spot: Spot) -> str:
    parts = (spot.block, spot.row, spot.column, spot.start) if spot.end else (spot.block,)
    return "at-" + "-".join(str(part) for part in parts if part is not None)


def _places(finding) -> list[str]:
    return list(dict.fromkeys(map(anchor, finding.spots)))


def _counts(review) -> list[str]:
    draft = review.draft
    said = [number_of(len(draft.tables), "table"), number_of(len(draft.statements), "statement")]
    for words in ("supported", "contradicted", "without support"):
        if review.study:
            said.append(f"{sum(one.said == words for one in review.verdicts)} {words}")
    return said


def _block(place: int, block, marks: dict[Spot, list[tuple[Spot, Mark]]]) -> dict:
    if not isinstance(block, Table):
        own = pieces(block.text, marks.get(Spot(place), []))
        return {"kind": block.kind, "anchor": f"at-{place}", "pieces": own}
    rows = [
        [
            Shown(pieces(cell.text, marks.get(Spot(place, row, column), [])), cell.rows, cell.columns)
            for column, cell in enumerate(cells)
            if (cell.row, cell.column) == (row, column)
        ]
        for row, cells in enumerate(block.rows)
    ]
    name = "" if block.caption.startswith(block.place) else block.place
    return {"kind": "table", "anchor": f"at-{place}", "name": name, "caption": block.caption, "notes": block.notes} | {
        "head": rows[: block.header],
        "body": rows[block.header :],
    }


def _within(marks: dict[Spot, Mark]) -> dict[Spot, list[tuple[Spot, Mark]]]:
    """The marks of each text and each cell, from left to right."""
    found: dict = defaultdict(list)
    for spot, mark in sorted(marks.items(), key=lambda one: (one[0].start, -one[0].end)):
        found[replace(spot, start=0, end=0)].append((spot, mark))
    return found


def pieces(text: str, marks: list[tuple[Spot, Mark]]) -> list[Piece]:
    """A text cut where marked numbers begin and end; of marks that overlap the first, the longest, is shown."""
    found, done = [], 0
    for spot, mark in marks:
        start, end = (spot.start, spot.end) if spot.end else (0, len(text))
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if mark.name and start >= done and end > start:
            found += [Piece(text[done:start]), Piece(text[start:end], anchor(spot), mark)]
            done = end
    return [piece for piece in [*found, Piece(text[done:])] if piece.text]
