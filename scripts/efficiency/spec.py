"""What is measured: the indicators, the technology and the model."""

from dataclasses import MISSING, asdict, dataclass, fields
from functools import cache
from typing import Literal, get_args, get_origin, get_type_hints

import numpy as np

from core.choices import CHOICES, foreign
from core.errors import StudyError, nearest


@dataclass(frozen=True)
class Specification:
    """One efficiency model; columns are always in the order inputs, desirable, undesirable.

    The fields are the one list of its keys in this stage; the values that they may have are `core.choices`.

    Parameters
    ----------
    inputs, desirable, undesirable : names of panel columns; `undesirable` may be empty
    returns_to_scale : ``crs`` or ``vrs``
    measure : ``sbm``, in two stages, or an inefficiency S as 1 / (1 + S), in one: ``sbm_ddf`` or ``nddf``
    variant : ``A``, undesirable outputs scored with the outputs, or ``B``, with the inputs
    orientation : ``non``, ``in`` or ``out``
    frontier : ``contemporaneous``, ``sequential`` (the years up to the unit's own), ``window`` or ``global``
    window : number of years of the frontier ``window``, the unit's own the last of them; None elsewhere
    group : panel column; a unit-year is measured against those that have the same value of it; None: against all
    reference : condition on the panel's columns, true for the rows that may form the frontier; None: all may
    zero_policy : ``error``, or ``floor``: a zero becomes `floor_factor` times its column's smallest positive value
    infeasible_policy : an infeasible super-efficiency program leaves the score blank (``na``), gives 1 (``one``), or
        gives the non-oriented super score of variant B (``variant_b``)
    audit : number of units solved again by the reference model
    engine : ``auto`` is ``batch`` for the non-oriented models, ``highs`` for the others; changes no score

    Raises
    ------
    StudyError : an unknown value, an indicator named twice, no input or no desirable output, an oriented model
        for the engine ``batch``, a key that the measure does not have
    """

    inputs: tuple[str, ...]
    desirable: tuple[str, ...]
    undesirable: tuple[str, ...]
    returns_to_scale: Literal[CHOICES["returns_to_scale"]]
    variant: Literal[CHOICES["variant"]] = "A"
    orientation: Literal[CHOICES["orientation"]] = "non"
    measure: Literal[CHOICES["measure"]] = "sbm"
    frontier: Literal[CHOICES["frontier"]] = "global"
    window: int | None = None
    group: str | None = None
    reference: str | None = None
    zero_policy: Literal[CHOICES["zero_policy"]] = "error"
    floor_factor: float = 0.01
    infeasible_policy: Literal[CHOICES["infeasible_policy"]] = "na"
    audit: int = 25
    engine: Literal[CHOICES["engine"]] = "auto"

    def __post_init__(self):
        self._take_names()
        for key, allowed in _choices().items():
            if getattr(self, key) not in allowed:
                value = getattr(self, key)
                raise StudyError(f"`efficiency.{key}` cannot be {value!r}; {nearest(value, list(allowed))}")
        self._refuse_wrong_numbers()
        if self.engine == "batch" and self.orientation != "non":
            raise StudyError("`efficiency.engine: batch` has no oriented models; set it to `auto` or `highs`.")
        if said := foreign(self.measure, asdict(self)):
            raise StudyError(f"`efficiency`: {said}.")

    def _take_names(self) -> None:
        for kind in ("inputs", "desirable", "undesirable"):
            names = getattr(self, kind)
            if isinstance(names, str) or not all(isinstance(name, str) for name in names):
                raise StudyError(f"`efficiency.{kind}` must be a list of column names, not {names!r}.")
            object.__setattr__(self, kind, tuple(names))
        if not self.inputs or not self.desirable:
            raise StudyError("`efficiency.inputs` and `efficiency.desirable` must each name at least one column.")
        twice = sorted({name for name in self.columns if self.columns.count(name) > 1})
        if twice:
            raise StudyError(f"`efficiency` names an indicator twice: {', '.join(twice)}. Keep each in one list.")

    def _refuse_wrong_numbers(self) -> None:
        if self.frontier == "window" and (not isinstance(self.window, int) or self.window < 1):
            raise StudyError(f"`efficiency.window` must be a number of years, at least 1, not {self.window!r}.")
        if not 0 < self.floor_factor <= 1:
            raise StudyError(f"`efficiency.floor_factor` must be above 0 and at most 1, not {self.floor_factor!r}.")
        if isinstance(self.audit, bool) or not isinstance(self.audit, int) or self.audit < 1:
            raise StudyError(f"`efficiency.audit` must be a whole number of at least 1, not {self.audit!r}.")

    @classmethod
    def from_study(cls, content: dict) -> "Specification":
        """The specification of the study's `efficiency` section; StudyError for a key that is unknown or absent."""
        known = [field.name for field in fields(cls)]
        for key in content:
            if key not in known:
                raise StudyError(f"`efficiency` has no key `{key}`; {nearest(key, known)}")
        absent = [field.name for field in fields(cls) if field.default is MISSING and field.name not in content]
        if absent:
            raise StudyError(f"`efficiency` lacks {', '.join(f'`{key}`' for key in absent)}.")
        return cls(**content)

    def content(self) -> dict:
        """The specification in the form that `from_study` reads."""
        return asdict(self)

    @property
    def columns(self) -> tuple[str, ...]:
        return self.inputs + self.desirable + self.undesirable

    @property
    def in_batches(self) -> bool:
        """Whether the programs are solved by `efficiency.batch`."""
        return self.engine != "highs" and self.orientation == "non"

    @property
    def two_stages(self) -> bool:
        """Whether efficient units have a super score: those of an inefficiency have none."""
        return self.measure == "sbm"

    @property
    def vrs(self) -> bool:
        return self.returns_to_scale == "vrs"

    @property
    def sizes(self) -> tuple[int, int, int]:
        """Numbers of inputs, desirable and undesirable outputs."""
        return len(self.inputs), len(self.desirable), len(self.undesirable)

    @property
    def sigma(self) -> np.ndarray:
        """(p,) float: +1 where less is better (inputs, undesirable outputs), -1 where more is."""
        return np.repeat([1.0, -1.0, 1.0], self.sizes)

    @property
    def weights(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights of the relative slacks in the numerator and in the denominator, each (p,) float.

        Those of an inefficiency S are all in the denominator: the value of the program is then 1 / (1 + S).
        """
        if not self.two_stages:
            return np.zeros(len(self.columns)), self.shares
        kinds = {"A": (1, 0, 0), "B": (1, 0, 1)}[self.variant]
        above = np.repeat(np.array(kinds, dtype=float), self.sizes)
        below = 1 - above
        above, below = above / above.sum(), below / below.sum()
        return above * (self.orientation != "out"), below * (self.orientation != "in")

    @property
    def shares(self) -> np.ndarray:
        """(p,) weights of an inefficiency, their sum 1: the same for each kind of indicator, parted equally within.

        ``sbm_ddf`` has two kinds, inputs and outputs; ``nddf`` has three, inputs, desirable and undesirable outputs.
        """
        inputs, desirable, undesirable = self.sizes
        kinds = [inputs, desirable + undesirable] if self.measure == "sbm_ddf" else [inputs, desirable, undesirable]
        kinds = [size for size in kinds if size]
        return np.repeat([1 / (len(kinds) * size) for size in kinds], kinds)

    @property
    def bound(self) -> float:
        """Largest possible score: finite under CRS for variant A with undesirable outputs, not input oriented."""
        if not self.two_stages:
            return 1.0
        _, desirable, undesirable = self.sizes
        bounded = self.variant == "A" and not self.vrs and undesirable and self.orientation != "in"
        return (desirable + undesirable) / undesirable if bounded else np.inf


@cache
def _choices() -> dict[str, tuple]:
    """Keys that have a few allowed values, and these."""
    kinds = get_type_hints(Specification)
    return {name: get_args(kind) for name, kind in kinds.items() if get_origin(kind) is Literal}
