r"""Floats of LaTeX with their parts in one order: caption, tables, and all else beneath them as notes."""

import re

from manuscript.braces import arguments, replaced, rewritten
from manuscript.counters import FLOATS
from manuscript.tabulars import NAMES, plain

TABLES = "|".join(re.escape(name) for name, kind in FLOATS.items() if kind == "table")
LONG = r"longtable\*?|longtabu|xltabular|supertabular"
FIGURES = "|".join(re.escape(name) for name, kind in FLOATS.items() if kind == "figure")
NOTE = "tabnote|floatfoot|fnote|tablenote|legend|source|captionnotes|fignote|figurenote|note"
NOTES = r"tablenotes|TableNotes|legend"
BOXES = (
    "minipage|threeparttable|measuredfigure|adjustbox|center|flushleft|flushright|subtable|footnotesize|small|scriptsize|tiny|spacing|singlespace"
    "|singlespacing|onehalfspace|adjustwidth|changemargin|landscape|varwidth|lrbox|sideways|turn|rotate"
)
BOX_ARGUMENTS = {
    "minipage": "[[{",
    "adjustbox": "{",
    "subtable": "[{",
    "spacing": "{",
    "adjustwidth": "{{",
    "changemargin": "{{",
    "varwidth": "[{",
    "threeparttable": "[",
    "turn": "{",
    "rotate": "{",
    "lrbox": "{",
}


def in_order(text: str) -> str:
    """`text` with each float, and each table outside of one, in environments that the walker knows."""
    text = rewritten(text, f"{TABLES}|{FIGURES}", _float)
    text = rewritten(text, rf"tablefloat|{NAMES}", _outside)
    return replaced(text, "captionof", "*{[{", lambda _star, kind, _short, title: _caption(kind, title))


def _outside(name: str, inside: str) -> str:
    table = rf"\begin{{{name}}}{inside}\end{{{name}}}"
    return table if name == "tablefloat" else plain(table)


def _caption(kind: str, title: str) -> str:
    return f"\n\n\\begin{{{kind}caption}}\n{title}\n\\end{{{kind}caption}}\n\n" if title.strip() else ""


def _float(name: str, inside: str) -> str:
    """A float: its captions, its tables, and beneath them as notes whatever else it has."""
    kind = FLOATS[name]
    whole = rf"\begin{{{name}}}{inside}\end{{{name}}}" if re.fullmatch(LONG, name) else inside
    inside = _unboxed(rewritten(whole, LONG, _taken_out))
    titles: list[str] = []
    tables: list[str] = []

    def title(*given) -> str:
        titles.append(given[-1].strip())
        return " "

    def table(name: str, body: str) -> str:
        tables.append(plain(rf"\begin{{{name}}}{body}\end{{{name}}}"))
        return "\n\n"

    inside = replaced(inside, "captionof", "*{[{", title)
    inside = replaced(inside, "caption(?!setup)", "*[{", title)
    inside = replaced(inside, NOTE, "{", lambda note: f"\n\n{note}\n\n")
    inside = replaced(inside, "subfloat|subfigure|subcaptionbox", "[{", lambda _, body: f"\n\n{body}\n\n")
    rest = re.sub(r"\\item(?![A-Za-z])\s*(?:\[[^\]]*\])?", "\n\n", rewritten(inside, NAMES, table))
    rest = re.sub(r"\A\s*\[[^\]]*\]", "", rest)
    notes = f"\\begin{{tablenotes}}\n{rest}\n\\end{{tablenotes}}" if rest.strip() else ""
    captions = [_caption(kind, one) for one in titles]
    if len(captions) != len(tables):
        captions, tables = ["".join(captions)], ["".join(tables)]
    parts = [f"{caption}{one}" for caption, one in zip(captions, tables, strict=True)]
    return "\n\n".join(
        f"\\begin{{tablefloat}}\n{part}\n\\end{{tablefloat}}" for part in [*parts[:-1], parts[-1] + notes]
    )


def _taken_out(name: str, inside: str) -> str:
    """A table that runs over pages, its first caption before it, and no further one."""
    table = rf"\begin{{{name}}}{inside}\end{{{name}}}"
    found = re.search(r"\\caption(?![A-Za-z])", table)
    if not found:
        return table
    end = arguments(table, found.end(), "*[{")[1]
    caption = table[found.start() : end]
    row = re.compile(r"\s*(?:\\tabularnewline|\\\\)\s*(?:\[[^\]]*\])?").match(table, end)
    table = table[: found.start()] + table[row.end() if row else end :]
    return caption + replaced(table, "caption", "*[{", lambda *_: "")


def _unboxed(text: str) -> str:
    """A float without the boxes, sizes and notes that are around its parts."""
    kept: list[str] = []
    text = rewritten(text, "TableNotes", lambda _, inside: kept.append(inside) or "")
    text = text.replace(r"\insertTableNotes", "") + "".join(f"\n\n{note}" for note in kept)
    boxes = "|".join(sorted(BOXES.split("|"), key=len, reverse=True))
    begin = re.compile(rf"\\begin\{{(?P<name>{boxes}|{NOTES})\}}")
    parts, last = [], 0
    while found := begin.search(text, last):
        parts.append(text[last : found.start()])
        _, last = arguments(text, found.end(), BOX_ARGUMENTS.get(found["name"], "["))
        parts.append("\n\n")
    text = "".join([*parts, text[last:]])
    return re.sub(rf"\\end\{{(?:{boxes}|{NOTES})\}}", "\n\n", text)
