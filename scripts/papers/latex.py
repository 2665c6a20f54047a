r"""LaTeX before pandoc reads it: what it would lose, as tables in boxes, or read as text, as lengths, is put right."""

import re

from core.errors import StudyError
from papers.braces import argument, deepest, replaced, rewritten
from papers.commands import ALIGNED, CELLS, DROPPED, KEPT, KNOWN, LENGTH, NONUMBER, SET, STARS, STARTS
from papers.floats import in_order
from papers.macros import expanded
from papers.numbering import counted
from papers.tabularray import with_captions
from papers.thousands import joined_thousands

ROW = re.compile(r"(?<!\\)&.*\\\\")
DEEPEST = 200  # groups inside each other


def prepared_latex(source: str) -> str:
    """The body of a LaTeX manuscript, its commands expanded, as pandoc can read it.

    Raises StudyError for groups or commands inside each other beyond what a manuscript has.
    """
    if deepest(source) > DEEPEST:
        raise StudyError(f"braces stand inside each other more than {DEEPEST} levels deep")
    preamble, body = _parted(expanded(source))
    body = counted(with_captions(rewritten(body, ALIGNED, _lines)), preamble)
    body = _simpler(_titled(preamble, body))
    body = re.sub(r"\\(begin|end)\{(?:cn)?abstract\*?\}", r"\n\n\\\1{theabstract}\n", body)
    return _unknown(in_order(body))


def _lines(name: str, inside: str) -> str:
    """The lines of an aligned formula as formulas of their own; pandoc has no characters for it as a whole."""
    inside = re.sub(r"\A\s*\{[^{}]*\}", "", inside) if name.startswith("alignat") else inside
    lines = [re.sub(r"(?<!\\)&", " ", line).strip() for line in re.split(r"\\\\(?:\[[^\]]*\])?", inside)]
    plain = [name.endswith("*") or bool(NONUMBER.search(line)) for line in lines]
    forms = [r"\[{}\]" if one else r"\begin{{equation}}{}\end{{equation}}" for one in plain]
    return "\n".join(form.format(NONUMBER.sub("", line)) for form, line in zip(forms, lines, strict=True) if line)


def _parted(source: str) -> tuple[str, str]:
    """Preamble and body; a part of a manuscript is all body, and rows alone are those of a table."""
    found = re.search(r"\\begin\s*\{document\}", source)
    if found:
        return source[: found.start()], re.split(r"\\end\s*\{document\}", source[found.end() :])[0]
    if r"\begin" not in source and ROW.search(source):
        source = rf"\begin{{tabular}}{{l}}{source}\end{{tabular}}"
    return "", source


def _titled(preamble: str, body: str) -> str:
    """The body with the title and the abstract that some classes have in the preamble."""
    title = re.search(r"\\title\s*(?:\[[^\]]*\])?\s*(?=\{)", preamble)
    abstract = re.search(r"\\(?:cn)?abstract\s*(?=\{)", preamble)
    text = f"\\title{{{argument(preamble, title.end())[0]}}}\n" if title else ""
    if abstract:
        text += f"\\begin{{abstract}}{argument(preamble, abstract.end())[0]}\\end{{abstract}}\n"
    return text + replaced(body, "abstract", "{", lambda inside: rf"\begin{{abstract}}{inside}\end{{abstract}}")


def _simpler(text: str) -> str:
    """`text` without lengths, colours and boxes, with stars and breaks in cells as they are read."""
    text = STARS.sub(lambda found: _asterisks(found.group()), text)
    text = re.sub(r"\{\s*([*])\s*\}|\\textasteriskcentered(?![A-Za-z])", "*", text)
    text = replaced(text, "sym", "{", _asterisks)
    text = replaced(text, "tnote", "{", lambda mark: _asterisks(mark) if "*" in mark else "")
    for names, layout in DROPPED.items():
        text = replaced(text, names, layout, lambda *_: " ")
    for names, (layout, which) in KEPT.items():
        text = replaced(text, names, layout, lambda *given, which=which: given[which])
    text = replaced(text, CELLS, "*[{", lambda _star, _place, cell: re.sub(r"\\\\\s*(?:\[[^\]]*\])?", "\n", cell))
    text = STARTS.sub("\n\n", SET.sub(" ", text))
    return re.sub(r"(?<=\d)\{,\}(?=\d)", ",", joined_thousands(text))


def _asterisks(stars: str) -> str:
    r"""Stars as such; the group before them keeps ``\\\\`` from taking the first."""
    count = len(re.findall(r"[*]|\\ast|\\star", stars))
    return "{}" + "*" * count if count else stars


def _unknown(text: str) -> str:
    r"""`text` with the arguments of commands that nobody has defined, where they hold numbers or stars: pandoc would
    leave both out."""
    parts, last = [], 0
    for found in re.finditer(r"\\([A-Za-z@]+)\*?(?=\{)", text):
        if found.start() < last or KNOWN.fullmatch(found[1]):
            continue
        given, end = argument(text, found.end())
        if re.search(r"[\d*]", given) and not LENGTH.fullmatch(given):
            parts += [text[last : found.start()], "{" + given + "}"]
            last = end
    return "".join([*parts, text[last:]])
