"""How one printed number may have become another: the slips of the pen that a referee knows."""

import re

from papers.numerals import Number

SIGN, SHIFTED, SWAPPED, OTHER = (
    "the sign is other",
    "the point is shifted",
    "two digits are swapped",
    "one digit is other",
)


def agree(said: Number, printed: Number, by_size: bool = False) -> bool:
    """Whether two numbers may be roundings of one; `by_size` leaves the signs aside."""
    return meet(said.range, printed.range) or (by_size and meet(magnitude(said).range, magnitude(printed).range))


def meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two intervals share more than an end, so that 0.0637 and 0.0638 do not meet."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 1e-5 * min(one[1] - one[0], other[1] - other[0])


def magnitude(number: Number) -> Number:
    return Number(number.text.lstrip("-\u2212\u2013"), abs(number.value), number.decimals, scale=number.scale)


def slip(said: Number, printed: Number) -> str:
    """What would make `said` of `printed`: another sign, two digits swapped, one digit other, a shifted point."""
    if not printed.value or not said.value:
        return ""
    if said.value * printed.value < 0 and agree(said, printed, by_size=True):
        return SIGN
    ours, theirs = _digits(said, said.decimals), _digits(printed, said.decimals)
    if len(ours.lstrip("0")) < 2:
        return ""
    if _is_shift(said, printed):
        return SHIFTED
    if printed.decimals < said.decimals or len(ours) != len(theirs):
        return ""
    other = [at for at, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if (
        len(other) == 2
        and other[1] == other[0] + 1
        and ours[other[0]] == theirs[other[1]]
        and ours[other[1]] == theirs[other[0]]
    ):
        return SWAPPED
    if len(other) == 1 and len(ours.lstrip("0")) >= 3:
        return OTHER
    return ""


def _digits(number: Number, decimals: int) -> str:
    return f"{abs(number.value):.{max(0, decimals)}f}".replace(".", "")


def _is_shift(said: Number, printed: Number) -> bool:
    """Whether two numbers have the same digits, as far as both have them, and differ by a power of ten."""
    ours, theirs = (re.sub(r"\D", "", one.text.partition("e")[0]).strip("0") for one in (said, printed))
    if min(len(ours), len(theirs)) < 2 or said.scale != 1 or printed.scale != 1:
        return False
    ratio = abs(said.value / printed.value)
    return any(
        meet(tuple(end * 10.0**-power for end in magnitude(said).range), magnitude(printed).range)
        for power in (-3, -2, -1, 1, 2, 3)
        if 0.5 < ratio * 10.0**-power < 2
    )
