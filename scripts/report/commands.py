"""Commands that messages name, so that a reader can paste them."""

import shlex
from pathlib import Path

STALE = "snakemake --cores 1 --config paper=FOLDER -- stale"
COMPARE = "snakemake --cores 1 --config against=OTHER/results -- compare"
ALL = "snakemake --cores 1"


def making(result: str) -> str:
    """The command that makes a result."""
    return f"{ALL} {shlex.quote(result)}"


def copying(result: str, target: Path) -> str:
    """The command that puts a result, made if it is not there, into a paper's folder."""
    make = "" if Path(result).is_file() else f"{making(result)} && "
    return f"{make}cp {shlex.quote(result)} {shlex.quote(target.as_posix())}"


def renewing(numbers: str, document: Path) -> str:
    """The command that brings the numbers of a Word document up to date."""
    return f"PYTHONPATH=scripts python -m report.word_properties {numbers} {shlex.quote(document.as_posix())}"
