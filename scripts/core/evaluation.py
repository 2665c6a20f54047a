"""Values of expressions, row by row: of columns that are all series of one index, or in conditions all arrays."""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import numpy as np

from core.errors import StudyError, nearest
from core.expressions import PANEL_FUNCTIONS, SERIES_FUNCTIONS, names_in, parse

FUNCTIONS = {
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "ihs": np.arcsinh,
    "min": np.minimum,
    "max": np.maximum,
}
NUMBERS = "biufc"  # kinds of types
LOGIC = {ast.And: np.minimum, ast.Or: np.maximum}  # of numbers that are 0, 1 or missing
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def keeps(text: str, columns: Mapping[str, Any]) -> np.ndarray:
    """Whether the condition `text` is true, for every row of `columns`; StudyError as of `evaluate`.

    A variable that is 0 or 1 is a condition too: true where it is 1.
    """
    try:
        return np.asarray(_truth(evaluate(text, columns, condition=True), text, condition=True) == 1, dtype=bool)
    except TypeError as error:
        raise StudyError(f"condition `{text}`: {error}") from None


def evaluate(text: str, columns: Mapping[str, Any], functions: Mapping[str, Callable] = {}, condition: bool = False):
    """The value of `text` for every row of `columns`.

    `functions` gives a meaning to functions of `PANEL_FUNCTIONS` and `SERIES_FUNCTIONS`; a `condition` may compare
    with text. Comparisons and logic are the numbers 0 and 1; they are missing where an operand is, but in a
    `condition`, which is then not true. Raises StudyError for an unknown variable and for operands that do not fit
    (`not` of what is not 0 or 1, a number compared with text). What has no value, a logarithm of zero or a division
    by zero, is not finite: the caller knows the rows to name.
    """
    forms = {name: {**PANEL_FUNCTIONS, **SERIES_FUNCTIONS}[name] for name in functions}
    unknown = sorted(names_in(text, forms, condition) - set(columns.keys()))
    if unknown:
        raise StudyError(f"expression `{text}`: unknown variable `{unknown[0]}`; {nearest(unknown[0], list(columns))}")
    try:
        with np.errstate(all="ignore"):
            result = _value(parse(text, forms, condition), columns, {**FUNCTIONS, **functions}, condition)
    except TypeError as error:
        raise StudyError(f"expression `{text}`: {error}") from None
    if not np.ndim(result):
        raise StudyError(f"expression `{text}` uses no variable")
    return result


def _value(node: ast.expr, columns: Mapping[str, Any], functions: Mapping[str, Callable], condition: bool):
    def value(part: ast.expr):
        return _value(part, columns, functions, condition)

    def truth(part: ast.expr):
        return _truth(value(part), ast.unparse(part), condition)

    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return columns[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return 1.0 - truth(operand)
        case ast.UnaryOp(op=sign, operand=operand):
            return OPERATORS[type(sign)](value(operand))
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)](value(left), value(right))
        case ast.BoolOp(op=sign, values=values):
            return reduce(LOGIC[type(sign)], map(truth, values))
        case ast.Compare(left=ast.Name(id=name), ops=[sign], comparators=[ast.Constant(value=str(text))]):
            found = _alike(name, columns[name], [text]) == text
            return 1.0 * (found if isinstance(sign, ast.Eq) else ~found)
        case ast.Compare(left=ast.Name(id=name), ops=[sign], comparators=[ast.List() as listed]):
            values = ast.literal_eval(listed)
            column = _alike(name, columns[name], values)
            found = reduce(operator.or_, [column == one for one in values])
            return 1.0 * (found if isinstance(sign, ast.In) else ~found)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            sides = value(left), value(right)
            if _is_text(sides[0]) != _is_text(sides[1]):
                raise TypeError(f"`{ast.unparse(node)}` compares text with a number")
            return _compared(OPERATORS[type(sign)](*sides), sides, condition)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=options):
            given = {option.arg: value(option.value) for option in options}
            return functions[name](*(value(argument) for argument in arguments), **given)


def _is_text(value) -> bool:
    return np.ndim(value) > 0 and value.dtype.kind not in NUMBERS


def _compared(found, sides: tuple, condition: bool):
    """A comparison as 0 or 1; but in a condition, missing where one of its `sides` is."""
    known = np.float64(1.0) * found
    if condition or not np.ndim(known):
        return known
    return known.where((sides[0] == sides[0]) & (sides[1] == sides[1]))


def _truth(value, text: str, condition: bool):
    """`value` if it is everywhere 0 or 1, or, but in a condition, missing; else TypeError with the first other one."""
    fits = np.isin(value, (0, 1)) | (not condition and value != value)
    if not np.all(fits):
        other = np.asarray(value)[~fits][0] if np.ndim(value) else value
        raise TypeError(f"`{text}` is neither true nor false, nor everywhere 0 or 1: its first other value is {other}")
    return value


def _alike(name: str, column, values: list):
    """The `column` of this name, if it holds text where `values` do and numbers where they do; else TypeError."""
    if _is_text(column) != isinstance(values[0], str):
        kinds = ("a number", "text") if isinstance(values[0], str) else ("text", "numbers")
        raise TypeError(f"`{name}` is {kinds[0]} and is compared with {kinds[1]}, as {values[0]!r}")
    return column
