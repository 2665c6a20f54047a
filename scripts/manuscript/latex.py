r"""LaTeX before pandoc reads it: what it would lose, as tables in boxes, or read as text, as lengths, is put right."""

import re

from core.errors import StudyError
from manuscript.braces import argument, deepest, replaced, rewritten
from manuscript.counters import counted
from manuscript.floats import in_order
from manuscript.macros import expanded
from manuscript.tabularray import with_captions

DEEPEST = 200  # groups inside each other
DROPPED = {  # commands whose arguments are no text, and their layouts
    **dict.fromkeys(("vspace", "hspace", "vskip", "hskip"), "*{"),
    **dict.fromkeys(
        (
            "phantom",
            "hphantom",
            "vphantom",
            "setstretch",
            "linespread",
            "color",
            "columncolor",
            "bibliographystyle",
            "pagestyle",
            "thispagestyle",
            "sisetup",
            "captionsetup",
            "pagenumbering",
            "hypersetup",
            "graphicspath",
            "SetTblrInner",
            "setstcolor",
            "floatname",
            "bookmarksetup",
            "DTLloaddb",
        ),
        "[{",
    ),
    **dict.fromkeys(("cellcolor", "rowcolor"), "[{"),
    **dict.fromkeys(
        (
            "setlength",
            "addtolength",
            "fontsize",
            "newcolumntype",
            "settowidth",
            "definecolor",
            "setcounter",
            "rowcolors",
        ),
        "{{",
    ),
    **dict.fromkeys(("rule",), "[{{"),
    **dict.fromkeys(("includegraphics",), "*[{"),
}
KEPT = {  # commands of whose arguments one is text: layout, and which
    **dict.fromkeys(("resizebox",), ("*{{{", 3)),
    **dict.fromkeys(("scalebox",), ("{[{", 2)),
    **dict.fromkeys(("adjustbox", "textcolor", "colorbox", "rotatebox", "hypertarget", "foreignlanguage"), ("[{{", 2)),
    **dict.fromkeys(("parbox", "raisebox"), ("{[[[{", 4)),
    **dict.fromkeys(
        (
            "mbox",
            "fbox",
            "makebox",
            "framebox",
            "centerline",
            "tablenum",
            "text[a-z]*num",
            "uline",
            "underline",
            "textnormal",
        ),
        ("[[{", 2),
    ),
}
ALIGNED = r"(?:align|gather|eqnarray|multline|flalign|alignat)\*?"
NONUMBER = re.compile(r"\\(?:nonumber|notag)\b")
CELLS = "makecell|shortstack|thead|specialcell|Centerstack|Longstack"
STARS = re.compile(
    r"\$\s*(?:\{\s*\})?\s*\^\s*\{?\s*(?P<stars>(?:\*|\\ast(?![a-z])|\\star(?![a-z])|\\text\{\*+\}|\s)+)\}?\s*\$|\\\(\s*\^\s*\{(?P<more>\**)\}\s*\\\)"
)
KNOWN = re.compile(  # commands that pandoc reads, or that hold no text
    r"text[a-z]*|emph|math[a-z]*|cite[a-zA-Z]*|[a-zA-Z]*cite[a-z]*|href|url|footnote[a-z]*|thanks|section|subsection|subsubsection|chapter|paragraph"
    r"|subparagraph|part|title|author|date|begin|end|item|multicolumn|multirow|caption|label|ref|bibliography|bibitem|num|SI|si|qty|unit"
    r"|frac|dfrac|tfrac|sqrt|left|right|sum|prod|int|hat|bar|tilde|overline|underline|widehat|widetilde|vec|operatorname|overset|underset|big[a-z]*|Big[a-z]*"
    r"|abstract|keywords|usepackage|documentclass|input|include|ce|enquote|def|newcommand|let|hyperref|nolinkurl|sym|today|nameref|pageref|gls[a-z]*|ac[a-z]*|SIrange|numrange|numlist|ang|boldsymbol|bm|substack|stackrel|not|limits|tag|intertext"
)
LENGTH = re.compile(r"\s*-?[\d.]*\s*(?:\\[A-Za-z]+|pt|cm|mm|ex|em|in|bp|pc|sp)?\s*(?:plus.*|minus.*)?\s*")


