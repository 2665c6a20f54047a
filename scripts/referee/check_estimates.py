"""The referee on coefficients: whether estimate, error, t and p are of one regression."""

from collections import Counter
from collections.abc import Iterator

from printed.places import coefficients_of, p_shown, said, shown, span
from printed.printed_tables import Coefficient, Numbered, Printed, Regressions
from printed.rounding import Interval, overlap, size
from printed.tables import place
from referee.findings import Draft, Found, check
from referee.starring import RESAMPLED, TRANSFORMED, ratio
from referee.tails import fewest_df, p_values

KINDS_OF_T = ("std_error", "statistic")
FRAGILE = 1000  # a ratio of estimate and error above it is one of numbers that rounding has taken away


def spots_of(draft: Draft, printed: Printed, coefficient: Coefficient, *kinds: str) -> tuple:
    """Those of an estimate, and of these `kinds` or all that stands beneath it."""
    beneath = [at for kind, at in coefficient.beneath.items() if not kinds or kind in kinds]
    return tuple(draft.spot_in(printed.table, at) for at in (coefficient.estimate, *beneath))


def written(coefficient: Coefficient) -> str:
    """``0.1025** (0.0572)``."""
    beneath = " ".join(f"({at.number.text})" for at in coefficient.beneath.values())
    return f"{coefficient.estimate.number.text}{coefficient.stars} {beneath}"


@check(
    "E",
    "Nuijten et al. (2016), statcheck",
    "One of the three is not that of the regression",
    "Compare all three with the output of the program",
)
def t_ratio(draft: Draft) -> Found:
    """A t value that is not the estimate over its error, where both are printed."""
    for printed, one in plain(draft, "std_error", "statistic"):
        error, statistic = one.beneath["std_error"], one.beneath["statistic"]
        quotient = ratio(span(printed, one.estimate), span(printed, error))
        if not overlap(quotient, size(span(printed, statistic))):
            what = (
                f"{one.estimate.number.text} over {error.number.text} is {shown(quotient)} in absolute value, and t is "
            )
            yield place(printed, one), f"{what}{statistic.number.text}", spots_of(draft, printed, one, *KINDS_OF_T)


@check(
    "E",
    "Nuijten et al. (2016), statcheck",
    "No number of degrees of freedom and no rounding gives this p-value",
    "Compare estimate, error and p with the output of the program; say it where p is of another test",
)
def p_of_t(draft: Draft) -> Found:
    for printed in draft.tables:
        words = said(printed)
        if RESAMPLED.search(words) or TRANSFORMED.search(words):
            continue
        for one, model in coefficients_of(printed):
            if "p_value" in one.beneath and (statistic := statistic_of(printed, one)):
                p, implied = one.beneath["p_value"], p_values(statistic, fewest_df(printed, model, draft))
                if not overlap(implied, span(printed, p)):
                    what = f"{written(one)}: t implies {p_shown(implied)}, and p is {p.number.text}"
                    yield place(printed, one), what, spots_of(draft, printed, one)


def statistic_of(printed: Printed, coefficient: Coefficient) -> Interval | None:
    """t as it is printed, else the estimate over its error; None without either."""
    if at := coefficient.beneath.get("statistic"):
        return span(printed, at)
    at = coefficient.beneath.get("std_error")
    return ratio(span(printed, coefficient.estimate), span(printed, at)) if at and at.number.value > 0 else None


def plain(draft: Draft, *kinds: str) -> Iterator[tuple[Printed, Coefficient]]:
    """Coefficients with all `kinds` beneath or beside them, in tables that print estimates as they were made."""
    for printed in draft.tables:
        if not TRANSFORMED.search(said(printed)):
            for coefficient, _ in coefficients_of(printed):
                if all(kind in coefficient.beneath for kind in kinds):
                    yield printed, coefficient


@check(
    "E",
    "Nuijten et al. (2016), statcheck",
    "An estimate and its t value have one sign",
    "Compare both with the output of the program",
)
def t_sign(draft: Draft) -> Found:
    """Signs that differ, but for tables of absolute t values."""
    found = list(plain(draft, "statistic"))
    signed = {id(printed) for printed, one in found if one.beneath["statistic"].number.value < 0}
    below = Counter(id(printed) for printed, one in found if one.estimate.number.value < 0)
    for printed, one in found:
        statistic = one.beneath["statistic"].number
        absolute = id(printed) not in signed and below[id(printed)] > 1
        if not absolute and one.estimate.number.value * statistic.value < 0:
            what = f"The estimate is {one.estimate.number.text}, its t value {statistic.text}"
            yield place(printed, one), what, spots_of(draft, printed, one, "statistic")


@check("E", "", "A standard error is above zero", "Compare it with the output of the program")
def error_positive(draft: Draft) -> Found:
    """Errors below zero, and zeros beside estimates that rounding cannot have made so much larger."""
    for printed, coefficient in plain(draft, "std_error"):
        error = coefficient.beneath["std_error"].number
        far = abs(coefficient.estimate.number.value) > FRAGILE * error.half
        if error.value < 0 or (error.value == 0 and far):
            what = f"The standard error of {coefficient.estimate.number.text} is {error.text}"
            yield place(printed, coefficient), what, spots_of(draft, printed, coefficient, "std_error")


@check("E", "", "A probability is between 0 and 1", "Compare it with the output of the program")
def p_range(draft: Draft) -> Found:
    for printed, at in _p_values(draft):
        share = 0.01 if at.number.percent else 1.0
        if not overlap((0.0, 1.0), tuple(share * end for end in at.number.range)):
            yield place(printed, at), f"A p-value is {at.number.text}", (draft.spot_in(printed.table, at),)


@check("N", "", "No p-value is zero", "Print p < 0.001")
def p_zero(draft: Draft) -> Found:
    zeros = [(printed, at) for printed, at in _p_values(draft) if at.number.value == 0]
    for printed in draft.tables:
        own = [at for table, at in zeros if table is printed]
        if own:
            what = f"p = {own[0].number.text} is printed {len(own)} times"
            yield printed.table.place, what, tuple(draft.spot_in(printed.table, at) for at in own)


def _p_values(draft: Draft) -> Iterator[tuple[Printed, Numbered]]:
    """Those beneath coefficients, and those of tests."""
    for printed in draft.tables:
        for coefficient, _ in coefficients_of(printed):
            if at := coefficient.beneath.get("p_value"):
                yield printed, at
        for model in printed.models if isinstance(printed, Regressions) else ():
            for meaning, at in model.statistics.items():
                if meaning in ("p_value", "hansen_p", "ar1_p", "ar2_p"):
                    yield printed, at
