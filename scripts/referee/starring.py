"""How the stars of a table are to be read, and which of them what is printed beneath the estimates does not earn.

What notes say of stars and of parentheses is taken as it is said. Where they say nothing, the table is read in each
usual way, and the one with the fewest contradictions is its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from printed.places import WORDS, coefficients_of, said, span
from printed.printed_tables import Bracket, Coefficient, Effects, Printed, Regressions
from printed.rounding import Interval, over, size
from referee.columns import CONSTANT
from referee.findings import Draft
from referee.tails import fewest_df, p_values

USUAL = ({"*": 0.1, "**": 0.05, "***": 0.01}, {"*": 0.05, "**": 0.01, "***": 0.001})
STARS = r"(star|signific|asterisk|显著|星号)"
TESTS = r"(wild|permut|placebo|randomi[sz]|romano|bonferroni|false discovery|q-val|置换|随机化)"
OTHER_TEST = re.compile(  # stars that are not of the error that is printed
    rf"{STARS}[^.;。；\n]*{TESTS}|{TESTS}[^.;。；\n]*{STARS}|p \(statistic\)|\bdraws\b", WORDS
)
RESAMPLED = re.compile(r"bootstrap|wild|permut|randomi[sz]ation|jackknife|自助|置换|随机化", WORDS)
TRANSFORMED = re.compile(  # estimates that are not what their errors are of
    r"(odds|hazard|risk)[ -]ratio|incidence[ -]rate|relative risk|exponentiated|standardi[sz]ed (beta|coef)|"
    r"beta coefficient|优势比|风险比|标准化系数|posterior|credible|后验",
    WORDS,
)
ONE_SIDED = re.compile(r"one[ -](sided|tailed)|单侧|单尾", WORDS)
SWAPPED: dict[str, Bracket] = {"std_error": "statistic", "statistic": "std_error"}
UNSAID: tuple[dict[str, Bracket], ...] = ({"other": "std_error"}, {"other": "statistic"}, {"other": "p_value"})


@dataclass(frozen=True)
class Starred:
    """A coefficient with the p-values that it may have; `fault` is +1 for too many stars, -1 for too few."""

    coefficient: Coefficient
    p_values: Interval
    fault: int


@dataclass(frozen=True)
class Starring:
    """A table read in one way: by the levels of its stars, and by what numbers beneath are taken for."""

    printed: Printed
    legend: dict[str, float]
    taken: dict[str, Bracket]
    cells: tuple[Starred, ...]

    @property
    def wrong(self) -> list[Starred]:
        return [cell for cell in self.cells if cell.fault]


def starrings(draft: Draft) -> Iterator[tuple[Starring, Starring | None]]:
    """Tables as they are to be read, each with another reading without fault where this one has several."""
    for printed in draft.tables:
        if not isinstance(printed, Regressions | Effects) or not _comparable(printed):
            continue
        legends = [printed.legend] if printed.legend else USUAL
        unsaid = any("other" in coefficient.beneath for coefficient, _ in coefficients_of(printed))
        stated = _best(draft, printed, legends, UNSAID if unsaid else ({},))
        other = None
        if len(stated.wrong) > 1:
            swaps = [{kind: SWAPPED[kind]} for kind in SWAPPED if kind == printed.brackets]
            other = _best(draft, printed, [*legends, *USUAL], [stated.taken, *swaps])
        yield stated, other if other and not other.wrong else None


def _comparable(printed: Printed) -> bool:
    """Whether stars are of what is printed, and are used at all: a table with a legend may have earned none."""
    used = bool(printed.legend) or any(coefficient.stars for coefficient, _ in coefficients_of(printed))
    words = said(printed)
    return used and not OTHER_TEST.search(words) and not TRANSFORMED.search(words)


def _best(draft: Draft, printed: Printed, legends: Iterable[dict], takings: Iterable[dict]) -> Starring:
    readings = [_read(draft, printed, legend, taken) for taken in takings for legend in legends]
    return min(readings, key=lambda one: len(one.wrong))


def _read(draft: Draft, printed: Printed, legend: dict[str, float], taken: dict[str, Bracket]) -> Starring:
    sides = 2 if ONE_SIDED.search(said(printed)) else 1
    levels = {stars: min(1.0, sides * level) for stars, level in legend.items()}
    cells = []
    for coefficient, model in coefficients_of(printed):
        found = list(tests_of(printed, coefficient, fewest_df(printed, model, draft), taken))
        faults = {fault_of(coefficient.stars, p, levels) for p in found}
        if found:
            cells.append(Starred(coefficient, found[0], faults.pop() if len(faults) == 1 else 0))
    return Starring(printed, legend, taken, tuple(_without_customs(cells)))


def tests_of(printed: Printed, coefficient: Coefficient, fewest: int, taken: dict[str, Bracket]) -> Iterator[Interval]:
    """The p-values of a coefficient by each thing that is printed beneath it."""
    for kind, at in coefficient.beneath.items():
        kind, found = taken.get(kind, kind), span(printed, at)
        if kind == "p_value":
            yield max(0.0, found[0]), min(1.0, found[1])
        elif kind == "statistic":
            yield p_values(found, fewest)
        elif kind == "std_error" and found[1] > 0:
            yield p_values(ratio(span(printed, coefficient.estimate), found), fewest)


def ratio(estimate: Interval, error: Interval) -> Interval:
    """|t|, unbounded where the error may be zero."""
    low, high = size(estimate)
    top = over((high, high), error)[1] if error[0] > 0 else float("inf")
    return low / error[1], top


def fault_of(stars: str, p: Interval, levels: dict[str, float]) -> int:
    """+1 where no such p-value earns the stars, -1 where all earn more; a bound itself earns none."""
    if stars and stars not in levels:
        return 0
    own = levels.get(stars, 2.0)
    better = max((level for level in levels.values() if level < own), default=0.0)
    return 1 if p[0] >= own else -1 if better and p[1] < better else 0


def _without_customs(cells: list[Starred]) -> list[Starred]:
    """The cells without the faults that are customs: tables and rows that never have stars, and constants."""
    terms = {cell.coefficient.term for cell in cells if cell.coefficient.stars}
    bare = [cell.coefficient.term for cell in cells if cell.fault < 0 and cell.coefficient.term not in terms]
    unused = not terms and len(bare) > 1
    customs = {term for term in bare if unused or bare.count(term) > 1 or CONSTANT.fullmatch(term.strip())}
    return [replace(cell, fault=0) if cell.coefficient.term in customs else cell for cell in cells]
