"""Commands of LaTeX by what they do to a text: those that leave it as it is, and those that have no text."""

import re


def _any(names: str) -> str:
    """A pattern for names that stand in one text."""
    return "|".join(names.split())


DROPPED = {  # commands without text by their names, with the layout of their arguments
    _any("vspace hspace vskip hskip"): "*{",
    _any(
        "phantom hphantom vphantom setstretch linespread color columncolor cellcolor rowcolor "
        "bibliographystyle pagestyle thispagestyle sisetup captionsetup pagenumbering hypersetup graphicspath "
        "SetTblrInner bookmarksetup bibliography addbibresource"
    ): "[{",
    _any("setlength addtolength fontsize newcolumntype settowidth definecolor rowcolors"): "{{",
    "rule": "[{{",
    "includegraphics": "*[{",
}
KEPT = {  # commands that set a text by their names, with their layout and the argument that is the text
    "resizebox": ("*{{{", 3),
    "scalebox": ("{[{", 2),
    _any("adjustbox textcolor colorbox rotatebox hypertarget foreignlanguage"): ("[{{", 2),
    _any("parbox raisebox"): ("{[[[{", 4),
    _any("mbox fbox makebox framebox centerline tablenum [lrc]lap math[lrc]lap textnormal uline underline"): ("[[{", 2),
}
CELLS = _any("makecell shortstack thead specialcell Centerstack Longstack")  # texts with breaks of lines
SET = re.compile(  # how a text is set
    r"\\(?:"
    + _any(
        "centering raggedright raggedleft small footnotesize scriptsize tiny normalsize large Large bfseries "
        "itshape sffamily selectfont noindent sloppy begingroup endgroup hfill onehalfspacing doublespacing "
        "singlespacing clearpage newpage maketitle protect leavevmode strut allowbreak relax bf it rm sc quad "
        "qquad enspace thinspace frontmatter mainmatter backmatter newline linebreak makeatletter makeatother "
        "arraybackslash"
    )
    + r")(?![A-Za-z])"
)
STARTS = re.compile(  # what begins a paragraph
    r"\\(?:par|smallskip|medskip|bigskip)(?![A-Za-z])"
    r"|\\(?:begin|end)\{(?:landscape|singlespace|spacing|small|footnotesize)\}(?:\{[\d.]+\})?"
)
ALIGNED = r"(?:align|gather|eqnarray|multline|flalign|alignat)\*?"
NONUMBER = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])")
STARS = re.compile(  # as superscripts in formulas of their own
    r"(?:\$|\\\()\s*(?:\{\s*\})?\s*\^\s*(?:\{(?:[*\s{}]|\\ast(?![a-z])|\\star(?![a-z])|\\text\{\*+\})+\}|\*+|\\ast|\\star)"
    r"\s*(?:\$|\\\))"
)
KNOWN = re.compile(  # commands that pandoc reads, or whose arguments are names
    _any(
        "text[a-z]* emph math[a-z]* [a-zA-Z]*cite[a-zA-Z]* href url nolinkurl footnote[a-z]* thanks "
        "(?:sub)*section chapter (?:sub)?paragraph part title author date begin end item multicolumn multirow "
        "[a-z]*caption captionof label ref bibitem num SI si qty unit SIrange numrange numlist ang [dt]?frac "
        "sqrt left right sum prod int hat bar tilde overline underline widehat widetilde vec operatorname "
        "overset underset [bB]ig[a-z]* abstract keywords usepackage documentclass input include ce enquote "
        "def newcommand let hyperref sym today nameref pageref gls[a-z]* ac[a-z]* boldsymbol bm substack "
        "stackrel not limits tag intertext"
    )
)
LENGTH = re.compile(r"\s*-?[\d.]*\s*(?:\\[A-Za-z]+|pt|cm|mm|ex|em|in|bp|pc|sp)?\s*(?:plus.*|minus.*)?\s*")
