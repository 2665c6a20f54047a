"""The referee on summary statistics: means and deviations that such variables cannot have."""

import math
import re
from collections.abc import Callable
from itertools import pairwise

from papers.numerals import Number
from printed.places import WORDS, said, whole
from printed.printed_tables import Descriptives, Numbered
from printed.rounding import Interval, times
from printed.tables import place
from referee.columns import variables
from referee.findings import Draft, Found, check
from referee.matching import places, policy_of
from referee.moments import debit, grim, grimmer, largest_deviation, smallest_deviation

NAMED_BINARY = re.compile(r"dummy|dummies|binary|\b0[/-]1\b|=\s*1|whether|虚拟变量|哑变量|是否", WORDS)
POLICY = re.compile(
    r"\bdid\b|\btreat(ed|s)?\b|\btreatment\b|\b(policy|post|pilot|zone|demonstration|law|reform|ban|adopt(s|ed|ion)?)\b|"
    r"政策|试点|试验区|示范|改革|双重差分|处理组",
    WORDS,
)
GRADED = re.compile(  # names of what has degrees
    r"\b(shares?|ratios?|rates?|index|indices|intensity|percent|percentage|proportion|fraction|log|ln|exposure|scores?|"
    r"degree|effort|support|environment\w*|quality|attention|awareness|strength)\b|probab|uncertain|stringen|efficien|"
    r"占比|比重|比例|强度|指数|率|程度|力度|对数|得分|不确定|关注",
    WORDS,
)
COUNTED = re.compile(
    r"number of|count of|\bcounts?\b|how many|\bage\b|\bchildren\b|个数|数量|件数|人数|家数|次数", WORDS
)
SAMPLING = re.compile(r"(sampling|survey) weights?|weighted (means\b|summary|descriptive)|抽样权重", WORDS)
WEIGHTED = re.compile(
    rf"{SAMPLING.pattern}|weighted (mean|by|with)|\(weighted|-weighted|(are|is) weighted|weights? (are|is)|加权", WORDS
)
NEARLY = 0.003  # of the largest deviation: a variable with a few values between 0 and 1 is further from it
NEAR = 0.01  # of a policy: a share of each year, or an index, is further from it
QUANTILES = ("min", "p25", "median", "p75", "max")
UNKNOWN = 10  # observations of a variable whose table has no N: fewer are not summarised
SOURCES = {"grim": "Brown and Heathers (2017), GRIM", "grimmer": "Anaya (2016), Allard (2018), GRIMMER"}


def span_of(at: Numbered) -> Interval:
    return times(at.number.range, (0.01, 0.01)) if at.number.percent else at.number.range


def spots(draft: Draft, printed: Descriptives, numbers: dict, *names: str) -> tuple:
    return tuple(draft.spot_in(printed.table, numbers[name]) for name in names if name in numbers)


def exact(numbers: dict, name: str) -> float | None:
    at = numbers.get(name)
    return at.number.value if at else None


def weighted(draft: Draft, printed: Descriptives) -> bool:
    """Whether means are of weighted observations, by the table itself or by what a text says of the sample."""
    return bool(WEIGHTED.search(said(printed))) or any(SAMPLING.search(text.text) for text in draft.manuscript.texts)


def zero_one(draft: Draft, printed: Descriptives, variable: str, numbers: dict) -> bool:
    """Whether a variable is surely 0 or 1: by its name and ends, or by a deviation that only such variables have."""
    ends, mean = [exact(numbers, name) for name in ("min", "max")], numbers.get("mean")
    if mean is None or weighted(draft, printed):
        return False
    if NAMED_BINARY.search(variable) and ends in ([0, 1], [None, None]):
        return 0 <= mean.number.value <= 1 or ends == [0, 1]
    if ends != [0, 1]:
        return False
    if POLICY.search(variable) and not GRADED.search(variable):
        return True
    return spread_of_two(numbers, NEARLY) or (is_policy(draft, variable) and spread_of_two(numbers, NEAR))


def is_policy(draft: Draft, variable: str) -> bool:
    """Whether an abbreviation is what most regressions have first, or stands for a policy in the text."""
    if variable == policy_of(places(draft)):
        return True
    meaning = re.compile(rf"([^,.;:，。；：()（）]+)[(（]{re.escape(variable)}[)）]")
    said = [found[1] for block in draft.manuscript.texts for found in meaning.finditer(block.text)]
    return any(POLICY.search(words) for words in said) and not any(GRADED.search(words) for words in said)


