"""The grammar of expressions: ``log(gdp / deflator)``, ``year >= 2015``, ``unit not in ['AK', 'HI']``.

An expression is read into Python's syntax tree and never executed. Only names, numbers, arithmetic, comparisons,
`and`, `or`, `not` and the functions listed here have a meaning, and in conditions comparisons with text. Attributes,
subscripts and calls of anything else have none. Functions of a unit's whole series, as `lag`, are known here by their
form only. `core.evaluation` gives expressions their values; this module needs the standard library alone.
"""

import ast
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from core.choices import MOST_YEARS
from core.errors import StudyError, nearest


@dataclass(frozen=True)
class Form:
    """How a function is written: fewest and most arguments, and options as ``base=2006``, those with `!` required.

    An option is a number within its `BOUNDS`; `by` is the name of a variable.
    """

    least: int
    most: int
    options: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [option.rstrip("!") for option in self.options]


FUNCTIONS = ("log", "log1p", "exp", "sqrt", "abs", "ihs", "min", "max")
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
    "at": Form(2, 2),
    "mean_of": Form(1, 1, ("by",)),
    "median_of": Form(1, 1, ("by",)),
    "sum_of": Form(1, 1, ("by",)),
}
SERIES_FUNCTIONS = {  # of formulas, by unit and calendar year, in the short and the long form
    **dict.fromkeys(("l", "lag", "f", "lead"), Form(1, 2)),
    **dict.fromkeys(("d", "diff"), Form(1, 1)),
}
SHIFTS = ("lag", "lead", "l", "f")  # functions whose second argument is a number of years
BY = "by"  # the option that names a variable
BOUNDS = {"base": (1, 3000), "growth_years": (1, 100)}  # of options that are whole numbers
OPEN_BOUNDS = {"depreciation": (0, 1), "growth": (-1, 1), "initial": (0, 1000)}  # of the others; they lie between these
LONGEST = 400  # characters; keeps the syntax tree shallow
DEEPEST = 150  # levels of the syntax tree; a sum of n terms has n
LARGEST = 1e300  # numbers from here on are a slip
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.UAdd, ast.USub)
LOGIC = (ast.Not, ast.And, ast.Or)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
KNOWN = (*ARITHMETIC, *LOGIC, *COMPARISONS)


def parse(text: str, more: Mapping[str, Form] = {}, condition: bool = False) -> ast.expr:
    """The syntax tree of `text`; StudyError where it uses what expressions do not have.

    `more` are the forms of functions beside those that every expression has. A `condition`, which keeps rows, may
    compare names with text and ask whether they are in a list.
    """
    if len(str(text)) > LONGEST:
        raise StudyError(f"expression `{str(text)[:60]}...` is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(str(text).strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise StudyError(f"expression `{text}` cannot be read: {getattr(error, 'msg', error)}") from None
    if _depth(tree) > DEEPEST:
        raise StudyError(f"expression `{str(text)[:60]}...` is nested more than {DEEPEST} levels deep")
    _check(tree, text, {**FORMS, **more}, condition)
    return tree


def _depth(tree: ast.expr) -> int:
    """Levels of a syntax tree, counted without recursion."""
    level, deep = [tree], 0
    while level:
        level, deep = [child for node in level for child in ast.iter_child_nodes(node)], deep + 1
    return deep


def names_in(text: str, more: Mapping[str, Form] = {}, condition: bool = False) -> set[str]:
    """The variables that `text` uses."""
    tree = parse(text, more, condition)
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called}


