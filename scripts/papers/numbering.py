r"""Sections, tables, figures and equations of LaTeX with the numbers that it would print, and what ``\ref`` says."""

import re

from papers.braces import argument, option
from papers.counters import FLOATS, LEVELS, WORDS, Counters

EQUATIONS = ("equation",)
LONG = {"longtable", "longtabu", "xltabular"}  # they count themselves, with a caption or without
TOKEN = re.compile(
    r"\\(?P<command>begin|end|captionof|caption|subcaption|label|appendix|setcounter|addtocounter|renewcommand"
    r"|counterwithin|numberwithin|refstepcounter|tag|(?:chapter|section|subsection|subsubsection))(?![A-Za-z@])(?P<star>\*?)"
)
REFERENCE = re.compile(
    r"\\(?P<command>ref|eqref|autoref|cref|Cref|vref|Vref|fref|tabref|nameref|pageref|labelcref)\*?\s*"
    r"\{(?P<labels>[^{}]*)\}"
)
CHINESE = re.compile(r"(?!.*scheme\s*=\s*plain).*\\(?:documentclass|usepackage)(?:\[[^\]]*\])?\{ctex", re.DOTALL)


def counted(text: str, preamble: str = "") -> str:
    """The body of a manuscript with the numbers of headings and captions in front of them, and references resolved."""
    counters = _begun(preamble, text)
    text = _Count(counters).through(text)
    return REFERENCE.sub(lambda found: _referred(found, counters), text)


def _begun(preamble: str, text: str) -> Counters:
    words = WORDS | ({"table": "表", "figure": "图", "equation": "式"} if CHINESE.match(preamble) else {})
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
        if found["star"]:
            return rf"\plaincaption{{{self.through(title)}}}", end
        if kind and title.strip():
            if not LONG & {*self.inside}:
                self.last = (kind, self.counters.step(kind))
            return rf"\caption{{{self._numbered(kind)} {self.through(title)}}}", end
        return rf"\subcaption{{{self.through(title)}}}", end

    def _numbered(self, kind: str) -> str:
        word = self.counters.words[kind]
        return f"{word}{_blank(word)}{self.last[1]}:"

    def _subcaption(self, text: str, found: re.Match) -> tuple[str, int]:
        title, end = argument(text, found.end())
        return rf"\subcaption{{{self.through(title)}}}", end

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
    if command in ("ref", "labelcref"):
        return numbers
    word = counters.words.get(named[0][0], named[0][0])
    return f"{word}{_blank(word)}{numbers}"


def _blank(word: str) -> str:
    return "" if re.search("[\u4e00-\u9fff]", word) else " "
