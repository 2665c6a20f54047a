"""At which level a printed coefficient is significant: by its stars and the legend, and by the numbers beneath it."""

from dataclasses import dataclass

from papers.numerals import Number
from printed.printed_tables import Coefficient
from printed.rounding import Interval, over, size
from referee.matching import Place, places_of
from report.typed import two_sided

USUAL = {"*": 0.1, "**": 0.05, "***": 0.01}
LEVELS = (0.0, 0.01, 0.05, 0.1, 1.0)
FEW_DF = 15  # fewer clusters than most papers have, so that p is no larger


@dataclass(frozen=True)
class Earned:
    """What a coefficient has earned: where its numbers cannot explain its stars, either of both may be right.

    stars : the level that they say, 1 for none, None if the table has no stars; p : what p may be, None if unknown
    """

    stars: float | None
    p: Interval | None

    @property
    def is_earned(self) -> bool:
        """Whether the numbers may have these stars."""
        if self.stars is None or self.p is None:
            return True
        stricter = max((one for one in LEVELS if one < self.stars), default=0.0)
        return self.p[0] < self.stars and self.p[1] >= stricter

    def reaches(self, level: float) -> bool:
        """Whether it may be called significant at a level."""
        by_stars = self.stars is not None and self.stars <= level
        by_p = self.p is not None and self.p[0] < level and (self.stars is None or not self.is_earned)
        return by_stars or by_p or (self.stars is None and self.p is None)

    def misses(self, level: float) -> bool:
        """Whether it may be called insignificant at a level."""
        by_stars = self.stars is not None and self.stars > level
        by_p = self.p is not None and self.p[1] >= level and (self.stars is None or not self.is_earned)
        return by_stars or by_p or (self.stars is None and self.p is None)


def earned(place: Place) -> Earned:
    return Earned(_by_stars(place), _p_range(place.coefficient))


def _by_stars(place: Place) -> float | None:
    used = {mark for one in places_of(place.printed) if (mark := one.coefficient.stars)}
    legend = place.printed.legend or USUAL
    if not used or not used <= set(legend):
        return None
    return legend[place.coefficient.stars] if place.coefficient.stars else 1.0


def _p_range(coefficient: Coefficient) -> Interval | None:
    beneath = coefficient.beneath
    if p := beneath.get("p_value"):
        return max(0.0, p.number.range[0]), p.number.range[1]
    if statistic := _statistic(coefficient.estimate.number, beneath):
        return two_sided(statistic[1], None), two_sided(statistic[0], FEW_DF)
    return None


def _statistic(estimate: Number, beneath: dict) -> Interval | None:
    if t := beneath.get("statistic"):
        return size(t.number.range)
    error = beneath.get("std_error")
    if error and error.number.range[0] > 0:
        return size(over(estimate.range, error.number.range))
    return None


def level_words(level: float | None) -> str:
    """``significant at 5 %``, ``without stars``."""
    if level is None:
        return "in a table without stars"
    return "without stars" if level >= 1 else f"with stars of {100 * level:g} %"