def _check(node: ast.expr, text: str, forms: Mapping[str, Form], condition: bool) -> None:
    """Refuse every construct that `core.evaluation` gives no meaning to."""
    match node:
        case ast.Compare(left=ast.Name(), ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=str())]):
            children = [] if condition else [node.comparators[0]]
        case ast.Compare(left=ast.Name(), ops=[ast.In() | ast.NotIn()], comparators=[ast.List(items)]) if condition:
            children = []
            kinds = {_kind(item) for item in items}
            if not kinds or None in kinds:
                raise StudyError(f"expression `{text}`: `{ast.unparse(node)}` needs a list of texts or numbers")
            if len(kinds) > 1:
                raise StudyError(f"expression `{text}`: `{ast.unparse(node)}` mixes texts and numbers")
        case ast.Constant(value=bool()) | ast.Constant(value=complex()):
            raise StudyError(f"expression `{text}`: `{node.value}` is not a number")
        case ast.Constant(value=int() | float()) if not node.value < LARGEST:
            raise StudyError(f"expression `{str(text)[:60]}`: a number is larger than {LARGEST:g}")
        case ast.Constant(value=int() | float()) | ast.Name():
            return
        case ast.UnaryOp(op=sign) | ast.BinOp(op=sign) | ast.BoolOp(op=sign) | ast.Compare(ops=[sign]):
            if not isinstance(sign, KNOWN):
                raise StudyError(f"expression `{text}`: the operator {type(sign).__name__} is not known")
            children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        case ast.Call(func=ast.Name(id=name), args=children):
            if name not in forms:
                raise StudyError(f"expression `{text}`: unknown function `{name}`; {nearest(name, list(forms))}")
            _check_call(node, text, name, forms[name])
        case _:
            more = ", comparisons of a variable with text or with a list" if condition else ""
            raise StudyError(
                f"expression `{text}`: `{ast.unparse(node)}` is not allowed; expressions have names, numbers, "
                f"+ - * / **, comparisons{more}, and, or, not, and the functions {', '.join(forms)}"
            )
    for child in children:
        _check(child, text, forms, condition)


def _kind(item: ast.expr) -> str | None:
    """What an item of a list is, None for what no list may hold."""
    try:
        value = ast.literal_eval(item)
    except ValueError:
        return None
    return {str: "text", int: "number", float: "number"}.get(type(value))


def _check_call(node: ast.Call, text: str, name: str, form: Form) -> None:
    """Refuse a call with too few or too many arguments, or with options that the function does not have."""
    if not form.least <= len(node.args) <= form.most:
        expected = f"{form.least}" if form.least == form.most else f"{form.least} to {form.most}"
        raise StudyError(f"expression `{text}`: `{name}` takes {expected} argument(s), not {len(node.args)}")
    if name in SHIFTS and len(node.args) > 1:
        _check_shift(node.args[1], text, name)
    given = [option.arg for option in node.keywords]
    for option in node.keywords:
        if option.arg not in form.names or given.count(option.arg) > 1:
            known = nearest(str(option.arg), form.names) if form.names else "it has none"
            raise StudyError(f"expression `{text}`: `{name}` has no option `{option.arg}`; {known}")
        _check_option(option, text, name)
    for option in form.options:
        if option.endswith("!") and option[:-1] not in given:
            raise StudyError(f"expression `{text}`: `{name}` needs the option `{option[:-1]}`, as `{option[:-1]}=2006`")


def _check_shift(years: ast.expr, text: str, function: str) -> None:
    value = getattr(years, "value", None)
    if type(value) is not int or not 1 <= value <= MOST_YEARS:
        raise StudyError(
            f"expression `{text}`: the second argument of `{function}` is a number of years from 1 to {MOST_YEARS}, as "
            f"in `{function}(x, 2)`, not `{ast.unparse(years)}`"
        )


def _check_option(option: ast.keyword, text: str, function: str) -> None:
    """Refuse an option that is no number, or outside of what it may be."""
    name, value = option.arg, getattr(option.value, "value", None)
    if name == BY:
        if not isinstance(option.value, ast.Name):
            raise StudyError(f"expression `{text}`: the option `{BY}` must be the name of a variable")
        return
    if type(value) not in (int, float):
        raise StudyError(f"expression `{text}`: the option `{name}` must be a number that is not negative")
    if name in BOUNDS:
        low, high = BOUNDS[name]
        if type(value) is not int or not low <= value <= high:
            raise StudyError(
                f"expression `{text}`: the option `{name}` of `{function}` is {value}; it must be a whole number from "
                f"{low} to {high}"
            )
    elif not OPEN_BOUNDS[name][0] < value < OPEN_BOUNDS[name][1]:
        low, high = OPEN_BOUNDS[name]
        raise StudyError(
            f"expression `{text}`: the option `{name}` of `{function}` is {value}; it must lie between {low} and {high}"
        )
