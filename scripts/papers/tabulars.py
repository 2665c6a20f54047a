r"""Tables of LaTeX, of whatever package, as one plain ``tabular`` that pandoc can read."""

import re
from dataclasses import dataclass

from papers.braces import arguments, environments, group_end

LAYOUTS = {  # arguments before the rows
    **dict.fromkeys(("tabular", "longtable", "longtable*", "supertabular", "array", "deluxetable"), "[{"),
    **dict.fromkeys(("tabular*", "tabularx", "tabulary", "tabularew"), "{[{"),
    **dict.fromkeys(("xltabular",), "[{{"),
    **dict.fromkeys(("tblr", "talltblr", "longtblr", "booktabs"), "[{"),
}
NAMES = "|".join(sorted(map(re.escape, [*LAYOUTS, "tabu", "longtabu"]), key=len, reverse=True))
RULE = re.compile(
    r"\\(?:(?P<full>(?:top|mid|bottom|thick)rule(?:\[[^\]]*\])?|(?:first|last)?hline|hdashline(?:\[[^\]]*\])?"
    r"|(?:Xhline|hhline)\s*\{[^{}]*\}|specialrule(?:\s*\{[^{}]*\}){3})"
    r"|cmidrule\s*(?:\[[^\]]*\])?\s*(?:\((?:[^(){}]|\{[^{}]*\})*\))?\s*\{[^{}]*\}|c(?:dash)?line\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}"
    r"|addlinespace(?:\s*\[[^\]]*\])?|noalign\s*\{[^{}]*\}|morecmidrules|(?:small|med|big)skip|(?:no)?pagebreak(?:\[\d\])?"
    r"|newpage|hfill)(?![A-Za-z])"
)
ENDS = re.compile(r"\\end(firsthead|head|foot|lastfoot)(?![A-Za-z])")
BREAK = re.compile(r"\\\\\s*\*?\s*(?:\[[^\]]*\])?|\\tabularnewline(?![A-Za-z])\s*(?:\[[^\]]*\])?|\\cr(?![A-Za-z])")
HEAD = "headrows"  # environments that say how many first rows of a table are its head, as headrowsii
MERGED = re.compile(r"\\(?P<name>multicolumn|multirow(?:cell)?|SetCell)(?![A-Za-z])")
NUMERALS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")


@dataclass
class _Place:
    """A cell of the source: its text, and how many rows (upwards if negative) and columns it covers."""

    text: str
    rows: int = 1
    columns: int = 1


def plain(text: str) -> str:
    r"""`text` with each table as a plain ``tabular`` in an environment that says how many first rows are its head."""
    parts, last = [], 0
    for name, begin, inner, inner_end, end in environments(text, NAMES):
        parts += [text[last:begin], _plain(name, text[inner:inner_end])]
        last = end
    return "".join([*parts, text[last:]])


def _plain(name: str, inside: str) -> str:
    body = body_of(name, inside)
    body = _flattened(body)
    rows, head = _rows(_headed(body))
    width = max((sum(place.columns for place in row) for row in rows), default=0)
    if not width:
        return ""
    _moved_up(rows)
    lines = [" & ".join(map(_printed, row)) for row in rows]
    text = "\\begin{tabular}{" + "l" * width + "}\n" + " \\\\\n".join(lines) + " \\\\\n\\end{tabular}"
    headed = HEAD + NUMERALS[min(head, len(NUMERALS) - 1)]
    return f"\n\n\\begin{{{headed}}}\n{text}\n\\end{{{headed}}}\n\n"


def body_of(name: str, inside: str) -> str:
    """The rows of a table: what stands behind its arguments."""
    if name in ("tabu", "longtabu"):
        inside = inside[re.match(r"\s*(?:(?:to|spread)\s*[^{\[]*)?", inside).end() :]
        return inside[arguments(inside, 0, "[{")[1] :]
    return inside[arguments(inside, 0, LAYOUTS[name])[1] :]


def _flattened(body: str) -> str:
    """Tables inside cells as texts: they only break lines."""
    parts, last = [], 0
    for name, begin, inner, inner_end, end in environments(body, NAMES):
        text = _flattened(body_of(name, body[inner:inner_end]))
        text = BREAK.sub(" ", RULE.sub(" ", text)).replace(r"\&", "\0").replace("&", " ").replace("\0", r"\&")
        parts += [body[last:begin], f"{{{text.strip()}}}"]
        last = end
    return "".join([*parts, body[last:]])


def _headed(body: str) -> str:
    """The rows of a table that runs over pages, with its first head and its last foot alone."""
    pieces = ENDS.split(body)
    if len(pieces) == 1:
        return body
    named = dict(zip(pieces[1::2], pieces[::2], strict=False))
    head = named.get("firsthead", named.get("head", ""))
    foot = named.get("lastfoot", named.get("foot", ""))
    return head + pieces[-1] + ("" if re.search(r"continue|next page|续", foot, re.IGNORECASE) else foot)


