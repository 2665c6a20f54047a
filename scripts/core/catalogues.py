"""Catalogues of a language: English templates, and finished English texts in its words.

A catalogue is a TOML file that maps templates of English texts to the same in another language.

``{x}`` stands for a name, which is kept; ``{x:code}`` for a piece of a file, kept too; ``{x:number}`` for a number;
``{x:phrase}`` for a text with a template of its own, ``{x:part}`` for one without ends of clauses; ``{x:list}`` for
several, joined by commas and "and"; ``{x:columns}`` for numbers of columns, as ``(1), (3) to (5)``; ``(s)`` for an s or
none. The first letter of several words may be small or large, and a full stop may follow.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HOLE = re.compile(r"\{(\w+)(?::(code|phrase|part|list|number|columns))?\}")
NAME = r"(?:`[^`]*`|(?!(?<!\.)\. |; |: )[^`])+?"  # without the end of a sentence or a clause, but in code
HOLDS = {  # what a placeholder may hold, by its kind
    "": NAME,
    "part": NAME,
    "code": r"(?:(?!(?<!\.)\. [A-Z]).)+?",  # nor has code the beginning of another sentence
    "phrase": "(?:`[^`]*`|[^`])+?",
    "list": "(?:`[^`]*`|[^`])+?",
    "number": r"[-+−±<]?\s?\d[\d.,]*(?<![.,])(?:e[-−+]?\d+)?(?: ?%)?",
    "columns": r"\(\d+\)(?:(?:, | to )\(\d+\))*",
}
JOINTS = {"list": re.compile(r"(?:, and|,| and) (?!\()"), "columns": re.compile(", ")}  # between parts
LETTER = re.compile("[A-Za-z]")
SENTENCE = re.compile(r"(?<=[^.][.?!])(?<!eq\.) (?=[^a-z]|[a-z] )|(?<=。) ")  # none begins with a small word
CLAUSE = re.compile("; ")
NAMES = re.compile(  # an expression, a place before a colon, a small word alone; code, paths and addresses
    r"\w+ (?:not )?in \[[^]]*\]|"
    r"^\w+\(.*\)$|^[\w.()]+(?: [-+*/] [\w.()]+)+$|^(?:[^\s,]+, )*[^\s,]+:$|^[a-z][\w-]*$|`[^`]*`|\S*\w[/._=]\w\S*"
)
WORD = re.compile(r"(?<![\w-])[A-Za-z]?[a-z]{2,}")
PHRASE = re.compile(r"[A-Za-z][a-z]+ [a-z]{2,} [a-z]{2,}")  # three words in a row, which are no name
CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Template:
    """An English template as a pattern, the kinds of its placeholders, and the template of the other language.

    fixed : letters that are no placeholders: the more, the more is known of a text
    """

    pattern: re.Pattern
    kinds: dict[str, str]
    other: str
    fixed: int


@dataclass(frozen=True)
class Spoken:
    """A text in another language, and those of its parts that have no words there and are left in English."""

    text: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """What a language has for English texts.

    templates : those that say most first; joint : between the parts of a list; before_notes : what notes begin with
    known : every text that was asked for, as it was said
    """

    templates: tuple[Template, ...] = ()
    joint: str = ", "
    before_notes: str = ""
    known: dict[str, Spoken] = field(default_factory=dict)

    def spoken(self, text: str) -> Spoken:
        """`text` sentence by sentence, each by the first template that leaves nothing in English, or by its clauses."""
        if not LETTER.search(text):
            return Spoken(text)
        if text not in self.known:
            self.known[text] = Spoken(text, (text,) if in_english(text) else ())  # also while its parts are looked up
            self.known[text] = (
                self._by_parts(text, SENTENCE, " ", "")
                or self._by_template(text)
                or self._by_parts(text, CLAUSE, "; ", "；")
                or self.known[text]
            )
        return self.known[text]

    def _by_template(self, text: str) -> Spoken | None:
        for whole, stop in ((text, ""), (text.removesuffix("."), "。")):
            for template in self.templates:
                if match := template.pattern.fullmatch(whole):
                    parts = {name: self._part(match[name], kind) for name, kind in template.kinds.items()}
                    if not any(part.missing for part in parts.values()):
                        filled = template.other.format(**{name: part.text for name, part in parts.items()})
                        return Spoken(filled + stop * (whole != text))
        return None

    def _by_parts(self, text: str, parting: re.Pattern, english: str, joint: str) -> Spoken | None:
        """The parts of a text with several, joined as in `english` where one of them is left in it."""
        texts = parting.split(text)
        if len(texts) == 1:
            return None
        parts = [self.spoken(part) for part in texts]
        return _joined(english if any(part.missing for part in parts) else joint, parts)

    def _part(self, text: str, kind: str) -> Spoken:
        if kind in JOINTS:
            return _joined(self.joint, map(self.spoken, JOINTS[kind].split(text)))
        if kind in ("phrase", "part"):
            return self.spoken(text)
        return Spoken(text, (text,) if not kind and PHRASE.search(text) else ())


def in_english(text: str) -> bool:
    """Whether a text has English words that are no names; among Chinese ones only several in a row count."""
    words = NAMES.sub("", text)
    return bool((PHRASE if CHINESE.search(text) else WORD).search(words))


def _joined(joint: str, parts: Iterable[Spoken]) -> Spoken:
    parts = list(parts)
    return Spoken(joint.join(part.text for part in parts), tuple(one for part in parts for one in part.missing))


def template_of(english: str, other: str) -> Template:
    """The template of one line of a catalogue."""
    parts = HOLE.split(english)
    texts = [re.escape(text).replace(r"\(s\)", "s?") for text in parts[::3]]
    if " " in english and texts[0][:1].isalpha():
        texts[0] = f"[{texts[0][0].lower()}{texts[0][0].upper()}]{texts[0][1:]}"
    holes = [f"(?P<{name}>{HOLDS[kind or '']})" for name, kind in zip(parts[1::3], parts[2::3], strict=True)]
    end = "" if english.endswith(".") else r"(?<!\.)"  # a full stop is taken off before
    pattern = "".join(text + hole for text, hole in zip(texts, [*holes, end], strict=True))
    return Template(re.compile(pattern), dict(HOLE.findall(english)), other, sum(map(len, parts[::3])))


@cache
def read_catalogue(path: str | Path) -> Catalogue:
    """The catalogue in a TOML file, its templates in sections as its author likes; ValueError for one that stands
    twice."""
    content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    joint, before_notes = content.pop("joint"), content.pop("before_notes")
    pairs = [pair for section in content.values() for pair in section.items()]
    if twice := [english for english, number in Counter(english for english, _ in pairs).items() if number > 1]:
        raise ValueError(f"{path}: {', '.join(twice)} stands twice")
    templates = [template_of(english, other) for english, other in pairs]
    return Catalogue(tuple(sorted(templates, key=lambda one: -one.fixed)), joint, before_notes)
