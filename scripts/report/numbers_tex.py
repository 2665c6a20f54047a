"""The numbers of a study for LaTeX: a line each, which `studynumbers.sty` reads."""

import re

from core.files import plain
from report.quotable import Quotable

HEAD = "% Numbers of a study, which studynumbers.sty prints by their addresses; made by the workflow, not to be edited."
POWER = re.compile(r"(-?)([\d.]+)e([-+]?)0*(\d+)")


def to_tex(numbers: list[Quotable]) -> str:
    r"""A line ``\StudyNumber{address}{printed}{value}{stars}`` for each number."""
    lines = [
        rf"\StudyNumber{{{one.address}}}{{{for_tex(one.printed)}}}{{{plain(one.value)}}}{{{one.stars}}}"
        for one in numbers
    ]
    return "\n".join([HEAD, *lines]) + "\n"


def for_tex(printed: str) -> str:
    """A printed number that looks alike in text and in formulas: true signs, powers of ten, commas without a blank."""
    if power := POWER.fullmatch(printed):
        sign, digits, below, exponent = power.groups()
        return rf"\ensuremath{{{sign}{digits}\times10^{{{below.strip('+')}{exponent}}}}}"
    signed = re.sub("^[<-]", lambda sign: rf"\ensuremath{{{sign[0]}}}", printed)
    return signed.replace(",", "{,}")
