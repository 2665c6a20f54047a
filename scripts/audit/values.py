"""What formulas are worth in the rows of a panel, by pandas: the second voices share no more than the grammar."""

import ast
import operator
from functools import reduce

import numpy as np
import pandas as pd

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
LOGIC = {ast.And: np.minimum, ast.Or: np.maximum}


def shifted(values: pd.Series, years: float = 1) -> pd.Series:
    """The value of the same unit `years` before, from a rectangle of units and calendar years."""
    wide = values.unstack()
    wide = wide.reindex(columns=range(wide.columns.min(), wide.columns.max() + 1))
    return wide.shift(int(years), axis=1).stack(future_stack=True).reindex(values.index)


FUNCTIONS = {
    "log": np.log,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "ihs": np.arcsinh,
    "min": np.minimum,
    "max": np.maximum,
    **dict.fromkeys(("l", "lag"), shifted),
    **dict.fromkeys(("f", "lead"), lambda values, years=1: shifted(values, -int(years))),
    **dict.fromkeys(("d", "diff"), lambda values: values - shifted(values)),
}


def numbers(text: str, panel: pd.DataFrame) -> pd.Series:
    """The value of an expression in each row of `panel`, which has the index unit, year; missing where it has none."""
    with np.errstate(all="ignore"):
        found = _value(ast.parse(text, mode="eval").body, panel, missing=True)
    return found.astype(float).where(np.isfinite(found.astype(float)))


def kept(condition: str, panel: pd.DataFrame) -> pd.Series:
    """Whether a condition is true, in each row; a comparison with what is missing is not."""
    return _value(ast.parse(condition, mode="eval").body, panel, missing=False) == 1


def _value(node: ast.expr, panel: pd.DataFrame, missing: bool):
    """The value of a part of an expression; with `missing`, comparisons with what is missing are missing."""

    def value(part: ast.expr):
        return _value(part, panel, missing)

    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name(id=name):
            return panel[name]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return 1.0 - value(operand)
        case ast.UnaryOp(op=sign, operand=operand):
            return OPERATORS[type(sign)](value(operand))
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)](value(left), value(right))
        case ast.BoolOp(op=sign, values=parts):
            return reduce(LOGIC[type(sign)], map(value, parts))
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn() as sign], comparators=[listed]):
            found = value(left).isin(ast.literal_eval(listed))
            return 1.0 * (found if isinstance(sign, ast.In) else ~found)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            sides = value(left), value(right)
            found = 1.0 * OPERATORS[type(sign)](*sides)
            return found.mask(pd.isna(sides[0]) | pd.isna(sides[1])) if missing else found
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*map(value, arguments))
