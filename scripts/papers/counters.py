"""Counters of LaTeX: of sections, tables, figures and equations, and how they are printed."""

import re
from dataclasses import dataclass, field

LEVELS = ("chapter", "section", "subsection", "subsubsection")
TABLES = (
    "table table* sidewaystable sidewaystable* wraptable longtable longtable* longtabu xltabular ThreePartTable "
    "margintable supertabular"
)
FIGURES = "figure figure* sidewaysfigure sidewaysfigure* wrapfigure SCfigure"
FLOATS = {
    **dict.fromkeys(TABLES.split(), "table"),
    **dict.fromkeys(FIGURES.split(), "figure"),
    **dict.fromkeys(("subtable", "subfigure"), ""),  # of which the number is that of the float around them
}
STYLE = re.compile(r"\\(arabic|Alph|alph|Roman|roman)\s*\{(\w+)\}")
WORDS = {"table": "Table", "figure": "Figure", "equation": "Equation"}


@dataclass
class Counters:
    """Where the count stands.

    values : by counter; forms : how a counter is printed, where the author says so; words : in front of a number
    """

    words: dict[str, str]
    values: dict[str, int] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    appendix: bool = False
    chapters: bool = False
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)

    def step(self, name: str) -> str:
        """One more; what is within it begins anew."""
        self.values[name] = self.values.get(name, 0) + 1
        if name in LEVELS:
            below = LEVELS[LEVELS.index(name) + 1 :]
            self.values.update(dict.fromkeys(below, 0))
        for inner, form in self._forms().items():
            if f"{{{name}}}" in form and inner != name:
                self.values[inner] = 0
        return self.printed(name)

    def _forms(self) -> dict[str, str]:
        inside = r"\arabic{chapter}." if self.chapters else ""
        given = {name: rf"{inside}\arabic{{{name}}}" for name in ("table", "figure", "equation")}
        return given | self.forms

    def printed(self, name: str, above: tuple[str, ...] = ()) -> str:
        """The number of a counter as it is printed; `above` are those in whose number it stands."""
        if name in above:
            return ""
        if name in LEVELS and name not in self.forms:
            first = LEVELS.index("chapter" if self.chapters else "section")
            levels = LEVELS[first : LEVELS.index(name) + 1]
            return ".".join(self._shown("arabic", level) for level in levels)
        form = self._forms().get(name, rf"\arabic{{{name}}}")
        form = re.sub(r"\\the([a-z]+)", lambda found: self.printed(found[1], (*above, name)), form)
        form = re.sub(STYLE, lambda found: self._shown(found[1], found[2]), form)
        return re.sub(r"\\[A-Za-z]+|[{}\\]", "", form).strip()

    def _shown(self, style: str, name: str) -> str:
        """The value of a counter in a style; in an appendix the first level has letters."""
        value = self.values.get(name, 0)
        if self.appendix and style == "arabic" and name == ("chapter" if self.chapters else "section"):
            return _letter(value)
        text = _letter(value) if "lph" in style else _roman(value) if "oman" in style else str(value)
        return text.lower() if style in ("alph", "roman") else text


def _letter(value: int) -> str:
    return chr(64 + value) if 0 < value < 27 else str(value)


def _roman(value: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for unit, letters in parts:
        while value >= unit:
            text, value = text + letters, value - unit
    return text
