r"""Numbers that a LaTeX manuscript quotes by their addresses, as ``\num{baseline.both.ai}``, as they are printed.

docs/numbers.md says what is written and printed; the files beside the manuscript are those of `report.numbers_tex`.
"""

import re
from pathlib import Path

from core.errors import StudyError
from papers.encodings import decoded
from papers.limits import contents
from report.numbers_tex import NUM, Line, as_quoted, option, read_tex

FILES = ("numbers.tex", "numbers/numbers.tex")  # of which the first that there is counts
FURTHER = re.compile(r"\\studynumbers\s*\{([^{}]+)\}")
UNKNOWN = "??"


def numbers_beside(path: Path, source: str) -> dict[str, Line]:
    r"""The numbers by their addresses that the manuscript `path` has beside it, or reads by ``\studynumbers``."""
    home = path.resolve().parent
    found: dict[str, Line] = {}
    for name in [*(name for name in FILES if (home / name).is_file())][:1] + FURTHER.findall(source):
        file = (home / name).resolve()
        if file.is_file() and file.is_relative_to(home):
            try:
                found |= read_tex(decoded(contents(file), file))
            except ValueError as error:
                raise StudyError(f"{file}: {error}; copy the file from the results again") from None
    return found


def with_numbers(source: str, numbers: dict[str, Line]) -> str:
    """`source` with the numbers that it quotes; other arguments of the command are numbers of siunitx, and stay."""
    return NUM.sub(lambda found: _quoted(found, numbers), source)


def _quoted(found: re.Match, numbers: dict[str, Line]) -> str:
    options, address = found[1] or "", found[2]
    if address in numbers:
        return as_quoted(options, numbers[address])
    return (option(options, "else") or UNKNOWN) if address[:1].isalpha() else found.group()
