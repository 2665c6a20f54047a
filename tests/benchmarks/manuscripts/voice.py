"""How one manuscript speaks: its words, its style of tables and its numbers, drawn from a set of wording."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from string import Formatter

from manuscripts.facts import Study
from manuscripts.paper import Piece

HERE = Path(__file__).parent
LEVELS = ((0.01, "***"), (0.05, "**"), (0.1, "*"))


@dataclass(frozen=True)
class Voice:
    """style, rows, notes, phrases : what was drawn of each list of the wording; slots : all texts of each slot"""

    language: str
    style: dict
    rows: dict[str, str]
    notes: dict[str, str]
    phrases: dict
    headings: dict[str, str]
    slots: dict[str, list[str]]
    words: dict[str, str]

    @property
    def decimals(self) -> int:
        return self.style["decimals"]

    def number(self, value: float, decimals: int | None = None) -> str:
        decimals = self.decimals if decimals is None else decimals
        text = f"{round(value, decimals) + 0.0:.{decimals}f}"
        return text.replace("-", self.style["minus"])

    def count(self, value: float) -> str:
        return f"{round(value):,d}" if self.style["thousands"] else f"{round(value):d}"

    def symbol(self, term: str) -> str:
        """The name of a variable as papers abbreviate it."""
        if "::" in term:
            k = int(term.partition("::")[2])
            return f"Pre{-k}" if k < 0 else f"Post{k}" if k else "Current"
        if term in ("rho", "lambda"):
            return {"rho": "ρ", "lambda": "λ"}[term]
        if term.startswith("rho."):
            return "ρ({}, {})".format(*term.upper().split(".")[1:])
        plain = term.replace("lag(", "L.").replace(")", "").replace("log(", "LN").replace("W:", "W×")
        return plain.replace(":", "×").replace("_", "").upper()

    def term(self, study: Study, term: str) -> str:
        """The heading of its row."""
        return self.symbol(term) if self.style["names"] == "symbols" else study.term(term, self.language)

    def spoken(self, study: Study, term: str) -> str:
        """A term in a sentence, with its abbreviation where the tables have abbreviations."""
        said = study.term(term, self.language)
        if self.style["names"] == "labels" or said == self.symbol(term):
            return said
        return f"{said}（{self.symbol(term)}）" if self.language == "zh" else f"{said} ({self.symbol(term)})"

    def significance(self, p_value: float) -> Piece:
        """What a sentence says of a p-value: its `value` is the level, 1 for none."""
        level = next((level for level, _ in LEVELS if p_value < level), 1.0)
        return Piece(self.claim(level), "significance", value=level)

    def claim(self, level: float) -> str:
        if level == 1:
            return self.phrases["insignificant"]
        return self.phrases["significant"].format(level=self.phrases["level"].format(round(100 * level)))

    def direction(self, value: float) -> Piece:
        return Piece(self.phrases["raises"][value < 0], "direction", value=1.0 if value > 0 else -1.0)

    def sentence(self, slot: str, rng: Random, **fields: Piece | str) -> tuple[Piece, ...]:
        """A sentence of a slot with pieces in its fields; a piece without a role gets the name of its field."""
        pieces = []
        for text, name, _, _ in Formatter().parse(rng.choice(self.slots[slot])):
            if text:
                pieces.append(Piece(text))
            if name:
                field = fields[name]
                pieces.append(Piece(field, name) if isinstance(field, str) else field)
        first = pieces[0]
        return (replace(first, text=first.text[:1].upper() + first.text[1:]), *pieces[1:])


def stars_of(p_value: float | None) -> str:
    return "" if p_value is None else next((mark for level, mark in LEVELS if p_value < level), "")


def voice(wording: str, language: str, rng: Random) -> Voice:
    """A voice drawn from one of the files ``wording_*.toml``."""
    texts = _wording(wording)[language]
    draw = {
        block: {name: rng.choice(options) for name, options in texts[block].items()}
        for block in ("style", "rows", "notes", "heading")
    }
    phrases = {
        name: rng.choice(said) if isinstance(said, list) and name != "raises" else said
        for name, said in texts["phrases"].items()
    }
    words = {name: texts[name] for name in ("table", "column", "joint")}
    return Voice(language, draw["style"], draw["rows"], draw["notes"], phrases, draw["heading"], texts["slot"], words)


@cache
def _wording(name: str) -> dict:
    return tomllib.loads((HERE / f"wording_{name}.toml").read_text(encoding="utf-8"))
