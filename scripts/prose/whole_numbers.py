"""Whole numbers of sentences, in digits or in words: how many of something there are."""

import re

WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
TENS = {
    word: 10 * at
    for at, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
UNITS = {word: at for at, word in enumerate(re.findall(r"\w+", WORDS), 1)}
BELOW_HUNDRED = UNITS | TENS
BELOW_HUNDRED |= {f"{ten}-{word}": TENS[ten] + unit for ten in TENS for word, unit in UNITS.items() if unit < 10}
FIGURES = {figure: at for at, figure in enumerate("一二三四五六七八九", 1)} | {"两": 2}

IN_DIGITS = r"[1-9]\d{0,2}(?:[,，\u2006\u2009\u202f]\d{3})+|[1-9]\d*"
IN_WORDS = "|".join(sorted(BELOW_HUNDRED, key=len, reverse=True))
IN_CHINESE = "[一二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九]"
OF = "个座家所县市"  # classifiers of what is counted
COUNT = (
    rf"(?:(?<![\d.,])(?:{IN_DIGITS})(?![\d%％‰]|[.,]\d| ?[%％]| ?per ?cent)"
    rf"|\b(?:{IN_WORDS})\b(?!-)|(?:{IN_CHINESE})(?=[{OF}]))"
)
YEAR = re.compile(r"(?:19|20)\d\d")


def value_of(text: str) -> int:
    """The number that a match of `COUNT` says."""
    digits = re.sub(r"[,，\u2006\u2009\u202f]", "", text)
    if digits.isdigit():
        return int(digits)
    if text.isascii():
        return BELOW_HUNDRED[text.lower()]
    ten, there, unit = text.rpartition("十")
    return (10 * FIGURES.get(ten, 1) if there else 0) + FIGURES.get(unit, 0)


def counts_in(text: str) -> list[int]:
    """All whole numbers of a text but years, in their order."""
    found = (one.group() for one in re.finditer(COUNT, text, re.IGNORECASE))
    return [value_of(one) for one in found if not YEAR.fullmatch(one)]
