"""Names for what a manuscript calls things, as the checks of results need them, and the way back to its own words."""

import re

from core.formulas import LAG
from prose.phrases import AND

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
PRODUCT = re.compile(r"\s*[×✕⨯∗#:·]\s*|(?<=\w)\s*\*\s*(?=\w)|\s+[xX]\s+|_x_")
LAGGED = re.compile(r"W\s*(?:[×✕*∗·:_-]\s*|\s+)(?=\S)")
NAMED = re.compile(r"\bname_(\d+)\b")
ADDRESS = "."


class Words:
    """Identifiers of headings and places; `back` puts the words of the manuscript in their places again."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.places: dict[str, str] = {}

    def name(self, words: str) -> str:
        """``AI`` of "AI", ``name_3`` of "green efficiency"."""
        words = " ".join(words.split())
        if IDENTIFIER.fullmatch(words) and not NAMED.fullmatch(words):
            return words
        if words not in self.said:
            self.said.append(words)
        return f"name_{self.said.index(words)}"

    def term(self, heading: str) -> str:
        """That of a row: factors of a product with a colon between them, ``W:AI`` of a spatial lag."""
        if lagged := LAGGED.match(heading):
            return LAG + self.name(heading[lagged.end() :])
        return ":".join(self.name(factor) for factor in PRODUCT.split(heading) if factor) or self.name(heading)

    def address(self, table: str, column: str) -> str:
        """That of a column, and what a reader calls it."""
        self.places[f"{table}{ADDRESS}{column}"] = f"{table}, {column}"
        return f"{table}{ADDRESS}{column}"

    def back(self, text: str) -> str:
        for address in sorted(self.places, key=len, reverse=True):
            text = text.replace(address, self.places[address])
        return NAMED.sub(lambda found: self.said[int(found[1])], text)


def listed(words: str) -> list[str]:
    """Items of a list with commas and "and"."""
    return [item for part in re.split(AND, words) if (item := part.strip(" .;:()（）\n"))]
