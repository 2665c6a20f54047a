"""Texts become numbers and years: what stands for a number in a yearbook is read and accounted for, nothing else is."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
GROUPED = r"[+-]?[0-9]{1,3}(?:([,\u00a0\u2009\u202f ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?"
FOOTNOTES = r"[\u2460-\u249b\u00b9\u00b2\u00b3\u2070-\u2079*†‡]+$"  # circled and raised marks behind a number
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2212: 0x2D}
YEAR = r"[12][0-9]{3}"
MONTH, DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
DATED = rf"({YEAR})(?:年|\.0+|年{MONTH}月(?:{DAY}日)?|([-/.]){MONTH}\2{DAY}(?: 00:00:00)?)"
EITHER = r"[+-]?[1-9][0-9]{0,2},[0-9]{3}"  # ten thousand five hundred, or ten and a half
MOST_DIGITS = 300  # of a number; the largest number of a computer has 309


@dataclass(frozen=True)
class Parsed:
    """Texts as numbers; `why` is empty where the text was a plain number, and says what was removed where not."""

    values: pd.Series  # float, or Int64 for years; missing where the text means so, and where it is no number
    why: pd.Series
    wrong: pd.Series  # boolean: neither a number nor a missing value


def parse_numbers(texts: pd.Series, decimal: str, missing: list[str]) -> Parsed:
    """Numbers of one column: thousands separators, full width, blanks and footnote marks are removed, and said.

    `missing` are the declared texts of a missing value; those that are numbers also match the same number written
    otherwise (-999 and -999.0). An empty cell is missing. Infinite values are wrong.
    """
    texts = texts.fillna("").astype(object)
    why = pd.Series("", texts.index, dtype=object)
    if decimal == ".":
        plain = texts.str.fullmatch(PLAIN).to_numpy(dtype=bool)
        if plain.all() and not missing:
            values = texts.astype(float)
            return Parsed(values.where(np.isfinite(values)), why, ~np.isfinite(values))
    folded = _note(texts, why, texts.str.strip(), "blanks around a number")
    absent = folded.isin(["", *(token.strip() for token in missing)])
    narrow = _note(folded, why, folded.str.translate(FULL_WIDTH).str.strip(), "full-width characters", ~absent)
    marked = _note(narrow, why, narrow.str.replace(FOOTNOTES, "", regex=True).str.strip(), "a footnote mark", ~absent)
    swapped = marked if decimal == "." else marked.str.translate({ord(","): ".", ord("."): ","})
    grouped = swapped.str.fullmatch(GROUPED).to_numpy(dtype=bool)
    bare = swapped.where(~grouped, swapped.str.replace(r"[,\s]", "", regex=True))
    bare = _note(swapped, why, bare, "separators of thousands")
    fits = bare.str.fullmatch(PLAIN).to_numpy(dtype=bool) & ~absent
    values = pd.to_numeric(bare.where(fits)).astype(float)
    values = values.where(np.isfinite(values))
    codes = [float(token) for token in missing if pd.Series([token]).str.fullmatch(PLAIN).iloc[0]]
    absent |= values.isin(codes) & bool(codes)
    why = why.where(fits & ~absent, "").mask(absent & (texts.str.strip() != ""), "declared as missing")
    return Parsed(values.mask(absent), why, values.isna() & ~absent)


def parse_years(texts: pd.Series) -> Parsed:
    """Years of four digits, also as `2015年`, `2015.0`, full width or a date with its day; anything else is wrong.

    `2015.5`, `2015-16` and `2015/16` are more than a year, or part of one.
    """
    narrow = texts.fillna("").astype(object).str.translate(FULL_WIDTH).str.strip()
    dated = narrow.str.extract(rf"^{DATED}$")[0]
    plain = narrow.where(narrow.str.fullmatch(YEAR).to_numpy(dtype=bool))
    years = plain.fillna(dated)
    why = pd.Series("", texts.index, dtype=object).mask(years.notna() & (years != texts), "a year written otherwise")
    return Parsed(pd.to_numeric(years).astype("Int64"), why, years.isna())


def may_be_two_numbers(texts: pd.Series) -> pd.Series:
    """Whether the comma of a text, as of `10,500`, may separate thousands or decimals."""
    return texts.fillna("").str.strip().str.fullmatch(EITHER).astype(bool)


def _note(old: pd.Series, why: pd.Series, new: pd.Series, reason: str, where=True) -> pd.Series:
    """`new`, after adding `reason` to `why` where it differs from `old`."""
    differ = ((old != new) & where).to_numpy()
    why[differ] = [f"{told}, {reason}" if told else reason for told in why[differ]]
    return new
