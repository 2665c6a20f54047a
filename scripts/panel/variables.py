"""New variables from expressions, and the description of all."""

import ast
import logging
import re

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from core.evaluation import evaluate
from core.expressions import PANEL_FUNCTIONS, names_in, parse
from panel.account import Account
from panel.problems import Listing
from panel.series import functions
from panel.texts import is_text

FORGIVING = ("log1p", "ihs")  # functions that are used where a logarithm would meet zeros
CHANGES = {
    "imputed": re.compile("interpolated|extrapolated"),
    "converted": re.compile("converted from"),
    "winsorized": re.compile("winsorized"),
}
logger = logging.getLogger(__name__)


def construct(
    panel: pd.DataFrame,
    expressions: dict[str, str],
    years: tuple[int, int],
    account: Account,
    faulty: frozenset[str] = frozenset(),
) -> pd.DataFrame:
    """`panel`, indexed by unit and year, with a column for each expression, in their order.

    A value is missing where a variable that the expression uses is missing, or a lag of it. Where an expression has
    no value though its variables have, as a logarithm of zero, the account has a fault that names the unit-years; the
    variable is then missing everywhere, and so are those made from it or from `faulty` variables.
    """
    failed = {name for name in panel if name in faulty or panel[name].isna().all()}
    for name, text in expressions.items():
        values = None
        if not failed & names_in(text, PANEL_FUNCTIONS):
            with account.taking():
                values = _constructed(panel, name, text, years, account)
        failed |= {name} if values is None else set()
        panel = panel.assign(**{name: np.nan if values is None else values})
    return panel


def _constructed(panel: pd.DataFrame, name: str, text: str, years: tuple[int, int], account: Account) -> pd.Series:
    """The values of one expression; StudyError if it has none where its variables have."""
    called: list[pd.Series] = []
    weights: dict[str, list[float]] = {}
    doubts: list[str] = []
    known = {key: _recorded(function, called) for key, function in functions(years, weights, doubts).items()}
    try:
        _refuse_text(panel, text)
        values = evaluate(text, _columns(panel), known).astype(float)
    except StudyError as error:
        raise Listing(f"`panel.variables.{name}`: {error}", getattr(error, "items", ())) from None
    _refuse_lost(panel, name, text, values, called, years)
    for doubt in dict.fromkeys(doubts):
        account.warn(doubt, variable=name)
    _count_zeros(panel, name, text, known, account)
    for indicators, shares in weights.items():
        numbers = ", ".join(f"{share:.4f}" for share in shares)
        logger.info("%s: entropy weights of %s: %s", name, indicators, numbers)
    return values


def describe(panel: pd.DataFrame, block: dict, audit: pd.DataFrame) -> pd.DataFrame:
    """n, mean, sd, min, p50 and max of every variable, one row each, and how many of its cells were changed.

    `panel` has columns unit, year and the variables; the `block` of the study file knows units of measurement and
    definitions. The counts are of the unit-years of the panel.
    """
    values = panel.drop(columns=["unit", "year", *(name for name in panel if is_text(panel[name]))], errors="ignore")
    columns = {name: column for source in block["sources"] for name, column in source["columns"].items()}
    units = {name: column["convert_to"] or column["unit"] for name, column in columns.items()}
    kinds = {why: kind for why in audit["why"].unique() for kind, words in CHANGES.items() if words.search(why)}
    own = audit.assign(kind=audit["why"].map(kinds)).merge(panel[["unit", "year"]], on=["unit", "year"])
    counts = own.groupby(["variable", "kind"]).size()
    return pd.DataFrame(
        {
            "variable": values.columns,
            "n": values.count().to_numpy(),
            "mean": values.mean().to_numpy(),
            "sd": values.std().to_numpy(),
            "min": values.min().to_numpy(),
            "p50": values.median().to_numpy(),
            "max": values.max().to_numpy(),
            "unit_of_measurement": [units.get(name, "") for name in values],
            "definition": [block["variables"].get(name, "") for name in values],
            **{kind: [int(counts.get((name, kind), 0)) for name in values] for kind in CHANGES},
        }
    )


def _refuse_text(panel: pd.DataFrame, text: str) -> None:
    """StudyError for a variable that holds text anywhere but as the groups of an aggregate."""
    tree = parse(text, PANEL_FUNCTIONS)
    groups = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in panel and id(node) not in groups and is_text(panel[node.id]):
            raise StudyError(
                f"expression `{text}`: `{node.id}` holds text, as `{panel[node.id].dropna().iloc[0]}`, and cannot be "
                f"computed with; it may stand in conditions, in `by` and among fixed effects. For 1 where it has a "
                f"value, write `unit: {{attributes: {{NAME: COLUMN=VALUE}}}}`"
            )


def _columns(panel: pd.DataFrame) -> dict[str, pd.Series]:
    years = pd.Series(panel.index.get_level_values("year"), panel.index, name="year")
    return {"year": years, **{name: panel[name] for name in panel}}


def _recorded(function, called: list[pd.Series]):
    """`function`, whose results are also put into `called`: a lag may be missing where its variable is not."""

    def run(*arguments, **options):
        result = function(*arguments, **options)
        called.append(result)
        return result

    return run


def _refuse_lost(panel, name: str, text: str, values: pd.Series, called: list[pd.Series], years) -> None:
    used = sorted(names_in(text, PANEL_FUNCTIONS) - {"year"})
    known = panel[used].notna().all(axis=1)
    for result in called:
        known &= result.notna()
    inside = panel.index.get_level_values("year") >= years[0]
    lost = panel.index[~np.isfinite(values) & known & inside]
    if len(lost):
        where = [f"{unit} {year}" for unit, year in lost]
        raise Listing(
            f"`panel.variables.{name}`: `{text}` has no finite value in {len(lost)} unit-years: {named(where)}.\n"
            f"  Look at {', '.join(f'`{variable}`' for variable in used)} there: a logarithm needs values above 0. "
            "`log1p(x)`, `ihs(x)` and `log(max(x, 0.1))` allow zeros, which are then counted.",
            where,
        )


def _count_zeros(panel, name: str, text: str, known: dict, account: Account) -> None:
    """Say how many values a floor or a logarithm that allows zeros has met."""
    for node in ast.walk(parse(text, PANEL_FUNCTIONS)):
        match node:
            case ast.Call(func=ast.Name(id=function), args=[inner]) if function in FORGIVING:
                low = evaluate(ast.unparse(inner), _columns(panel), known) <= 0
                what = f"`{function}` of {int(low.sum())} values that are zero or negative"
            case ast.Call(func=ast.Name(id="max"), args=[ast.expr() as inner, ast.Constant(value=floor)]):
                low = evaluate(ast.unparse(inner), _columns(panel), known) < floor
                what = f"{int(low.sum())} values raised to the floor {floor:g}"
            case _:
                continue
        if low.any():
            account.warn(what, variable=name)
