"""Numbers that a sentence has from another paper: "Chen et al. (2019) find 0.62", "0.62（陈丹等，2019）"."""

import re

from papers.numerals import Number
from prose.phrases import METHOD

YEAR = r"(?:19|20)\d\d[a-z]?"
NAME = r"(?:[A-Z][\w'’-]+|[\u4e00-\u9fff]{2,4})"
PAPER = rf"{NAME}(?:,?\s*(?:and|&|和|与|et al\.?|等)\s*{NAME}?)?\s*[,，]?\s*[(（]{YEAR}[)）]"
OTHERS = (
    r"(?i:(?:previous|earlier|existing|prior|most) (?:studies|work|papers|estimates)|the literature)"
    r"|(?:已有|既有|现有|以往)(?:的)?(?:研究|文献)"
)
CLAUSE = r"(?:(?!\bwe\b|\bour\b|本文|我们)[^.,;，；。]|\.(?=\d|,))"
SAYS = (
    r"(?:\b(?:find|found|report|document|show|obtain|estimate[sd]?\b|measure|put)"
    r"|发现|认为|得到|测得|测算|指出|表明|显示|报告)"
)
BEFORE = re.compile(rf"(?:{PAPER}|{OTHERS}){CLAUSE}{{0,60}}?{SAYS}{CLAUSE}*$")
BEHIND = re.compile(
    rf"\s*(?:%|％|per\s?cent|percent)?\s*(?:[A-Za-z\s]{{0,30}}?\b(?:of|in|reported by|found by)\s+{PAPER}"
    rf"|[^.,;，。；(（\d]{{0,20}}[(（][^()（）]{{0,60}}?{NAME}[^()（）]{{0,20}}?{YEAR}[^()（）]{{0,30}}?[)）])"
)
NEAR = 40  # signs before a paper in which a method may be called its own


def is_cited(number: Number, text: str) -> bool:
    """Whether another paper has a number of a text, by the words before it and behind it."""
    said = BEFORE.search(text, endpos=number.start)
    if said and not METHOD.search(text, max(0, said.start() - NEAR), number.start):
        return True
    return bool(number.decimals and BEHIND.match(text, number.end))
