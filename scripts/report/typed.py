"""Numbers as they are printed or typed: how far they are rounded, and the p-value that a table leaves out."""

import math
from decimal import Decimal

from report.printed import probability


def decimals(printed: float | str) -> int:
    """How many digits stand behind the point; a text keeps its last zeros."""
    return max(0, -Decimal(str(printed)).as_tuple().exponent)


def agrees(printed: float | str, exact: float) -> bool:
    """Whether `exact` may be printed as `printed`, rounded up or down."""
    return abs(float(printed) - exact) <= 0.5000001 * 10.0 ** -decimals(printed)


def two_sided(statistic: float, df: int | None) -> float:
    """Probability of a larger |t| with `df` degrees of freedom, of a larger |z| without.

    The finite sums for whole `df` are those of Abramowitz and Stegun (1964), 26.7.3 and 26.7.4.
    """
    if df is None:
        return math.erfc(abs(statistic) / math.sqrt(2))
    angle = math.atan(abs(statistic) / math.sqrt(df))
    power, total = (math.cos(angle), 0.0) if df % 2 else (1.0, 0.0)
    for k in range(1 + df % 2, df, 2):
        total += power
        power *= math.cos(angle) ** 2 * k / (k + 1)
    inside = math.sin(angle) * total
    return 1 - (2 / math.pi * (angle + inside) if df % 2 else inside)


def p_value(row: dict, clusters: int | None) -> float | None:
    """That of a coefficient; of one without what its estimate and error say, with a degree of freedom less than
    `clusters`."""
    if row["p_value"] is not None or not row["std_error"]:
        return row["p_value"]
    return two_sided(row["estimate"] / row["std_error"], clusters and clusters - 1)


def p_words(value: float) -> str:
    """``p = 0.030``, ``p < 0.001``."""
    said = probability(value)
    return f"p {said.replace('<', '< ')}" if "<" in said else f"p = {said}"