def _rows(body: str) -> tuple[list[list[_Place]], int]:
    """The rows of a table, and how many of them stand above the first rule that is not the top one."""
    rows, head, last = [], 0, 0
    for end in [*_breaks(body), (len(body), len(body))]:
        line = body[last : end[0]]
        last = end[1]
        while rule := RULE.match(line.lstrip()):
            if rule["full"] and rows and not head:
                head = len(rows)
            line = line.lstrip()[rule.end() :]
        trailing = [rule for rule in RULE.finditer(line) if rule["full"]]
        line = RULE.sub(" ", line)
        cells = [_place(cell) for cell in _cells(line)]
        if any(cell.text.strip("{} \n\t~") for cell in cells):
            rows.append(cells)
            if trailing and not head:
                head = len(rows)
    return rows, head if head < len(rows) else 0


def _breaks(body: str) -> list[tuple[int, int]]:
    """Where rows end: breaks of lines that are in no group and no environment."""
    return [(at, BREAK.match(body, at).end()) for at in _outside(body, BREAK)]


def _cells(line: str) -> list[str]:
    ends = [*_outside(line, re.compile("&")), len(line)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _outside(text: str, what: re.Pattern) -> list[int]:
    """The places of `what` outside of groups and environments."""
    found, at, depth = [], 0, 0
    token = re.compile(r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\\\|\\(?:[A-Za-z]+|.)|[{}&]", re.DOTALL)
    while mark := token.search(text, at):
        at = mark.end()
        if mark.group() == "{":
            at = group_end(text, mark.start())
        elif mark.group() in (r"\begin", r"\end"):
            depth += 1 if mark.group() == r"\begin" else -1
        elif depth <= 0 and what.match(text, mark.start()):
            found.append(mark.start())
            at = what.match(text, mark.start()).end()
    return found


def _place(cell: str) -> _Place:
    r"""A cell with what ``\multicolumn`` and ``\multirow``, one in the other or not, say of it."""
    place = _Place(cell.strip())
    while found := MERGED.match(text := _bare(place.text)):
        match found["name"]:
            case "multicolumn":
                (count, _, content), end = arguments(text, found.end(), "{{{")
                place.columns = _whole(count)
            case "SetCell":
                (spans, _), end = arguments(text, found.end(), "[{")
                sizes = dict(re.findall(r"([rc])\s*=\s*(\d{1,3})", spans or ""))
                place.rows, place.columns = (_whole(sizes.get(kind, "1")) for kind in "rc")
                content = ""
            case _:
                (_, count, _, _, _, content), end = arguments(text, found.end(), "[{[{[{")
                place.rows = _whole(count)
        place.text = (content + text[end:]).strip()
    return place


def _bare(text: str) -> str:
    """A text without braces around all of it, if what they hold covers several places."""
    inside = text
    while inside.startswith("{") and group_end(inside, 0) == len(inside):
        inside = inside[1:-1].strip()
    return inside if MERGED.match(inside) else text


def _whole(text: str) -> int:
    number = re.match(r"\s*=?\s*(-?\d{1,3})", text)
    return int(number[1]) or 1 if number else 1


def _moved_up(rows: list[list[_Place]]) -> None:
    """Put a cell that covers rows upwards into the first of them, where its place is empty."""
    for at, row in enumerate(rows):
        for place in row:
            if place.rows >= 0:
                place.rows = min(place.rows, len(rows) - at)
                continue
            column = sum(one.columns for one in row[: row.index(place)])
            top = max(at + place.rows + 1, 0)
            above = _at(rows[top], column)
            if above and not above.text:
                above.text, above.rows, place.text = place.text, at - top + 1, ""
            place.rows = 1


def _at(row: list[_Place], column: int) -> _Place | None:
    start = 0
    for place in row:
        if start == column:
            return place
        start += place.columns
    return None


def _printed(place: _Place) -> str:
    text = _in_math(place.text)
    if place.rows > 1:
        text = rf"\multirow{{{place.rows}}}{{*}}{{{text}}}"
    return rf"\multicolumn{{{place.columns}}}{{l}}{{{text}}}" if place.columns > 1 else text


def _in_math(text: str) -> str:
    """A cell of a column that is all mathematics, as ``-0.003^{***}``, with the signs that say so."""
    bare = re.sub(r"\$.*?\$|\\\(.*?\\\)|\\.", "", text)
    return f"${text}$" if re.search(r"[\^_]", bare) and bare == re.sub(r"\\.", "", text) else text
