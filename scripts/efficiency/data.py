"""The indicators of the panel, and what may not be among them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import StudyError, named, nearest
from core.evaluation import keeps
from core.expressions import names_in
from efficiency.groups import spelled
from efficiency.spec import Specification

KEYS = ["unit", "year"]
NEAR_ZERO = 0.01  # an undesirable output below this share of its column's median is near zero
SHOWN = 10  # offending cells that a message lists
ZEROS = "\n  Zeros that are true, and not rounded or unknown, may be floored: `zero_policy: floor` under `efficiency`."


@dataclass(frozen=True)
class Indicators:
    """Indicators of n unit-years, sorted by unit (as text) and year.

    unit : (n,) text; year : (n,) int; values : (n, p) float, columns as in `Specification.columns`;
    complete : (n,) bool, False where an indicator is missing;
    eligible : (n,) bool, True where it is complete and may form the frontier (`Specification.reference`);
    floored : (n, p) bool, True where a zero was replaced;
    group : (n,) text, the group of each row (`Specification.group`); None where there are no groups.
    """

    unit: np.ndarray
    year: np.ndarray
    values: np.ndarray
    complete: np.ndarray
    eligible: np.ndarray
    floored: np.ndarray
    group: np.ndarray | None = None


def indicators(panel: Mapping[str, Sequence], specification: Specification) -> Indicators:
    """Indicators of the panel, whose columns are given by name, in the order of the specification.

    Raises
    ------
    StudyError : a column that the panel lacks, a unit-year that stands twice, text, a value that is infinite or
        negative, a zero unless the specification floors it, no complete unit-year, or a complete one without a
        group, or groups of fewer than two. Missing values are allowed: those unit-years are not `complete`.
    """
    wanted = [*KEYS, *specification.columns, *([specification.group] if specification.group else [])]
    lacking = [name for name in wanted if name not in panel]
    if lacking:
        hint = nearest(lacking[0], [str(name) for name in panel])
        raise StudyError(f"the panel lacks {len(lacking)} columns that `efficiency` names: {named(lacking)}; {hint}")
    columns = in_order(panel, wanted)
    keys = [f"{unit} {year}" for unit, year in zip(columns["unit"], columns["year"], strict=True)]
    if twice := [key for key, before in zip(keys[1:], keys, strict=False) if key == before]:
        raise StudyError(f"the panel has {len(twice)} unit-years more than once: {named(twice)}. Keep one row of each.")
    names = specification.columns
    values = np.array([[_number(cell) for cell in columns[name]] for name in names]).T
    missing = np.array([[cell is None for cell in columns[name]] for name in names]).T
    zero = values == 0
    _refuse(columns, names, np.isnan(values) & ~missing, "not numbers")
    _refuse(columns, names, np.isinf(values), "infinite")
    if specification.zero_policy == "error":
        _refuse(columns, names, values <= 0, "zero or negative", ZEROS if zero.any() else "")
    _refuse(columns, names, values < 0, "negative")
    values = np.where(zero, _floors(values, specification), values)
    complete = ~missing.any(axis=1)
    if not complete.any():
        raise StudyError(f"no unit-year has all of {named(specification.columns)}: nothing can be scored.")
    unit, year = np.array([*map(str, columns["unit"])], dtype=object), np.array(columns["year"], dtype=int)
    eligible = complete & _kept(panel, specification.reference) if specification.reference else complete
    group = _groups(keys, columns[specification.group], specification.group, complete) if specification.group else None
    return Indicators(unit, year, values, complete, eligible, zero, group)


def in_order(panel: Mapping[str, Sequence], names: Iterable[str]) -> dict[str, list]:
    """Columns of the panel, their rows sorted by unit (as text) and year; None for what is missing."""
    keys = [(str(unit), year) for unit, year in zip(panel["unit"], panel["year"], strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    lists = {name: np.asarray(panel[name]).tolist() for name in names}
    return {name: [None if cells[row] != cells[row] else cells[row] for row in order] for name, cells in lists.items()}


def _number(cell) -> float:
    """NaN for what is missing, and for text."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        return np.nan


