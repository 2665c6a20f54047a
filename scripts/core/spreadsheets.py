"""Texts in CSV files that a spreadsheet would run as formulas."""

import re

RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a spreadsheet runs a text that begins so
NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(e[-+]?\d+)?\*{0,3}", re.IGNORECASE)  # stars are those of a table
GUARDED = re.compile(rf"'+[{re.escape(''.join(RUN))}]")


def harmless(text: str) -> str:
    """`text` behind an apostrophe if a spreadsheet would run it; a number stays, and so do signs alone."""
    runs = text.startswith(RUN) and re.search(r"\w", text) and not NUMBER.fullmatch(text)
    return f"'{text}" if runs or GUARDED.match(text) else text


def original(cell: str) -> str:
    """The text that `harmless` made into `cell`."""
    return cell[1:] if GUARDED.match(cell) else cell
