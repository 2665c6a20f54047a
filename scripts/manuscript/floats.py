r"""Floats of LaTeX with their parts in one order: caption, tables, and all else beneath them as notes."""

import re

from manuscript.braces import arguments, replaced, rewritten
from manuscript.counters import FLOATS
from manuscript.tabulars import NAMES, plain

TABLES = "|".join(re.escape(name) for name, kind in FLOATS.items() if kind == "table")
LONG = r"longtable\*?|longtabu|xltabular|supertabular"
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
    """`text` with each float of a table, and each table outside of one, in environments that the walker knows."""
    text = rewritten(text, TABLES, _float)
    return _captions(rewritten(text, rf"tablefloat|{NAMES}", _outside))


def _outside(name: str, inside: str) -> str:
    if name == "tablefloat":
        return rf"\begin{{tablefloat}}{inside}\end{{tablefloat}}"
    return plain(rf"\begin{{{name}}}{inside}\end{{{name}}}")


def _captions(text: str) -> str:
    r"""``\captionof`` outside of floats as a caption."""
    return replaced(
        text,
        "captionof",
        "*{[{",
        lambda _, kind, short, title: _caption(title) if kind == "table" else f"\n\n{title}\n\n",
    )


def _caption(title: str) -> str:
    return f"\n\n\\begin{{tablecaption}}\n{title}\n\\end{{tablecaption}}\n\n" if title.strip() else ""


def _float(name: str, inside: str) -> str:
    if re.fullmatch(LONG, name):
        inside = _taken_out(rf"\begin{{{name}}}{inside}\end{{{name}}}")
    titles: list[str] = []
    inside = _unboxed(inside)

    def take(title: str) -> str:
        titles.append(title.strip())
        return " "

    inside = replaced(inside, "captionof", "*{[{", lambda _star, _kind, _short, title: take(title))
    inside = replaced(inside, "caption(?!setup)", "*[{", lambda _star, _short, title: take(title))
    inside = replaced(
        inside, "(?:tabnote|floatfoot|fnote|tablenote|legend|source|captionnotes)", "{", lambda note: f"\n\n{note}\n\n"
    )
    tables: list[str] = []

    def table(one: str, body: str) -> str:
        tables.append(plain(rf"\begin{{{one}}}{body}\end{{{one}}}"))
        return "\n\n"

    rest = re.sub(r"\\item\b\s*(?:\[[^\]]*\])?", "\n\n", rewritten(inside, NAMES, table))
    rest = re.sub(r"\A\s*\[[^\]]*\]", "", rest)
    title = next((one for one in titles if one), "")
    more = "\n\n".join(one for one in titles if one and one is not title)
    notes = f"\\begin{{tablenotes}}\n{more}\n\n{rest}\n\\end{{tablenotes}}" if (more + rest).strip() else ""
    return "\n\n\\begin{tablefloat}\n" + _caption(title) + "".join(tables) + f"\n{notes}\n\\end{{tablefloat}}\n\n"


def _taken_out(table: str) -> str:
    """A table that runs over pages, its first caption before it, and no further one."""
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
