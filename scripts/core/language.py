"""The language of a job: finished English texts in the words of another language.

Code writes English. Where a text is printed, `said` gives it in the language of the study, from a catalogue: a TOML
file that maps templates of English texts to the same in another language. In English every text stays as it is.

``{x}`` stands for any text, which is kept; ``{x:number}`` for a number; ``{x:phrase}`` for a text with a template of
its own; ``{x:list}`` for several of them, joined by commas and "and"; ``(s)`` for an s or none. The first letter may
be small or large, and a full stop may follow.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("en", "zh")
HOLE = re.compile(r"\{(\w+)(?::(phrase|list|number))?\}")
NUMBER = r"[-−±<]?\s?[\d.,]*\d(?:e[-+]?\d+)?(?: ?%)?"
ANY = "(?s:.+?)"
JOINT = re.compile(r"(?:,| and|, and) ")  # between the parts of a list
LETTER = re.compile("[A-Za-z]")
SENTENCE = re.compile(r"(?<=[.?!。]) ")  # between sentences
CLAUSE = re.compile("; ")
CODE = re.compile("`[^`]*`")
ENGLISH = re.compile(r"(?<![\w./-])[A-Za-z]?[a-z]{2,}")
SHOWN = 5  # texts that a warning quotes


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
class Catalogue:
    """What a language has for English texts.

    templates : those that say most first; joint : between the parts of a list; before_notes : what notes begin with
    missing : the texts that were asked for and have no template
    """

    templates: tuple[Template, ...] = ()
    joint: str = ", "
    before_notes: str = ""
    missing: dict[str, None] = field(default_factory=dict)

    def said(self, text: str) -> str:
        """`text` as its template has it, or sentence by sentence and clause by clause; else as it is."""
        if not self.templates or not LETTER.search(text):
            return text
        for whole, stop in ((text, ""), (text.removesuffix("."), "。")):
            if (found := self._matched(whole)) is not None:
                return found + stop * (whole != text)
        for parting, joint in ((SENTENCE, ""), (CLAUSE, "；")):
            parts = parting.split(text)
            if len(parts) > 1:
                return joint.join(map(self.said, parts))
        if ENGLISH.search(CODE.sub("", text)):
            self.missing.setdefault(text)
        return text

    def _matched(self, text: str) -> str | None:
        for template in self.templates:
            if match := template.pattern.fullmatch(text):
                parts = {name: self._part(match[name], kind) for name, kind in template.kinds.items()}
                return template.other.format(**parts)
        return None

    def _part(self, text: str, kind: str) -> str:
        if kind == "list":
            return self.joint.join(map(self.said, JOINT.split(text)))
        return self.said(text) if kind == "phrase" else text


def template_of(english: str, other: str) -> Template:
    """The template of one line of a catalogue."""
    parts = HOLE.split(english)
    texts = [re.escape(text).replace(r"\(s\)", "s?") for text in parts[::3]]
    if texts[0][:1].isalpha():
        texts[0] = f"[{texts[0][0].lower()}{texts[0][0].upper()}]{texts[0][1:]}"
    holes = [
        f"(?P<{name}>{NUMBER if kind == 'number' else ANY})"
        for name, kind in zip(parts[1::3], parts[2::3], strict=True)
    ]
    end = "" if english.endswith(".") else r"(?<!\.)"  # a full stop is taken off before
    pattern = "".join(text + hole for text, hole in zip(texts, [*holes, end], strict=True))
    return Template(re.compile(pattern), dict(HOLE.findall(english)), other, sum(map(len, parts[::3])))


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


_spoken = [Catalogue()]  # of this job, which speaks English until it is told otherwise


def speak(catalogues: list[str]) -> None:
    """Let this job speak the language of a catalogue, or English without one."""
    _spoken[:] = [read_catalogue(path) for path in catalogues] or [Catalogue()]


def said(text: str) -> str:
    """`text` in the language of this job."""
    return _spoken[0].said(text)


def before_notes() -> str:
    """What the notes under a table begin with in the language of this job."""
    return _spoken[0].before_notes


def unsaid() -> list[str]:
    """The texts for which this job's language has no words, which it left in English."""
    return list(_spoken[0].missing)


def unsaid_words(texts: list[str]) -> str:
    """The warning about such texts."""
    shown = ", ".join(repr(text) for text in texts[:SHOWN]) + ", ..." * (len(texts) > SHOWN)
    return (
        f"{len(texts)} texts have no words in the language of the study and stay as they are: {shown}; names are said "
        "under `labels`, sentences of the workflow in scripts/report/zh.toml"
    )
