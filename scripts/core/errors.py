"""Faults of a study, as its author reads them."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches


class StudyError(Exception):
    """A fault in the study file or in its data: the message says what is wrong, where, and what to do.

    Raised wherever the user, not the code, has to act. It reaches the screen without a traceback.
    """


@contextmanager
def naming(table: str, column: str) -> Iterator[None]:
    """Put table and column before the message of a StudyError raised inside."""
    try:
        yield
    except StudyError as error:
        raise StudyError(f"table `{table}`, column `{column}`: {error}") from error


def nearest(name: str, known: list[str]) -> str:
    """``", did you mean `x`?"`` for the closest of `known`, else the list of what is allowed."""
    close = get_close_matches(str(name), known, n=1)
    if close:
        return f"did you mean `{close[0]}`?"
    return "allowed: " + ", ".join(f"`{name}`" for name in sorted(set(known)))


def named(items: list, most: int = 10) -> str:
    """The first `most` items as one line, with dots for the rest."""
    items = list(items)
    return ", ".join(map(str, items[:most])) + (f", ... ({len(items)} in all)" if len(items) > most else "")
