"""The referee on units of measurement: shares, logarithms and scores with values that they cannot have."""

import math
import re
from collections.abc import Iterator

from printed.places import WORDS, said, shown
from printed.printed_tables import Descriptives, Numbered
from printed.rounding import minus, overlap
from printed.tables import place
from referee.check_moments import spots
from referee.columns import variables
from referee.findings import Draft, Found, check

SHARES = re.compile(r"\b(share(?! price)|proportion|fraction)\b|占比|比重|城镇化率|urbani[sz]ation rate", WORDS)
LOGS = re.compile(
    r"^(?:log|ln)(?:arithm)?(?: of|\b)\s*\(?(.*?)\)?$|^(.*?)\s*\(?(?:in )?(?:log|ln|logs|对数)\)?$", WORDS
)
FRONTIER = re.compile(r"\b(SBM|DEA|BCC|CCR|data envelopment)\b|数据包络", WORDS)
OPEN_ABOVE = re.compile(r"super|cross-efficiency|超效率|交叉效率|output[- ]orient|产出导向", WORDS)
FAR = 5  # above it a variable called efficiency is a ratio of two amounts
SCORE = re.compile(r"efficien|效率", WORDS)
NO_SCORE = re.compile(r"change|growth|index|log|\bln|malmquist|progress|lag|变化|增长|指数|对数|进步", WORDS)


@check(
    "W",
    "",
    "It is in another unit of measurement, or of another variable",
    "Compare the source, and print the unit beside the name",
)
def share_bounds(draft: Draft) -> Found:
    """Variables called a share with values below 0, or above 1 and above 100."""
    for printed, variable, numbers in variables(draft):
        if not SHARES.search(variable) or LOGS.match(variable) or "growth" in variable.casefold():
            continue
        for name in ("min", "max", "mean"):
            at = numbers.get(name)
            if at and (at.number.range[1] < 0 or at.number.range[0] > 100):
                what = f"{variable}: a share has the {name} {at.number.text}"
                yield place(printed, at), what, spots(draft, printed, numbers, name)


@check(
    "W",
    "Jensen (1906)",
    "The logarithm of a variable keeps its order, so one of the two rows is of another variable or other rows",
    "Compare both rows with the data; say it where 1 is added before the logarithm",
)
def logs_agree(draft: Draft) -> Found:
    """A variable and its logarithm, both printed, with other distances of minimum, mean and maximum; units cancel."""
    for printed in draft.tables:
        if not isinstance(printed, Descriptives) or re.search(r"1 ?\+|\+ ?1|加1", said(printed)):
            continue
        rows = {name.casefold(): numbers for name, numbers in printed.variables.items()}
        for variable, logs in printed.variables.items():
            found = LOGS.match(variable)
            raw = rows.get((found[1] or found[2] or "").strip().casefold()) if found else None
            if raw and raw is not logs and all({"min", "max"} <= one.keys() for one in (raw, logs)):
                for name, least, most in distances(raw):
                    distance = minus(logs[name].number.range, logs["min"].number.range) if name in logs else None
                    if distance and not overlap(distance, (least, most)):
                        what = f"{variable}: {name} less minimum is {shown(distance)}, by the raw variable "
                        what += f"{shown((least, most))}" if least > 0 else f"at most {most:.3f}"
                        yield place(printed, logs[name]), what, spots(draft, printed, logs, name, "min")


def distances(raw: dict[str, Numbered]) -> Iterator[tuple[str, float, float]]:
    """How far the logarithms of maximum and mean are from that of the minimum; of positive numbers.

    The mean of logarithms is at most the logarithm of the mean (Jensen).
    """
    low, high = raw["min"].number.range, raw["max"].number.range
    if low[0] > 0:
        yield "max", math.log(high[0] / low[1]), math.log(high[1] / low[0])
        if "mean" in raw:
            yield "mean", 0.0, math.log(raw["mean"].number.range[1] / low[0])


@check(
    "E",
    "Tone (2001)",
    "A score of this model is at most 1 and not below 0",
    "Say it where the scores are those of a super-efficiency model, or compare them with the program's output",
)
def score_bounds(draft: Draft) -> Found:
    """Efficiency of a manuscript that names a frontier model and no super-efficiency, above 1; or below 0 in any."""
    words = "\n".join([*(text.text for text in draft.manuscript.texts), *(said(one) for one in draft.tables)])
    if not FRONTIER.search(words):
        return
    for printed, variable, numbers in variables(draft):
        top = numbers["max"].number.value if "max" in numbers else 0.0
        if not SCORE.search(variable) or NO_SCORE.search(variable) or top > FAR:
            continue
        if "max" not in numbers or numbers["max"].number.value > FAR:
            continue
        for name in ("min", "mean", "max"):
            at = numbers.get(name)
            above = at and at.number.range[0] > 1 and not at.number.percent and not OPEN_ABOVE.search(words)
            if at and (at.number.range[1] < 0 or above):
                what = f"{variable}: the {name} of the scores is {at.number.text}"
                yield place(printed, at), what, spots(draft, printed, numbers, name)