def spread_of_two(numbers: dict, near: float) -> bool:
    """Whether mean and deviation, both to three digits, are all but those of zeros and ones: nothing else between 0 and
    1 spreads so far."""
    mean, deviation, count = numbers["mean"].number, numbers.get("sd"), whole(numbers.get("n"))
    if not count or count <= UNKNOWN or deviation is None or min(mean.decimals, deviation.number.decimals) < 3:
        return False
    most = [math.sqrt(max(0.0, mean.value * (1 - mean.value)) * factor) for factor in (1.0, count / (count - 1))]
    return any(abs(deviation.number.value - each) < near * each for each in most)


def counted(variable: str, numbers: dict) -> bool:
    """Whether a variable is surely whole: its name says a count, and its ends are whole and not both 0 and 1."""
    ends = [whole(numbers.get(name)) for name in ("min", "max")]
    return bool(COUNTED.search(variable)) and not GRADED.search(variable) and None not in ends


@check(
    "E",
    SOURCES["grim"],
    "A mean of whole numbers is a whole sum over N, and none is rounded to this one",
    "Compare mean and N with the data; one of them is of other rows, or misprinted",
)
def mean_of_counts(draft: Draft) -> Found:
    for printed, variable, numbers in variables(draft):
        count, mean = whole(numbers.get("n")), numbers.get("mean")
        if not (count and mean) or weighted(draft, printed):
            continue
        if not (zero_one(draft, printed, variable, numbers) or counted(variable, numbers)):
            continue
        if not grim(span_of(mean), count):
            low, high = nearest(span_of(mean), count)
            what = f"{variable}: no {count:,} whole numbers have the mean {mean.number.text}; {low}, {high}"
            yield place(printed, mean), what, spots(draft, printed, numbers, "mean", "n")


