r"""Numbers that a LaTeX manuscript quotes by their addresses, as ``\num{baseline.both.ai}``, as they are printed.

docs/numbers.md says what is written and printed; the files beside the manuscript are those of `report.numbers_tex`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import StudyError
from manuscript.encodings import decoded
from manuscript.limits import contents

FILES = ("numbers.tex", "numbers/numbers.tex")  # of which the first that there is counts
LINE = re.compile(r"^\\StudyNumber\{([^{}]*)\}\{(.*)\}\{([^{}]*)\}\{([^{}]*)\}$", re.MULTILINE)
FURTHER = re.compile(r"\\studynumbers\s*\{([^{}]+)\}")
QUOTE = re.compile(r"\\num\s*(?:\[(?P<options>[^\]]*)\])?\s*\{(?P<address>[^{}]*)\}")
POWER = re.compile(r"\\ensuremath\{(-?[\d.]+)\\times10\^\{(-?\d+)\}\}")
UNKNOWN = "??"


@dataclass(frozen=True)
class Quoted:
    """A number as its file has it; printed : as a text, its signs and commas those of a text"""

    printed: str
    value: float
    stars: str

    @property
    def decimals(self) -> int:
        return len(self.printed.partition(".")[2])


def numbers_beside(path: Path, source: str) -> dict[str, Quoted]:
    r"""The numbers by their addresses that the manuscript `path` has beside it, or reads by ``\studynumbers``."""
    home = path.resolve().parent
    found: dict[str, Quoted] = {}
    for name in [*(name for name in FILES if (home / name).is_file())][:1] + FURTHER.findall(source):
        file = (home / name).resolve()
        if file.is_file() and file.is_relative_to(home):
            for address, printed, value, stars in LINE.findall(decoded(contents(file), file)):
                found[address] = Quoted(_plain(printed), _number(value, file), stars)
    return found


def _number(text: str, file: Path) -> float:
    try:
        return float(text)
    except ValueError:
        raise StudyError(f"{file}: `{text}` is no number; copy the file from the results again") from None


def _plain(printed: str) -> str:
    printed = POWER.sub(r"\1e\2", printed).replace(r"\ensuremath{-}", "−").replace(r"\ensuremath{<}", "<")
    return printed.replace("{,}", ",")


def with_numbers(source: str, numbers: dict[str, Quoted]) -> str:
    """`source` with the numbers that it quotes; other arguments of the command are numbers of siunitx, and stay."""
    return QUOTE.sub(lambda quote: _quoted(quote, numbers), source)


def _quoted(quote: re.Match, numbers: dict[str, Quoted]) -> str:
    pairs = (part.partition("=") for part in (quote["options"] or "").split(","))
    options = {key.strip(): value.strip(" {}") for key, _, value in pairs if key.strip()}
    number = numbers.get(quote["address"].strip())
    if number is None:
        is_address = quote["address"].strip()[:1].isalpha()
        return options.get("else", UNKNOWN) if is_address else rf"\num{{{quote['address']}}}"
    stars = "{}" + number.stars if "stars" in options else ""
    if "percent" not in options and "decimals" not in options:
        return number.printed + stars
    fewer = 2 if "percent" in options else 0
    decimals = options.get("decimals", "")
    places = int(decimals) if decimals.isdigit() else max(0, number.decimals - fewer)
    return f"{number.value * 10**fewer:.{places}f}".replace("-", "−") + stars
