"""The forms in which a sentence prints a result, and the kinds of results of which it speaks."""

import math
from collections.abc import Iterator

from prose.statements import Statement
from traces.results import SETTING, Numbers, Result

OF_VARIABLES = ("mean", "median", "min", "max")
PRINTED = 4  # decimals of the tables of a study
MEANINGS = {
    "estimate": {"estimate"},
    "std_error": {"std_error"},
    "statistic": {"statistic", "z"},
    "p_value": {"p_value"},
    "conf_low": {"conf_low"},
    "conf_high": {"conf_high"},
    "n_obs": {"n_obs", "n"},
    "units": {"n_units"},
    "years": {"n_periods"},
    "clusters": {"n_clusters"},
    "mean": {"mean"},
    "sd": {"sd"},
    "minimum": {"min"},
    "maximum": {"max"},
    "r2": {"r2", "r2_within", "r2_adjusted"},
    "f": {"f", "first_stage_f"},
    "moran_i": {"moran_i"},
}  # kinds of statements that a result can support or contradict; others it can only support


def printed_as(statement: Statement, numbers: Numbers) -> Iterator[Result]:
    """Results whose value, or one of its other forms, a sentence may print."""
    low, high = statement.number.range
    ranges = [(low, high), (-high, -low)] if statement.sign < 0 else [(low, high)]
    if statement.number.percent or statement.unit:
        ranges += [(a / 100, b / 100) for a, b in ranges]
        ranges += [(math.log1p(a), math.log1p(b)) for a, b in ranges[len(ranges) // 2 :] if a > -1]
    whole = not (statement.number.decimals or statement.number.percent or statement.unit)
    for a, b in ranges:
        yield from (one for one in numbers.between(a, b) if one.value == round(one.value) or not whole)


def is_of(statement: Statement, result: Result) -> bool:
    """Whether a result has the meaning of which a sentence speaks."""
    return result.meaning != SETTING and result.meaning in MEANINGS.get(statement.kind, {result.meaning})


def says(statement: Statement, value: float) -> bool:
    """Whether a sentence may print a value: as it is, or rounded again from a table of the study, in percent, as the
    effect of a logarithm, without its sign."""
    forms = [value, round(value, PRINTED)]
    if statement.number.percent or statement.unit:
        forms += [100 * value, 100 * math.expm1(value) if abs(value) < 10 else math.inf]
    if statement.sign:
        forms += [-one for one in forms if math.copysign(1, value) == statement.sign < 0]
    return any(statement.number.agrees(one) for one in forms)


def in_percent(statement: Statement) -> bool:
    """Whether a number is in percent, by its sign or by its words."""
    return statement.number.percent or statement.unit == "%"


def misses_percent(statement: Statement, result: Result, numbers: Numbers) -> bool:
    """Whether a percentage is that of a share as it is: 0.6 % for 59.8 %; a share is what is between 0 and 1."""
    of_variable = statement.kind == "mean" or result.meaning in OF_VARIABLES
    if not (in_percent(statement) and of_variable and statement.number.agrees(result.value)):
        return False
    addresses = [f"Panel.{name}.{end}" for name in numbers.variables_in(result.term) for end in ("min", "max")]
    ends = [end for end in map(numbers.value_at, addresses) if end is not None]
    return all(0 <= end <= 1 for end in ends or [result.value])
