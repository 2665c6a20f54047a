"""Headers of two levels: groups of columns above their members, which no single row names."""

from core.errors import named
from draft.headers import measure
from draft.shape import Shape, are_names
from panel.layouts import fold

MOST = 30  # headers that a message shows


def two_levels(lines: list[list[str]], shape: Shape, units: str) -> str:
    """Why a table has no single row of headers, and what to write in their place; empty if it has one.

    `units` is the path of the definitions of units of measurement.
    """
    row = shape.header_row - 1
    above = [(row - 1, row)] if row else []
    below = [] if any(shape.units) else [(row, row + 1)]
    for upper, lower in above + below:
        if lower < len(lines) and (headers := _one_row(lines[upper], lines[lower], units)):
            return (
                f"rows {upper + 1} and {lower + 1} are headers of two levels, and a study file names one row; put one "
                f"row in their place, a header in each column, and draft again: {named(headers, MOST)}"
            )
    return ""


def _one_row(upper: list[str], lower: list[str], units: str) -> list[str]:
    """The headers that two rows make together; empty if they are not two levels.

    They are if the first column is named only above and another only below, or if the groups above are what tells
    the columns below apart.
    """
    width = max(len(upper), len(lower))
    upper, lower = ([cell.strip() for cell in (*line, *[""] * width)][:width] for line in (upper, lower))
    first = next((place for place, cell in enumerate(upper) if cell), None)
    if first is None or not are_names([cell for cell in (*upper, *lower) if cell]):
        return []
    pairs = list(zip(_carried(upper), upper, lower, strict=True))
    joined = [_joined(group if low else up, low, units) for group, up, low in pairs]
    below = not lower[first] and any(low and not up for _, up, low in pairs)
    apart = sum(map(bool, upper)) > 1 and _repeated(lower) and not _repeated(joined)
    return [header or "(empty)" for header in joined] if below or apart else []


def _carried(cells: list[str]) -> list[str]:
    """Each cell, or the last one before it that is not empty."""
    last, found = "", []
    for cell in cells:
        last = cell or last
        found.append(last)
    return found


def _joined(group: str, member: str, units: str) -> str:
    if group and member and measure(member, units):
        return f"{group}({member})"
    return "_".join(filter(None, (group, member)))


def _repeated(headers: list[str]) -> bool:
    folded = [fold(header) for header in headers if header]
    return len(set(folded)) < len(folded)
