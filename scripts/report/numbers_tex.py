r"""The numbers of a study for LaTeX: a line each, which `studynumbers.sty` reads, and what it prints of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.files import plain
from report.quotable import Quotable

HEAD = "% Numbers of a study, which studynumbers.sty prints by their addresses; made by the workflow, not to be edited."
LINE = re.compile(r"^\\StudyNumber\{([^{}]*)\}\{(.*)\}\{([^{}]*)\}\{([^{}]*)\}$", re.MULTILINE)
NUM = re.compile(r"\\num\s*(?:\[([^\]]*)\])?\s*\{\s*([^{}]+?)\s*\}")  # its options and its address
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


@dataclass(frozen=True)
class Line:
    """A number as a line of numbers.tex has it; `printed` without TeX's commands."""

    printed: str
    value: float
    stars: str = ""


def read_tex(text: str) -> dict[str, Line]:
    """The numbers of a file as `to_tex` writes it, by address."""
    return {
        address: Line(_from_tex(printed), float(value), stars) for address, printed, value, stars in LINE.findall(text)
    }


def _from_tex(printed: str) -> str:
    powers = re.sub(r"\\times10\^\{(-?)(\d+)\}", lambda power: f"e{power[1] or '+'}{power[2]:0>2}", printed)
    return re.sub(r"\\ensuremath|[{}]", "", powers)


def option(options: str, name: str) -> str | None:
    r"""The value of an option of `\\num`, empty if it has none, None if it is not there."""
    parts = (part.partition("=") for part in options.split(","))
    return next((value.strip() for key, _, value in parts if key.strip() == name), None)


def as_quoted(options: str, line: Line) -> str:
    r"""What ``\num[options]{address}`` prints of a number."""
    percent, decimals = option(options, "percent") is not None, option(options, "decimals") or ""
    stars = line.stars if option(options, "stars") is not None else ""
    if not percent and not decimals.isdecimal():
        return line.printed + stars
    value, fewer = (line.value * 100, 2) if percent else (line.value, 0)
    behind = len(line.printed.partition("e")[0].partition(".")[2])
    text = f"{value:.{int(decimals) if decimals.isdecimal() else max(0, behind - fewer)}f}"
    return (text if text.strip("-0.") else text.lstrip("-")) + stars


def with_numbers(source: str, numbers: Mapping[str, Line]) -> str:
    r"""A LaTeX source with the numbers in the places of their ``\num{address}``; what is no address stays."""

    def shown(found: re.Match) -> str:
        options, address = found[1] or "", found[2]
        if address in numbers:
            return as_quoted(options, numbers[address])
        return option(options, "else") or found.group()

    return NUM.sub(shown, source)
