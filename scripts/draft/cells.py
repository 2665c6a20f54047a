"""What stands in the cells of a column: numbers, texts, and what looks like a missing value."""

import re
from dataclasses import dataclass

import pandas as pd

from draft.words import CODES, MISSING, NOTES, TOTALS
from panel.numbers import parse_numbers, parse_years

LONGEST = 16  # characters of a note below a table that its pattern keeps
SPECIAL = r"[\[\]?*\n]"  # what `drop_rows` takes for something else
NUMERIC = 0.8  # least share of numbers among the cells that are neither empty nor look like a missing value


@dataclass(frozen=True)
class Cells:
    """One column. `tokens` are texts, `codes` numbers that look like missing values, as they stand in the file."""

    tokens: tuple[str, ...]
    codes: tuple[str, ...]
    values: pd.Series  # numbers; missing where the cell is empty, a token, a code, or no number
    wrong: pd.Series  # the texts that are neither, by row
    filled: int  # cells that are neither empty nor a token

    @property
    def numeric(self) -> bool:
        return self.values.notna().sum() >= max(1, NUMERIC * self.filled)

    @property
    def empty(self) -> bool:
        return not self.filled


def read_cells(texts: pd.Series, decimal: str) -> Cells:
    """What the cells of a column are, with the decimal mark of its file."""
    bare = texts.str.strip()
    parsed = parse_numbers(bare, decimal, [])
    odd = bare[parsed.wrong.to_numpy()]
    tokens = tuple(sorted(token for token in odd.unique() if token.casefold() in MISSING))
    codes = _codes(bare, parsed.values)
    values = parsed.values.mask(bare.isin(codes).to_numpy())
    filled = int((~bare.isin(["", *tokens, *codes])).sum())
    return Cells(tokens, codes, values, odd[~odd.isin(tokens)], filled)


def decimal_mark(columns: list[pd.Series]) -> str:
    """The decimal mark with which more cells are numbers; a point where it makes no difference."""
    with_comma = [column for column in columns if column.str.contains(",", regex=False).any()]
    count = {mark: sum(parse_numbers(column, mark, []).values.notna().sum() for column in with_comma) for mark in ".,"}
    return "," if count[","] > count["."] else "."


def are_years(texts: pd.Series) -> bool:
    """Whether nearly all cells are years of our time; a few may be notes below the table."""
    filled = texts[texts.str.strip() != ""]
    years = parse_years(filled).values
    return len(filled) > 0 and years.between(1900, 2100).fillna(False).mean() >= 0.9


def total(key: str) -> str:
    """The pattern of `drop_rows` for a key that is a total, or a note below the table; empty for any other."""
    text = key.strip()
    if re.fullmatch(TOTALS, text, re.IGNORECASE):
        return re.sub(SPECIAL, "?", text)
    if re.fullmatch(NOTES, text, re.IGNORECASE | re.DOTALL):
        return re.sub(SPECIAL, "?", text[:LONGEST]) + "*" * (len(text) > LONGEST)
    return ""


def _codes(texts: pd.Series, values: pd.Series) -> tuple[str, ...]:
    """Numbers as -999 where all other values are far above them."""
    found = values.isin(CODES)
    if not found.any():
        return ()
    lowest, largest = values[~found].min(), values[found].max()
    if (~found & values.notna()).sum() and lowest < largest / 2:
        return ()
    return tuple(sorted(texts[found.to_numpy()].unique()))
