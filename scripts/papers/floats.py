r"""Floats of LaTeX with their parts in one order: caption, tables, and all else beneath them as notes."""

import re

from papers.braces import arguments, replaced, rewritten
from papers.counters import FLOATS
from papers.tabulars import NAMES, plain

TABLES = "|".join(re.escape(name) for name, kind in FLOATS.items() if kind == "table")
LONG = r"longtable\*?|longtabu|xltabular|supertabular"
FIGURES = "|".join(re.escape(name) for name, kind in FLOATS.items() if kind == "figure")
NOTE = "tabnote|floatfoot|fnote|tablenote|legend|source|captionnotes|fignote|figurenote|note"
INNER = ("sub", "table")  # parts of a float that stand in their order
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
    text = replaced(text, "plaincaption|subcaption", "{", lambda title: f"\n\n{title}\n\n")
    return replaced(text, "captionof", "*{[{", lambda _star, kind, _short, title: _caption(kind, title))


def _outside(name: str, inside: str) -> str:
    table = rf"\begin{{{name}}}{inside}\end{{{name}}}"
    return table if name == "tablefloat" else plain(table)


def _caption(kind: str, title: str) -> str:
    return f"\n\n\\begin{{{kind}caption}}\n{title}\n\\end{{{kind}caption}}\n\n" if title.strip() else ""


def _float(name: str, inside: str) -> str:
    """A float: its caption, its tables with those of their own, and beneath them as notes whatever else it has."""
    whole = rf"\begin{{{name}}}{inside}\end{{{name}}}" if re.fullmatch(LONG, name) else inside
    rest, parts = _parts(_unboxed(rewritten(whole, LONG, _taken_out)))
    titles = {sort: [text for kind, text in parts if kind == sort] for sort in ("caption", "plain", "table")}
    if not titles["caption"]:
        titles["caption"] = titles["plain"]
    elif titles["plain"]:
        rest += "\n\n" + "\n\n".join(titles["plain"])
    captions = [_caption(FLOATS[name], one) for one in titles["caption"]]
    notes = f"\\begin{{tablenotes}}\n{rest}\n\\end{{tablenotes}}" if rest.strip() else ""
    if len(captions) == len(titles["table"]):
        bodies = titles["table"]
    else:
        captions = ["".join(captions)]
        bodies = ["".join(text if kind == "table" else _caption(kind, text) for kind, text in parts if kind in INNER)]
    bodies[-1:] = [bodies[-1] + notes] if bodies else [notes]
    floats = [f"{one}{body}" for one, body in zip(captions or [""], bodies, strict=True)]
    return "\n\n" + "\n\n".join(f"\\begin{{tablefloat}}\n{one}\n\\end{{tablefloat}}" for one in floats) + "\n\n"


def _parts(inside: str) -> tuple[str, list[tuple[str, str]]]:
    """What is left of a float without its parts, and these in their order, each with its sort."""
    parts: dict[str, tuple[str, str]] = {}

    def taken(sort: str, text: str) -> str:
        parts[f"\0{len(parts)}\0"] = sort, text.strip()
        return f" {[*parts][-1]} "

    inside = rewritten(inside, NAMES, lambda name, body: taken("table", _outside(name, body)))
    inside = replaced(inside, "captionof", "*{[{", lambda _star, _kind, _short, title: taken("caption", title))
    inside = replaced(inside, "caption", "*[{", lambda _star, _short, title: taken("caption", title))
    inside = replaced(inside, "plaincaption", "{", lambda title: taken("plain", title))
    inside = replaced(inside, "subcaption", "{", lambda title: taken("sub", title))
    inside = replaced(inside, NOTE, "{", lambda note: f"\n\n{note}\n\n")
    inside = replaced(inside, "subfloat|subfigure", "[{", lambda title, body: taken("sub", title or "") + body)
    inside = replaced(inside, "subcaptionbox", "{{", lambda title, body: taken("sub", title) + body)
    rest = re.sub(r"\\item(?![A-Za-z])\s*(?:\[[^\]]*\])?", "\n\n", inside)
    order = re.findall("\0\\d+\0", rest)
    return re.sub("\0\\d+\0", "\n\n", re.sub(r"\A\s*\[[^\]]*\]", "", rest)), [parts[mark] for mark in order]


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
