"""Expressions over variables, parsed and never executed as Python: ``log(gdp / deflator)``, ``year >= 2015``.

An expression is read into Python's syntax tree, and only names, numbers, arithmetic, comparisons, `and`, `or`,
`not` and the functions listed here have a meaning. Attributes, subscripts, strings, calls of anything else do not.
Functions of a unit's whole series, as `lag`, are known here by their form only; who evaluates gives their meaning.
"""

import ast
import operator
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import StudyError, nearest


@dataclass(frozen=True)
class Form:
    """How a function is written: fewest and most arguments, and options as ``base=2006``, those with `!` required."""

    least: int
    most: int
    options: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [option.rstrip("!") for option in self.options]


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
FORMS = {name: Form(2, 2) if name in ("min", "max") else Form(1, 1) for name in FUNCTIONS}
PANEL_FUNCTIONS = {
    "lag": Form(1, 2),
    "lead": Form(1, 2),
    "diff": Form(1, 1),
    "growth": Form(1, 1),
    "deflate": Form(2, 2, ("base!",)),
    "chained": Form(1, 1, ("base!",)),
    "capital_stock": Form(1, 1, ("base!", "depreciation", "growth", "growth_years", "initial")),
    "entropy_index": Form(2, 60),
    "angle_index": Form(3, 6),
}
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


def parse(text: str, more: Mapping[str, Form] = {}) -> ast.expr:
    """The syntax tree of `text`; StudyError where it uses what expressions do not have.

    `more` are the forms of functions beside those that every expression has.
    """
    if len(str(text)) > LONGEST:
        raise StudyError(f"expression `{str(text)[:60]}...` is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(str(text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise StudyError(f"expression `{text}` cannot be read: {getattr(error, 'msg', error)}") from None
    _check(tree, text, {**FORMS, **more})
    return tree


def names_in(text: str, more: Mapping[str, Form] = {}) -> set[str]:
    """The variables that `text` uses."""
    tree = parse(text, more)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called}


def evaluate(
    text: str, columns: Mapping[str, pd.Series], functions: Mapping[str, Callable[..., pd.Series]] = {}
) -> pd.Series:
    """The value of `text` for every row of `columns`.

    `functions` gives a meaning to functions of `PANEL_FUNCTIONS`. Raises StudyError for an unknown variable and for
    operands that do not fit (`not` of a number). What has no value, a logarithm of zero or a division by zero, is
    not finite: the caller knows the rows to name.
    """
    forms = {name: PANEL_FUNCTIONS[name] for name in functions}
    unknown = sorted(names_in(text, forms) - set(columns.keys()))
    if unknown:
        raise StudyError(f"expression `{text}`: unknown variable `{unknown[0]}`; {nearest(unknown[0], list(columns))}")
    try:
        with np.errstate(all="ignore"):
            result = _value(parse(text, forms), columns, {**FUNCTIONS, **functions})
    except TypeError as error:
        raise StudyError(f"expression `{text}`: {error}") from None
    if not isinstance(result, pd.Series):
        raise StudyError(f"expression `{text}` uses no variable")
    return result


def _value(node: ast.expr, columns: Mapping[str, pd.Series], functions: Mapping[str, Callable]):
    def value(part: ast.expr):
        return _value(part, columns, functions)

    match node:
        case ast.Constant(value=number):
            return np.float64(number)
        case ast.Name(id=name):
            return columns[name]
        case ast.UnaryOp(op=sign, operand=operand):
            return OPERATORS[type(sign)](value(operand))
        case ast.BinOp(left=left, op=sign, right=right):
            return OPERATORS[type(sign)](value(left), value(right))
        case ast.BoolOp(op=sign, values=values):
            result, *rest = (value(part) for part in values)
            for other in rest:
                result = OPERATORS[type(sign)](result, other)
            return result
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return OPERATORS[type(sign)](value(left), value(right))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=options):
            given = {option.arg: value(option.value) for option in options}
            return functions[name](*(value(argument) for argument in arguments), **given)


def _check(node: ast.expr, text: str, forms: Mapping[str, Form]) -> None:
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
        case ast.Call(func=ast.Name(id=name), args=children):
            if name not in forms:
                raise StudyError(f"expression `{text}`: unknown function `{name}`; {nearest(name, list(forms))}")
            _check_call(node, text, name, forms[name])
        case _:
            raise StudyError(
                f"expression `{text}`: `{ast.unparse(node)}` is not allowed; expressions have names, numbers, "
                f"+ - * / **, comparisons, and, or, not, and the functions {', '.join(forms)}"
            )
    for child in children:
        _check(child, text, forms)


def _check_call(node: ast.Call, text: str, name: str, form: Form) -> None:
    """Refuse a call with too few or too many arguments, or with options that the function does not have."""
    if not form.least <= len(node.args) <= form.most:
        expected = f"{form.least}" if form.least == form.most else f"{form.least} to {form.most}"
        raise StudyError(f"expression `{text}`: `{name}` takes {expected} argument(s), not {len(node.args)}")
    given = [option.arg for option in node.keywords]
    for option in node.keywords:
        if option.arg not in form.names or given.count(option.arg) > 1:
            known = nearest(str(option.arg), form.names) if form.names else "it has none"
            raise StudyError(f"expression `{text}`: `{name}` has no option `{option.arg}`; {known}")
        if not isinstance(option.value, ast.Constant) or type(option.value.value) not in (int, float):
            raise StudyError(f"expression `{text}`: the option `{option.arg}` must be a number")
    for option in form.options:
        if option.endswith("!") and option[:-1] not in given:
            raise StudyError(f"expression `{text}`: `{name}` needs the option `{option[:-1]}`, as `{option[:-1]}=2006`")