def nearest(mean: Interval, count: int) -> tuple[str, str]:
    """Means on either side, with the sums that make them."""
    below = int(mean[0] * count // 1)
    return tuple(f"{total:,}/{count:,} = {total / count:.5f}" for total in (below, below + 1))


@check(
    "E",
    "Heathers and Brown (2019), DEBIT",
    "The deviation of zeros and ones follows from their mean",
    "Compare both with the data; one of them is of another variable, or misprinted",
)
def deviation_of_shares(draft: Draft) -> Found:
    yield from other_deviations(draft, zero_one)


def other_deviations(draft: Draft, is_dummy: Callable[..., bool]) -> Found:
    """Variables of zeros and ones, by `is_dummy`, whose deviation does not follow from their mean."""
    for printed, variable, numbers in variables(draft):
        count, mean, deviation = whole(numbers.get("n")) or UNKNOWN, numbers.get("mean"), numbers.get("sd")
        if not (count > 1 and mean and deviation and is_dummy(draft, printed, variable, numbers)):
            continue
        if not debit(span_of(mean), span_of(deviation), count):
            share = mean.number.value * (0.01 if mean.number.percent else 1.0)
            implied = (max(0.0, share * (1 - share)) * count / (count - 1)) ** 0.5
            what = f"{variable}: zeros and ones with the mean {mean.number.text} have the SD {implied:.4f}, "
            what += f"printed is {deviation.number.text}"
            yield place(printed, deviation), what, spots(draft, printed, numbers, "mean", "sd")


@check(
    "E",
    SOURCES["grimmer"],
    "Whole numbers with this mean cannot have this deviation",
    "Compare mean, deviation and N with the data",
)
def deviation_of_counts(draft: Draft) -> Found:
    for printed, variable, numbers in variables(draft):
        count, mean, deviation = whole(numbers.get("n")), numbers.get("mean"), numbers.get("sd")
        if not (count and mean and deviation and counted(variable, numbers)) or weighted(draft, printed):
            continue
        if grim(span_of(mean), count) and not grimmer(span_of(mean), span_of(deviation), count):
            what = f"{variable}: no {count:,} whole numbers have mean {mean.number.text} and SD {deviation.number.text}"
            yield place(printed, deviation), what, spots(draft, printed, numbers, "mean", "sd", "n")


@check("E", "", "A minimum is below, and a maximum above, all that is between", "Compare them with the data")
def mean_in_range(draft: Draft) -> Found:
    """Minimum above maximum, and means and medians outside the two."""
    for printed, variable, numbers in variables(draft):
        low, high = numbers.get("min"), numbers.get("max")
        if low and high and low.number.range[0] > high.number.range[1]:
            what = f"{variable}: the minimum {low.number.text} is above the maximum {high.number.text}"
            yield place(printed, low), what, spots(draft, printed, numbers, "min", "max")
            continue
        for name in ("mean", "median"):
            at = numbers.get(name)
            if at and low and at.number.range[1] < low.number.range[0]:
                what = f"{variable}: the {name} {at.number.text} is below the minimum {low.number.text}"
                yield place(printed, at), what, spots(draft, printed, numbers, name, "min")
            if at and high and at.number.range[0] > high.number.range[1]:
                what = f"{variable}: the {name} {at.number.text} is above the maximum {high.number.text}"
                yield place(printed, at), what, spots(draft, printed, numbers, name, "max")


@check("E", "", "Quantiles rise from the minimum to the maximum", "Compare them with the data; a row may be shifted")
def quantile_order(draft: Draft) -> Found:
    for printed, variable, numbers in variables(draft):
        ordered = [name for name in ("p25", "median", "p75") if name in numbers]
        for lower, upper in pairwise(ordered):
            low, high = numbers[lower], numbers[upper]
            if low.number.range[0] > high.number.range[1]:
                what = f"{variable}: {lower} is {low.number.text}, and {upper} is {high.number.text}"
                yield place(printed, low), what, spots(draft, printed, numbers, lower, upper)


@check(
    "W",
    "Heathers and Brown (2019), DEBIT",
    "If it is 0 or 1, its deviation follows from its mean",
    "Compare both with the data, or say what its values between 0 and 1 are",
)
def deviation_of_policy(draft: Draft) -> Found:
    """A policy whose quantiles are printed as whole 0 and 1, with a deviation that zeros and ones do not have."""
    yield from other_deviations(draft, seems_zero_one)


def seems_zero_one(draft: Draft, printed: Descriptives, variable: str, numbers: dict) -> bool:
    """Whether a variable is a policy with quantiles that are whole 0 or 1, and not surely 0 or 1."""
    quantiles = [numbers[name].number for name in QUANTILES if name in numbers]
    is_whole = bool(quantiles) and all(one.decimals == 0 and one.value in (0, 1) for one in quantiles)
    named = POLICY.search(variable) and not GRADED.search(variable)
    within = is_whole and numbers["mean"].number.decimals > 1 and 0 < span_of(numbers["mean"])[0] < 1
    sure = zero_one(draft, printed, variable, numbers)
    return within and bool(named or is_policy(draft, variable)) and not sure and not weighted(draft, printed)


def bounds(end: Number, mean: Number) -> Interval:
    """What a minimum or maximum may be; 0 and 1 beside a mean with decimals are not rounded."""
    whole_end = end.decimals == 0 and mean.decimals > 1 and end.value in (0, 1)
    return (end.value, end.value) if whole_end else end.range


@check(
    "E",
    "Bhatia and Davis (2000); Popoviciu (1935)",
    "Values between these ends with this mean cannot spread so",
    "Compare mean, SD, minimum and maximum with the data; a row may be shifted",
)
def deviation_in_range(draft: Draft) -> Found:
    for printed, variable, numbers in variables(draft):
        if not {"sd", "mean", "min", "max"} <= numbers.keys() or zero_one(draft, printed, variable, numbers):
            continue
        mean, deviation, low, high = (numbers[name].number for name in ("mean", "sd", "min", "max"))
        count, least, most = whole(numbers.get("n")), bounds(low, mean)[0], bounds(high, mean)[1]
        if mean.range[1] < least or mean.range[0] > most or least > most:
            continue
        widest = largest_deviation(mean.range, least, most, count or UNKNOWN)
        narrowest = smallest_deviation(mean.range, bounds(low, mean)[1], bounds(high, mean)[0], count) if count else 0.0
        if deviation.range[0] > widest or deviation.range[1] < narrowest:
            bound = f"at most {widest:.4g}" if deviation.range[0] > widest else f"at least {narrowest:.4g}"
            what = f"{variable}: with mean {mean.text}, minimum {low.text} and maximum {high.text} the SD is {bound}, "
            what += f"printed is {deviation.text}"
            yield place(printed, numbers["sd"]), what, spots(draft, printed, numbers, "sd", "mean", "min", "max")


@check("E", "", "A deviation is not below zero", "Compare it with the data")
def deviation_positive(draft: Draft) -> Found:
    for printed, variable, numbers in variables(draft):
        at = numbers.get("sd")
        if at and at.number.value < 0:
            yield place(printed, at), f"{variable}: the SD is {at.number.text}", spots(draft, printed, numbers, "sd")
