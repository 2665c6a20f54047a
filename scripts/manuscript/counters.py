r"""Numbers that LaTeX would print: of sections, tables, figures and equations, and what ``\ref`` says of them."""

import re
from dataclasses import dataclass, field

from manuscript.braces import argument, option

LEVELS = ("chapter", "section", "subsection", "subsubsection")
FLOATS = {
    **dict.fromkeys(
        (
            "table",
            "table*",
            "sidewaystable",
            "sidewaystable*",
            "wraptable",
            "longtable",
            "longtable*",
            "longtabu",
            "xltabular",
            "ThreePartTable",
            "margintable",
            "supertabular",
        ),
        "table",
    ),
    **dict.fromkeys(("figure", "figure*", "sidewaysfigure", "sidewaysfigure*", "wrapfigure", "SCfigure"), "figure"),
    **dict.fromkeys(("subtable", "subfigure"), ""),
}
LONG = {"longtable", "longtabu", "xltabular"}  # they count themselves, with a caption or without
EQUATIONS = ("equation",)
TOKEN = re.compile(
    r"\\(?P<command>begin|end|captionof|caption|subcaption|label|appendix|setcounter|addtocounter|renewcommand|counterwithin|numberwithin"
    r"|refstepcounter|tag|(?:chapter|section|subsection|subsubsection))(?![A-Za-z@])(?P<star>\*?)"
)
REFERENCE = re.compile(
    r"\\(?P<command>ref|eqref|autoref|cref|Cref|crefrange|vref|Vref|fref|tabref|nameref|pageref|labelcref)\*?\s*\{(?P<labels>[^{}]*)\}"
)
WORDS = {"table": "Table", "figure": "Figure", "equation": "Equation"}
CHINESE = re.compile(r"\\documentclass(?:\[[^\]]*\])?\{ctex|\\usepackage(?:\[[^\]]*\])?\{(?:ctex|ctexcap|xeCJK)\}")


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

    def printed(self, name: str) -> str:
        """The number of a counter as it is printed."""
        if name in LEVELS and name not in self.forms:
            first = LEVELS.index("chapter" if self.chapters else "section")
            levels = LEVELS[first : LEVELS.index(name) + 1]
            values = [self.values.get(level, 0) for level in levels]
            shown = [_letter(values[0]) if self.appendix else str(values[0]), *map(str, values[1:])] if values else []
            return ".".join(shown)
        form = self._forms().get(name, rf"\arabic{{{name}}}")
        form = re.sub(r"\\the([a-z]+)", lambda found: self.printed(found[1]), form)
        for _ in range(3):
            form = re.sub(r"\\(arabic|Alph|alph|Roman|roman)\s*\{(\w+)\}", self._style, form)
        return re.sub(r"\\[A-Za-z]+|[{}\\]", "", form).strip()

    def _style(self, found: re.Match) -> str:
        value = self.values.get(found[2], 0)
        if self.appendix and found[1] == "arabic" and found[2] == ("chapter" if self.chapters else "section"):
            return _letter(value)
        letter = _letter(value) if "lph" in found[1] else _roman(value) if "oman" in found[1] else str(value)
        return letter.lower() if found[1] in ("alph", "roman") else letter


def _letter(value: int) -> str:
    return chr(64 + value) if 0 < value < 27 else str(value)


