"""Model formulas in the tradition of fixest and reghdfe: ``score ~ policy + fin | unit + year``."""

import re
from dataclasses import dataclass

from core.errors import StudyError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
EFFECTS = ("unit", "year")


@dataclass(frozen=True)
class Formula:
    """An outcome, its regressors, and the dimensions whose means are absorbed."""

    outcome: str
    regressors: tuple[str, ...]
    effects: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.outcome, *self.regressors)


def parse_formula(text: str) -> Formula:
    """Parse ``outcome ~ regressor + ... | unit + year``; effects are optional, names are plain.

    Raises StudyError for anything else; nothing in a formula is ever executed.
    """
    parts = re.split(r"[~|]", text)
    marks = re.sub(r"[^~|]", "", text)
    if marks not in ("~", "~|"):
        raise StudyError(f"formula `{text}`: expected `outcome ~ regressors | effects`, with one ~ and at most one |")
    outcome, *sides = (part.strip() for part in parts)
    regressors, effects = terms(sides[0], text), terms(sides[1], text) if len(sides) == 2 else ()
    if not NAME.fullmatch(outcome):
        raise StudyError(f"formula `{text}`: the outcome `{outcome}` is not the name of one variable")
    if unknown := [effect for effect in effects if effect not in EFFECTS]:
        raise StudyError(f"formula `{text}`: effects `{', '.join(unknown)}` unknown; allowed: `unit`, `year`")
    return Formula(outcome, regressors, tuple(effect for effect in EFFECTS if effect in effects))


def terms(side: str, text: str) -> tuple[str, ...]:
    """The names joined by + on one side of a formula, each once."""
    names = [part.strip() for part in side.split("+")]
    for name in names:
        if not NAME.fullmatch(name):
            raise StudyError(f"formula `{text}`: `{name}` is not the name of a variable; terms are joined by +")
    if twice := {name for name in names if names.count(name) > 1}:
        raise StudyError(f"formula `{text}`: {', '.join(sorted(twice))} stands twice")
    return tuple(names)
