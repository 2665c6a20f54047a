"""Numbers as a manuscript prints them: value, digits behind the point, stars, and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

MINUS = "-\u2212\u2013\uff0d\u2010\u2011"  # hyphen, minus, dash, full-width hyphen: before a digit all are a sign
DECIMAL = rf"[{MINUS}]?\d*\.\d+"  # a number with a point, in patterns of sentences
STAR = "*\u2217\u22c6\uff0a\u2605"
BLANK = "[ \u00a0\u2006\u2009\u202f\u2007\u2008]"
THOUSANDS = "[,\u2006\u2009\u202f\uff0c]"
COUNTED = rf"{BLANK}?(?:[个座家条份]|观测|样本|observations\b|obs\b|(?:\w+-)+(?:years?|quarters?|months?)\b)"
NUMBER = re.compile(
    rf"(?<![A-Za-z0-9_.])(?P<sign>[{MINUS}+](?=\S)|(?<!\d )[{MINUS}+])?{BLANK}?"  # no sign: 0.1 - 0.2
    rf"(?P<digits>\d{{1,3}}(?: \d{{3}})+(?={COUNTED})"
    rf"|\d{{1,3}}(?:{THOUSANDS}\d{{3}})+(?![\d])(?:\.\d+)?|\d+\.\d+|\d+|\.\d+)"
    rf"(?:{BLANK}?(?:[eE](?P<e>[-+\u2212]?\d{{1,3}})|[\u00d7x]{BLANK}?10(?P<ten>[\u2212-]?\d{{1,3}}|\^\{{?[\u2212-]?\d+\}}?)))?"
    rf"(?P<percent>{BLANK}?[%\uff05])?"
    rf"(?P<stars>{BLANK}?[{STAR}]{{1,4}})?"
)


@dataclass(frozen=True)
class Number:
    """A printed number.

    text : as it stands, without stars; value : what it says, of 6.4 % it is 6.4
    decimals : digits behind the point, so that it is rounded to half of ``10 ** -decimals`` (times `scale`)
    scale : power of ten behind it, 1e-5 of ``1.2e-05``
    stars : those behind it; start, end : where it stands in the text that holds it, stars included
    """

    text: str
    value: float
    decimals: int
    percent: bool = False
    scale: float = 1.0
    stars: str = ""
    start: int = 0
    end: int = 0

    @cached_property
    def half(self) -> float:
        """Half of a unit of its last digit, and a little for what binary numbers cannot hold."""
        return 0.5000001 * 10.0**-self.decimals * self.scale

    @cached_property
    def range(self) -> tuple[float, float]:
        """What it may have been before it was rounded."""
        return self.value - self.half, self.value + self.half

    def agrees(self, exact: float) -> bool:
        """Whether `exact` may be printed so, rounded either way."""
        return abs(self.value - exact) <= self.half


def numbers_in(text: str) -> Iterator[Number]:
    """All numbers of a text, years and numbers of tables included, from left to right."""
    for found in NUMBER.finditer(text):
        yield _number(found)


def number_of(text: str) -> Number | None:
    """The number that is all of a text, but for blanks and brackets around it; None if it is something else."""
    found = NUMBER.search(text)
    if not found or re.sub(r"[\s()\[\]{}（）【】|]", "", text[: found.start()] + text[found.end() :]):
        return None
    return _number(found)


def _number(found: re.Match) -> Number:
    digits = re.sub(f"{THOUSANDS}| ", "", found["digits"])
    power = re.sub(r"[\^{}]", "", found["e"] or found["ten"] or "0").replace("\u2212", "-")
    scale = float(f"1e{int(power)}")
    negative = bool(found["sign"]) and found["sign"] != "+"
    stars = (found["stars"] or "").strip()
    text = found.group()[: len(found.group()) - len(found["stars"] or "")].strip()
    return Number(
        text=text,
        value=(-1 if negative else 1) * float(f"{digits}e{power}"),
        decimals=len(digits.partition(".")[2]),
        percent=bool(found["percent"]),
        scale=scale,
        stars="*" * len(stars),
        start=found.start(),
        end=found.end(),
    )
