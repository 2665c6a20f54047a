"""LaTeX as nested groups: where they end, which arguments a command has, what is left when the command goes."""

import re
from collections.abc import Callable, Iterator

CLOSING = {"{": "}", "[": "]"}
SPECIAL = re.compile(r"\\.|[{}]", re.DOTALL)


def group_end(text: str, start: int) -> int:
    """The place behind the group in braces that begins at `start`, or the end of the text if nothing closes it."""
    depth = 0
    for mark in SPECIAL.finditer(text, start):
        depth += (mark.group() == "{") - (mark.group() == "}")
        if depth == 0:
            return mark.end()
    return len(text)


def bracket_end(text: str, start: int) -> int:
    """The same of square brackets, in which braces are closed."""
    depth = 0
    at = start
    while at < len(text):
        if text[at] == "\\":
            at += 2
            continue
        if text[at] == "{":
            at = group_end(text, at)
            continue
        depth += (text[at] == "[") - (text[at] == "]")
        at += 1
        if depth == 0:
            return at
    return len(text)


def argument(text: str, at: int) -> tuple[str, int]:
    """The argument that begins at or behind `at`: a group, a command, or one character, nothing where a
    group ends; and the place behind it."""
    at = _skip(text, at)
    if at >= len(text) or text[at] == "}":
        return "", at
    if text[at] == "{":
        end = group_end(text, at)
        return text[at + 1 : end - 1], end
    found = re.compile(r"\\(?:[A-Za-z@]+|.)|.", re.DOTALL).match(text, at)
    return found.group(), found.end()


def option(text: str, at: int) -> tuple[str | None, int]:
    """The argument in square brackets at or behind `at`, None if there is none; and the place behind it."""
    after = _skip(text, at)
    if after < len(text) and text[after] == "[":
        end = bracket_end(text, after)
        return text[after + 1 : end - 1], end
    return None, at


def _skip(text: str, at: int) -> int:
    return re.compile(r"[ \t]*\n?[ \t]*").match(text, at).end()


def replaced(text: str, names: str, layout: str, by: Callable[..., str]) -> str:
    """`text` with what `by` makes of each command of `names`, given its arguments, and of those inside of them.

    layout : its arguments by how they begin, as ``*[{``: a star (whether there is one), one in square brackets (None if
    it is not there), one in braces
    """
    pattern = re.compile(rf"\\(?:{names})(?![A-Za-z@])")
    parts, last = [], 0
    while found := pattern.search(text, last):
        given, end = arguments(text, found.end(), layout)
        parts += [text[last : found.start()], replaced(by(*given), names, layout, by)]
        last = end
    return "".join([*parts, text[last:]])


def arguments(text: str, at: int, layout: str) -> tuple[list, int]:
    """The arguments that stand behind a command, and the place behind them."""
    given = []
    for kind in layout:
        if kind == "*":
            given.append(text[at : at + 1] == "*")
            at += given[-1]
        else:
            one, at = (option if kind == "[" else argument)(text, at)
            given.append(one)
    return given, at


def environments(text: str, names: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Of each environment of `names` that is in no other of them: its name, and where it, what is inside, and what is
    behind begin: begin, inner, inner_end, end."""
    marks = re.compile(rf"\\(begin|end)\s*\{{({names})\}}")
    depth = 0
    for mark in marks.finditer(text):
        if mark[1] == "begin":
            if depth == 0:
                name, begin, inner = mark[2], mark.start(), mark.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield name, begin, inner, mark.start(), mark.end()


def rewritten(text: str, names: str, by: Callable[[str, str], str]) -> str:
    """`text` with what `by` makes of the name and the inside of each outermost environment of `names`."""
    parts, last = [], 0
    for name, begin, inner, inner_end, end in environments(text, names):
        parts += [text[last:begin], by(name, text[inner:inner_end])]
        last = end
    return "".join([*parts, text[last:]])


def deepest(text: str) -> int:
    """How many groups stand inside each other at most."""
    depth = most = 0
    for mark in SPECIAL.finditer(text):
        depth = max(depth + (mark.group() == "{") - (mark.group() == "}"), 0)
        most = max(most, depth)
    return most
