"""Expressions over variables, parsed and never executed as Python: ``log(gdp / deflator)``, ``year >= 2015``.

An expression is read into Python's syntax tree, and only names, numbers, arithmetic, comparisons, `and`, `or`,
`not` and the functions listed here have a meaning. Attributes, subscripts, strings, calls of anything else do not.
"""

import ast
import operator
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.errors import StudyError, nearest

FUNCTIONS = {
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "min": np.minimum,
    "max": np.maximum,
}
ARGUMENTS = {"min": 2, "max": 2}
LONGEST = 400  # characters; keeps the syntax tree shallow
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.invert,
    ast.And: operator.and_,
    ast.Or: operator.or_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def parse(text: str) -> ast.expr:
    """The syntax tree of `text`; StudyError where it uses what expressions do not have."""
    if len(str(text)) > LONGEST:
        raise StudyError(f"expression `{str(text)[:60]}...` is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(str(text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise StudyError(f"expression `{text}` cannot be read: {getattr(error, 'msg', error)}") from None
    _check(tree, text)
    return tree


def names_in(text: str) -> set[str]:
    """The variables that `text` uses."""
    tree = parse(text)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called}


def evaluate(text: str, columns: Mapping[str, pd.Series]) -> pd.Series:
    """The value of `text` for every row of `columns`.

    Raises StudyError for an unknown variable and for operands that do not fit (`not` of a number). What has no
    value, a logarithm of zero or a division by zero, is not finite: the caller knows the rows to name.
    """
    unknown = sorted(names_in(text) - set(columns.keys()))
    if unknown:
        raise StudyError(f"expression `{text}`: unknown variable `{unknown[0]}`; {nearest(unknown[0], list(columns))}")
    try:
        with np.errstate(all="ignore"):
            result = _value(parse(text), columns)
    except TypeError as error:
        raise StudyError(f"expression `{text}`: {error}") from None
    if not isinstance(result, pd.Series):
        raise StudyError(f"expression `{text}` uses no variable")
    return result


def _value(node: ast.expr, columns: Mapping[str, pd.Series]):
    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return columns[name]
        case ast.UnaryOp(op=sign, operand=operand):
            return OPERATORS[type(sign)](_value(operand, columns))
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)](_value(left, columns), _value(right, columns))
        case ast.BoolOp(op=sign, values=values):
            result, *rest = (_value(value, columns) for value in values)
            for other in rest:
                result = OPERATORS[type(sign)](result, other)
            return result
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return OPERATORS[type(sign)](_value(left, columns), _value(right, columns))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_value(argument, columns) for argument in arguments))


def _check(node: ast.expr, text: str) -> None:
    """Refuse every construct that `_value` gives no meaning to."""
    match node:
        case ast.Constant(value=bool()) | ast.Constant(value=complex()):
            raise StudyError(f"expression `{text}`: `{node.value}` is not a number")
        case ast.Constant(value=int() | float()) | ast.Name():
            return
        case ast.UnaryOp(op=sign) | ast.BinOp(op=sign) | ast.BoolOp(op=sign) | ast.Compare(ops=[sign]):
            if type(sign) not in OPERATORS:
                raise StudyError(f"expression `{text}`: the operator {type(sign).__name__} is not known")
            children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        case ast.Call(func=ast.Name(id=name), args=children, keywords=[]):
            if name not in FUNCTIONS:
                raise StudyError(f"expression `{text}`: unknown function `{name}`; {nearest(name, list(FUNCTIONS))}")
            if len(children) != (expected := ARGUMENTS.get(name, 1)):
                raise StudyError(f"expression `{text}`: `{name}` takes {expected} argument(s), not {len(children)}")
        case _:
            raise StudyError(
                f"expression `{text}`: `{ast.unparse(node)}` is not allowed; expressions have names, numbers, "
                f"+ - * / **, comparisons, and, or, not, and the functions {', '.join(FUNCTIONS)}"
            )
    for child in children:
        _check(child, text)