def _roman(value: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for unit, letters in parts:
        while value >= unit:
            text, value = text + letters, value - unit
    return text


def counted(text: str, preamble: str = "") -> str:
    """The body of a manuscript with the numbers of headings and captions in front of them, and references resolved."""
    counters = _begun(preamble, text)
    text = _Count(counters).through(text)
    return REFERENCE.sub(lambda found: _referred(found, counters), text)


def _begun(preamble: str, text: str) -> Counters:
    words = WORDS | ({"table": "表", "figure": "图", "equation": "式"} if CHINESE.search(preamble) else {})
    for name in ("table", "figure"):
        if said := re.search(rf"\\(?:def|renewcommand\*?)\s*\{{?\\{name}name\}}?\s*\{{([^{{}}]+)\}}", preamble + text):
            words[name] = said[1].strip()
    counters = Counters(words, chapters=bool(re.search(r"\\chapter\b", text)))
    _Count(counters).through(preamble)
    return counters


class _Count:
    """A way through a text; `inside` are the environments that are open, `last` is what a label would name."""

    def __init__(self, counters: Counters):
        self.counters = counters
        self.inside: list[str] = []
        self.last = ("section", "")

    def through(self, text: str) -> str:
        parts, last = [], 0
        while found := TOKEN.search(text, last):
            parts.append(text[last : found.start()])
            made, last = getattr(self, f"_{found['command']}", self._section)(text, found)
            parts.append(made)
        return "".join([*parts, text[last:]])

    def _begin(self, text: str, found: re.Match) -> tuple[str, int]:
        name, end = argument(text, found.end())
        self.inside.append(name)
        if name in LONG:
            self.last = ("table", self.counters.step("table"))
        if name in EQUATIONS:
            self.last = ("equation", self.counters.step("equation"))
        elif name in ("appendices", "appendix"):
            self._appendix(text, found)
        return text[found.start() : end], end

    def _end(self, text: str, found: re.Match) -> tuple[str, int]:
        name, end = argument(text, found.end())
        if name in self.inside:
            while self.inside.pop() != name:
                pass
        return text[found.start() : end], end

    def _caption(self, text: str, found: re.Match) -> tuple[str, int]:
        kinds = [FLOATS[name] for name in self.inside if name in FLOATS]
        return self._captioned(text, found, kinds[-1] if kinds else "")

    def _captionof(self, text: str, found: re.Match) -> tuple[str, int]:
        kind, end = argument(text, found.end())
        _, end = option(text, end)
        title, end = argument(text, end)
        if found["star"] or kind not in WORDS:
            return rf"\captionof{{{kind}}}{{{self.through(title)}}}", end
        self.last = (kind, self.counters.step(kind))
        return rf"\captionof{{{kind}}}{{{self._numbered(kind)} {self.through(title)}}}", end

    def _captioned(self, text: str, found: re.Match, kind: str) -> tuple[str, int]:
        _, end = option(text, found.end())
        title, end = argument(text, end)
        if kind and not found["star"] and title.strip():
            if not LONG & {*self.inside}:
                self.last = (kind, self.counters.step(kind))
            return rf"\caption{{{self._numbered(kind)} {self.through(title)}}}", end
        return rf"\caption{{{self.through(title)}}}", end

    def _numbered(self, kind: str) -> str:
        word = self.counters.words[kind]
        return f"{word}{_blank(word)}{self.last[1]}:"

    def _subcaption(self, text: str, found: re.Match) -> tuple[str, int]:
        title, end = argument(text, found.end())
        return rf"\par {title}\par ", end

    def _label(self, text: str, found: re.Match) -> tuple[str, int]:
        name, end = argument(text, found.end())
        self.counters.labels.setdefault(name.strip(), self.last)
        return "", end

    def _tag(self, text: str, found: re.Match) -> tuple[str, int]:
        number, end = argument(text, found.end())
        self.last = ("equation", number)
        return "", end

    def _appendix(self, text: str, found: re.Match) -> tuple[str, int]:
        self.counters.appendix = True
        self.counters.values.update(dict.fromkeys(LEVELS, 0))
        return "", found.end()

    def _setcounter(self, text: str, found: re.Match) -> tuple[str, int]:
        return self._set(text, found, 0)

    def _addtocounter(self, text: str, found: re.Match) -> tuple[str, int]:
        return self._set(text, found, 1)

    def _set(self, text: str, found: re.Match, add: int) -> tuple[str, int]:
        name, end = argument(text, found.end())
        value, end = argument(text, end)
        if re.fullmatch(r"-?\d{1,6}", value.strip()):
            self.counters.values[name] = int(value) + add * self.counters.values.get(name, 0)
        return "", end

    def _refstepcounter(self, text: str, found: re.Match) -> tuple[str, int]:
        name, end = argument(text, found.end())
        self.last = (name, self.counters.step(name))
        return "", end

    def _renewcommand(self, text: str, found: re.Match) -> tuple[str, int]:
        name, end = argument(text, found.end())
        _, end = option(text, end)
        form, end = argument(text, end)
        if known := re.fullmatch(r"\\the([a-z]+)", name.strip()):
            self.counters.forms[known[1]] = form
        return "", end

    def _counterwithin(self, text: str, found: re.Match) -> tuple[str, int]:
        inner, end = argument(text, found.end())
        outer, end = argument(text, end)
        self.counters.forms[inner] = rf"\the{outer}.\arabic{{{inner}}}"
        return "", end

    _numberwithin = _counterwithin

    def _section(self, text: str, found: re.Match) -> tuple[str, int]:
        level = found["command"]
        _, end = option(text, found.end())
        title, end = argument(text, end)
        if found["star"]:
            return rf"\{level}*{{{self.through(title)}}}", end
        number = self.counters.step(level)
        self.last = ("section", number)
        number += "." * number.isalpha()
        return rf"\{level}*{{{number} {self.through(title)}}}", end


def _referred(found: re.Match, counters: Counters) -> str:
    """What a reference prints; ``??`` for a label that there is not, as LaTeX does."""
    named = [counters.labels.get(label.strip(), ("", "??")) for label in found["labels"].split(",")]
    numbers = " and ".join(number for _, number in named)
    command = found["command"]
    if command in ("pageref", "nameref"):
        return ""
    if command == "eqref":
        return f"({numbers})"
    if command in ("ref", "labelcref", "vref") and command != "vref":
        return numbers
    word = counters.words.get(named[0][0], named[0][0])
    return f"{word}{_blank(word)}{numbers}"


def _blank(word: str) -> str:
    return "" if re.search("[\u4e00-\u9fff]", word) else " "
