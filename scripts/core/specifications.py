"""All combinations of the choices of a specification curve."""

import re
from collections.abc import Iterator
from itertools import product

from core.formulas import NOTHING

SLOT = re.compile(r"\{([A-Za-z_]\w*)\}")
ABSENT = {"cluster": "none"}  # what a key holds where no value is chosen; the others hold nothing
# Columns of the grid that no choice may have the name of.
RESULTS = (
    *("specification", "formula", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "n_obs"),
    *("n_units", "n_clusters", "treated_units", "dropped", "refused", "rank", "null_low", "null_high"),
)

Choices = dict[str, dict[str, str | list[str] | dict | None]]  # by slot or key: the values by their names
ESTIMATOR = "estimator"  # key whose choice may be a column's keys instead of a name


def slots_of(formula: str) -> tuple[str, ...]:
    """The names in braces in `formula`, each once."""
    return tuple(dict.fromkeys(SLOT.findall(formula)))


def specification(formula: str, vary: Choices, names: dict[str, str]) -> dict:
    """The keys of the column that has the choice `names[key]` of each key of `vary`."""
    chosen = {key: vary[key][name] for key, name in names.items()}
    slots = slots_of(formula)
    filled = SLOT.sub(lambda slot: NOTHING if chosen[slot[1]] is None else chosen[slot[1]], formula)
    keys = {key: ABSENT.get(key) if value is None else value for key, value in chosen.items() if key not in slots}
    whole = keys.get(ESTIMATOR)
    return {"formula": filled, **keys, **(whole if isinstance(whole, dict) else {})}


def combinations_of(vary: Choices) -> Iterator[dict[str, str]]:
    """The name of the choice of each key, in all combinations; those of the last key vary first."""
    for names in product(*vary.values()):
        yield dict(zip(vary, names, strict=True))


def one_by_one(vary: Choices) -> Iterator[dict[str, str]]:
    """The first combination, and all that differ from it in one choice."""
    first = next(combinations_of(vary))
    yield first
    for key, choices in vary.items():
        yield from (first | {key: name} for name in list(choices)[1:])