def prepared_latex(source: str, values: dict[str, str]) -> str:
    r"""The body of a LaTeX manuscript as pandoc can read it; `values` are what ``\num{address}`` stands for.

    Raises StudyError for groups or commands inside each other beyond what a manuscript has.
    """
    if deepest(source) > DEEPEST:
        raise StudyError(f"braces stand inside each other more than {DEEPEST} levels deep")
    source = re.sub(r"(?<!\\)((?:\\\\)*)%\n[ \t]*", r"\1", source)
    source = _with_values(source, values)
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


def _with_values(source: str, values: dict[str, str]) -> str:
    return re.sub(r"\\num\s*\{([^{}]+)\}", lambda found: values.get(found[1].strip(), found.group()), source)


def _parted(source: str) -> tuple[str, str]:
    """Preamble and body; a part of a manuscript is all body."""
    found = re.search(r"\\begin\s*\{document\}", source)
    if not found:
        return "", source
    return source[: found.start()], re.split(r"\\end\s*\{document\}", source[found.end() :])[0]


def _titled(preamble: str, body: str) -> str:
    """The body with the title that the preamble gives, and the abstract of classes that have it there."""
    title = re.search(r"\\title\s*(?:\[[^\]]*\])?\s*(?=\{)", preamble)
    text = f"\\title{{{argument(preamble, title.end())[0]}}}\n" if title else ""
    for name in ("abstract", "cnabstract", "keywords"):
        if found := re.search(rf"\\{name}\s*(?=\{{)", preamble):
            text += (
                f"\\begin{{abstract}}{argument(preamble, found.end())[0]}\\end{{abstract}}\n"
                if "abstract" in name
                else ""
            )
    return text + re.sub(r"\\abstract\s*(?=\{)", r"\\section*{Abstract} ", body)


def _simpler(text: str) -> str:
    """`text` without lengths, colours and boxes, with stars and breaks in cells as they are read."""
    text = STARS.sub(lambda found: _asterisks(found["stars"] or found["more"] or ""), text)
    text = replaced(text, "sym", "{", lambda stars: _asterisks(stars))
    text = replaced(text, "tnote", "{", lambda mark: _asterisks(mark) if "*" in mark else "")
    for name, layout in DROPPED.items():
        text = replaced(text, name, layout, lambda *_: " ")
    for name, (layout, which) in KEPT.items():
        text = replaced(text, name, layout, lambda *given, which=which: given[which])
    text = replaced(text, CELLS, "*[{", lambda _star, _place, cell: re.sub(r"\\\\\s*(?:\[[^\]]*\])?", "\n", cell))
    text = re.sub(
        r"\\(?:centering|raggedright|raggedleft|small|footnotesize|scriptsize|tiny|normalsize|large|Large|bfseries|itshape|sffamily|selectfont|noindent|sloppy|begingroup|endgroup|hfill|onehalfspacing|doublespacing|singlespacing|clearpage|newpage|maketitle|protect|leavevmode|strut|allowbreak|relax|bf|it|rm|sc|quad|qquad|enspace|thinspace|frontmatter|mainmatter|backmatter|newline|linebreak)(?![A-Za-z])",
        " ",
        text,
    )
    text = re.sub(r"\\(?:par|smallskip|medskip|bigskip)(?![A-Za-z])", "\n\n", text)
    text = re.sub(
        r"\\begin\{(?:landscape|singlespace|spacing|small|footnotesize)\}(?:\{[\d.]+\})?|\\end\{(?:landscape|singlespace|spacing|small|footnotesize)\}",
        "\n\n",
        text,
    )
    return re.sub(r"(?<=\d)\{,\}(?=\d)", ",", text)


def _asterisks(stars: str) -> str:
    r"""Stars as such; the group before them keeps ``\\\\`` from taking the first."""
    count = len(re.findall(r"\*|\\ast|\\star", stars))
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
