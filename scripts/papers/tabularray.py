r"""Tables of the package tabularray, as floats with a caption and notes of their own."""

import re

from papers.braces import argument, arguments, environments

NAMES = "tblr|talltblr|longtblr|longtabs|booktabs"
KEY = re.compile(r"(?P<key>caption|note|remark)\s*(?:\{(?P<mark>[^{}]*)\})?\s*=\s*(?=\{)")


def with_captions(text: str) -> str:
    r"""`text` with the captions and notes that are options of such tables as ``\caption``, and beneath them."""
    parts, last = [], 0
    for name, begin, inner, inner_end, end in environments(text, NAMES):
        (options, layout), rows = arguments(text, inner, "[{")
        given = _given(options or "") + _given(layout)
        title = "".join(rf"\caption{{{said}}}" for key, _, said in given if key == "caption")
        notes = "".join(f"\n\n{mark} {said}" for key, mark, said in given if key != "caption")
        table = f"{title}\n\\begin{{{name}}}{{}}{text[rows:inner_end]}\\end{{{name}}}{notes}\n"
        floats = name == "longtblr" or not _in_float(text[:begin])
        parts += [text[last:begin], rf"\begin{{table}}{table}\end{{table}}" if title and floats else table]
        last = end
    return "".join([*parts, text[last:]])


def _in_float(before: str) -> bool:
    return len(re.findall(r"\\begin\{(?:sideways)?table\*?\}", before)) > len(
        re.findall(r"\\end\{(?:sideways)?table\*?\}", before)
    )


def _given(options: str) -> list[tuple[str, str, str]]:
    """Captions and notes among options: their key, the mark of a note, and the text."""
    found = []
    for key in KEY.finditer(options):
        found.append((key["key"], key["mark"] or "", argument(options, key.end())[0]))
    return found
