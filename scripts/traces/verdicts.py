"""What a study says of a number of a manuscript."""

from dataclasses import dataclass
from typing import Literal

from papers.numerals import Number
from referee.findings import Spot
from traces.results import Result

Said = Literal["supported", "contradicted", "without support", "no result"]


@dataclass(frozen=True)
class Verdict:
    """What the study says of a number.

    where : as a reader finds it; result : that which it was compared with, None if there is none
    stars : those that the study's p-value earns, None where stars agree or are not known
    """

    spot: Spot
    where: str
    number: Number
    said: Said
    message: str
    result: Result | None = None
    stars: str | None = None


def exact(value: float) -> str:
    """A value with more digits than tables print."""
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.6g}"


def has(result: Result) -> str:
    """``baseline.both.ai is 0.102512``."""
    return f"{result.address} is {exact(result.value)}"