def _kept(panel: Mapping[str, Sequence], condition: str) -> np.ndarray:
    """(n,) bool: the rows, in order, that keep the `condition`."""
    used = in_order(panel, names_in(condition, condition=True) & set(panel))
    return keeps(condition, dict.fromkeys(panel) | {name: _array(cells) for name, cells in used.items()})


def _array(cells: list) -> np.ndarray:
    """Numbers as such, text as objects; NaN for what is missing."""
    filled = [np.nan if cell is None else cell for cell in cells]
    return np.array(filled, dtype=object if any(isinstance(cell, str) for cell in cells) else None)


def _groups(keys: list[str], values: list, name: str, complete: np.ndarray) -> np.ndarray:
    """(n,) text: the group of each row; StudyError for a complete row that has none, and for nearly one group each."""
    known = [(key, value) for key, value, whole in zip(keys, values, complete, strict=True) if whole]
    if without := [key for key, value in known if value is None]:
        raise StudyError(
            f"`efficiency`: its `group`, {name}, is missing for {len(without)} unit-years with complete indicators:"
            f" {named(without)}. Each is measured in its group: give them a value of {name}."
        )
    number = len({value for _, value in known})
    if number > len(known) / 2:
        raise StudyError(
            f"`efficiency`: its `group`, {name}, has {number} values among {len(known)} unit-years with complete"
            " indicators, which leaves nobody to be measured against; name a variable that makes groups, as a region."
        )
    return np.array([spelled(value) for value in values], dtype=object)


def _floors(values: np.ndarray, specification: Specification) -> np.ndarray:
    """(p,) float: what a zero of each column becomes; StudyError for a column of zeros."""
    smallest = np.where(values > 0, values, np.inf).min(axis=0)
    for name, lowest, zeros in zip(specification.columns, smallest, (values == 0).any(axis=0), strict=True):
        if zeros and np.isinf(lowest):
            raise StudyError(f"{name} has no positive value, so its zeros have no floor; take it out of `efficiency`.")
    return specification.floor_factor * smallest


def _refuse(columns: dict[str, list], names: Sequence[str], wrong: np.ndarray, what: str, advice: str = "") -> None:
    """StudyError naming the cells of the columns `names` that are `wrong` (n, p) bool, if there are any."""
    if not wrong.any():
        return
    cells = [
        f"  {columns['unit'][row]}, {columns['year'][row]}, {names[column]}: {columns[names[column]][row]}"
        for row, column in np.argwhere(wrong)[:SHOWN]
    ]
    raise StudyError(
        f"{wrong.sum()} indicator values are {what}; efficiency needs positive numbers. The first:\n"
        + "\n".join(cells)
        + "\n  Correct them, or leave the cells blank: such a unit-year stays in the results with status `missing`"
        + " and is in no reference set."
        + advice
    )


def near_zero(data: Indicators, specification: Specification) -> np.ndarray:
    """(n, s2) bool: undesirable outputs below 1 % of their column's median over the complete unit-years."""
    undesirable = data.values[:, len(specification.columns) - len(specification.undesirable) :]
    if not specification.undesirable:
        return np.zeros(undesirable.shape, dtype=bool)
    return undesirable < NEAR_ZERO * np.median(undesirable[data.complete], axis=0)


def duplicates(values: np.ndarray, proportional: bool = False) -> list[np.ndarray]:
    """Groups of rows of the positive (n, p) array that are equal, or with `proportional` equal up to a factor.

    Proportional rows are compared to 12 significant digits. A group lists at least two row numbers, increasing.
    """
    if proportional:
        shares = values / values[:, :1]
        decades = 10.0 ** (11 - np.floor(np.log10(shares)))
        values = np.round(shares * decades) / decades
    _, group, size = np.unique(values, axis=0, return_inverse=True, return_counts=True)
    return [np.flatnonzero(group.ravel() == number) for number in np.flatnonzero(size > 1)]
