"""What a sentence says with a number: the model that the reader of sentences fills and checks read."""

from dataclasses import dataclass
from typing import Literal

from papers.numerals import Number

Kind = Literal[
    "estimate",  # a coefficient; `unit` is "%" or "percentage points" where the sentence says so
    "std_error", "statistic", "p_value", "conf_low", "conf_high",
    "level",  # significance alone, `number` is the level as printed: "significant at the 1 % level"
    "n_obs", "units", "years", "treated", "cohorts", "clusters",
    "mean", "sd", "minimum", "maximum", "share", "growth", "change", "r2", "f", "moran_i",
    "other",  # a number that is about a result, but nobody knows of what kind
]  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """A claim of a sentence.

    block : index of the text in `Manuscript.blocks`; sentence : the sentence; number : its place is that in the block,
    None for a claim without a number, as "is not significant"
    table, column : ``3`` and ``4`` of "column (4) of Table 3", empty where the sentence names none
    term : words between which and the rows of tables a check finds the nearest, as "the coefficient of AI pilot zones"
    level : level at which the sentence calls it significant, 1 for "not significant", None if it says nothing
    sign : +1 and -1 for words as "raises" and "reduces", 0 without any
    """

    kind: Kind
    block: int
    sentence: str
    number: Number | None = None
    table: str = ""
    column: str = ""
    term: str = ""
    unit: str = ""
    level: float | None = None
    sign: int = 0
