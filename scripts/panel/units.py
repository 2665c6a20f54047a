"""Units of measurement: factors between those of the files and that of the panel, by pint and resources/units.txt."""

import re
from functools import cache
from unicodedata import normalize

import pint

from core.errors import StudyError, nearest

UNKNOWN = (pint.UndefinedUnitError, ValueError, AttributeError, TypeError, pint.DefinitionSyntaxError)
SIGNS = {"%": "percent", "‰": "permille"}
COUNTED = re.compile(r"((?:[1-9][\d, ]*)?)\s*(k|thousand|million|billion|)\s+(?=[^\d\s])", re.IGNORECASE)
POWERS = {"": 1.0, "k": 1e3, "thousand": 1e3, "million": 1e6, "billion": 1e9}


@cache
def registry(path: str) -> pint.UnitRegistry:
    """The units defined in the file `path`, and no others."""
    return pint.UnitRegistry(path)


def factor(unit: str, target: str, path: str) -> float:
    """Number by which a value in `unit` becomes one in `target`; StudyError if unknown or not convertible."""
    quantities = registry(path)
    parsed = []
    for text in (unit, target):
        try:
            parsed.append(_parsed(text, quantities))
        except UNKNOWN:
            known = sorted({str(name) for name in quantities._units})
            raise StudyError(
                f"the unit of measurement `{text}` is not known; {nearest(text, known)}, defined in resources/units.txt"
            ) from None
    try:
        return float((parsed[0] / parsed[1]).to("").magnitude)
    except pint.DimensionalityError:
        raise StudyError(
            f"`{unit}` cannot be converted to `{target}`: they measure different things. Money in another currency "
            "needs its exchange rate as a variable"
        ) from None


def is_amount(unit: str, path: str) -> bool:
    """Whether `unit` measures what cannot be negative: money, persons, mass, energy, area, volume, things."""
    try:
        measured = _parsed(unit, registry(path))
    except UNKNOWN:
        return False
    return bool(unit) and not measured.dimensionless


def unit_in(unit: str | dict, year: int) -> str:
    """Unit of measurement of a column in a year; `unit` is one text, or the first year of each unit."""
    if isinstance(unit, str):
        return unit
    begun = [int(first) for first in unit if int(first) <= year]
    if not begun:
        raise StudyError(f"`unit` says nothing for {year}; it begins in {min(map(int, unit))}")
    return next(text for first, text in unit.items() if int(first) == max(begun))


def _parsed(text: str, quantities: pint.UnitRegistry) -> pint.Quantity:
    """The quantity that is 1 in the unit `text`, as ``万元``, ``10k yuan``, ``100 million yuan``, ``10,000 t``."""
    spelled, number = _spelled(text), 1.0
    if count := COUNTED.match(spelled):
        digits, word = count.groups()
        number = float(re.sub("[, ]", "", digits) or 1) * POWERS[word.lower()]
        spelled = spelled[count.end() :]
    return quantities.Quantity(number, quantities.Unit(spelled))


def _spelled(text: str) -> str:
    folded = normalize("NFKC", text).strip()
    for sign, word in SIGNS.items():
        folded = folded.replace(sign, word)
    return folded
