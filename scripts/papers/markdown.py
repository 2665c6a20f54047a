"""Markdown before pandoc reads it: stars that mark significance, and tables in LaTeX."""

import re
from collections import Counter

from papers.tabulars import NAMES
from papers.thousands import joined_thousands

STAR = "∗"
STARS = re.compile(r"(?<!\\)\*+")
LEGEND = re.compile(  # stars that a legend explains
    r"(?<=['‘\"“])\*{1,4}(?=['’\"”])|(?<![\\*\w)）])\*{1,4}(?=\s*(?:[、,，;；]|[和与及]|分别|表示|代表|(?:and|or)\s+\*|denote|indicate|represent|signific"
    r"|p\s*(?:-?value\s*)?(?:<|≤|=|\\<|\\leq|&lt;)))"
)
MATH = re.compile(r"\$[^$\n]+\$|`[^`\n]*`")
FENCE = re.compile(r"^(\s*)(```|~~~)")


CHUNK = re.compile(r"^(?P<fence>```+|~~~+)\s*\{.*?^(?P=fence)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
AROUND = rf"table\*?|sidewaystable|center|ThreePartTable|{NAMES}"
TABLE = re.compile(
    rf"^[ \t]*\\begin\{{(?P<name>{AROUND})\}}.*?^[^\n]*\\end\{{(?P=name)\}}[ \t]*$", re.DOTALL | re.MULTILINE
)
LABEL = re.compile(r"\{#(?P<quarto>tbl|fig)-(?P<name>[\w-]+)|\(\\?#(?P<bookdown>tab|fig):(?P<own>[\w-]+)\)")
WORDS = {"tbl": "Table", "tab": "Table", "fig": "Figure"}
PLACE = "latex-table-"  # class of what stands where a table in LaTeX stood, with its number


def parted(text: str) -> tuple[str, list[str]]:
    """`text` without code that computes, its stars kept, and the tables in LaTeX that stood in it."""
    tables: list[str] = []

    def taken(found: re.Match) -> str:
        tables.append(found.group())
        return f'\n\n<div class="{PLACE}{len(tables) - 1}"></div>\n\n'

    text = TABLE.sub(taken, CHUNK.sub("", text))
    return joined_thousands(stars_kept(_numbered(text))), tables


def _numbered(text: str) -> str:
    """`text` with the numbers that Quarto and bookdown give to labelled captions, in these and where they are named."""
    counts, numbers = Counter(), {}
    for label in LABEL.finditer(text):
        kind, name = (label["quarto"] or label["bookdown"]), label["name"] or label["own"]
        if (kind, name) not in numbers:
            counts[WORDS[kind]] += 1
            numbers[kind, name] = f"{WORDS[kind]} {counts[WORDS[kind]]}"
    for (kind, name), number in numbers.items():
        own = re.escape(name)
        text = re.sub(rf"(?<![\w@])@{kind}-{own}(?![\w-])", number, text)
        text = re.sub(rf"\\@ref\({kind}:{own}\)", number.split()[1], text)
        text = re.sub(rf"^(:|Table:)(?=.*\{{#{kind}-{own}\b)", rf"\1 {number}:", text, flags=re.MULTILINE)
        text = re.sub(rf"!\[(?=[^\]]*\]\([^)]*\)\{{#{kind}-{own}\b)", f"![{number}: ", text)
        text = re.sub(rf"\(\\?#{kind}:{own}\)", f"{number}: ", text)
    return text


def stars_kept(text: str) -> str:
    """`text` with a star of mathematics, which opens no emphasis and is as wide, for each star that stands behind a
    number or in a legend."""
    lines, fenced = [], False
    for line in text.split("\n"):
        fenced ^= bool(FENCE.match(line))
        lines.append(line if fenced else _line(line))
    return "\n".join(lines)


def _line(line: str) -> str:
    kept = MATH.split(line)
    codes = [*MATH.findall(line), ""]
    return "".join(_plain(part) + code for part, code in zip(kept, codes, strict=True))


def _plain(text: str) -> str:
    text = re.sub(r"^(\s*)\+(?=\s*p\s*[<≤=])", r"\1\\+", text)
    text = re.sub(r"^(\s*)\*(?=\s.*\s\*\*\s)", rf"\1{STAR}", text)
    text = LEGEND.sub(lambda found: STAR * len(found.group()), text)
    parts, last, opened = [], 0, 0
    for run in STARS.finditer(text):
        before, after = text[: run.start()][-1:], text[run.end() :][:1]
        length = len(run.group())
        marks = 0
        if before and (before.isdigit() or before in ")]"):
            marks = length - opened if length >= opened else length
            opened = 0 if length >= opened else opened
        elif opened and length >= opened and not before.isspace():
            opened = 0
        elif after and not after.isspace() and (not before or not before.isalnum()):
            opened = length
        parts.append(text[last : run.start()] + STAR * marks + "*" * (length - marks))
        last = run.end()
    return "".join([*parts, text[last:]])
