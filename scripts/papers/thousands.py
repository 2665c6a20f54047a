"""Thousands in formulas of LaTeX: pandoc would part the digits behind a comma from those before it."""

import re

FORMULA = re.compile(r"(?<!\\)\$[^$]+\$|\\\(.*?\\\)", re.DOTALL)
GROUPS = re.compile(r"(?<![\[(,.\d{])\d{1,3}(?:,\d{3})+(?![\d\])])")  # and not the ends of an interval
COMMA = r"\text{,}"


def joined_thousands(text: str) -> str:
    """`text` with commas of thousands that pandoc leaves where they are, in each of its formulas."""
    return FORMULA.sub(lambda formula: _in_formula(formula.group()), text)


def _in_formula(formula: str) -> str:
    formula = re.sub(r"(?<=\d)\{,\}(?=\d)", lambda _: COMMA, formula)
    return GROUPS.sub(lambda number: number.group().replace(",", COMMA), formula)
