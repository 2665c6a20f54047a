"""What is said of two runs side by side: which numbers moved, and what the runs did not have the same."""

from pathlib import Path

from core.errors import cut
from report.causes import of_table
from report.two_runs import Moved, alone, unprinted

SCREEN = 15  # numbers that are shown of a study
MOST = 8  # differences that are shown of a group of tables


def by_table(there: Path, here: Path, found: list[Moved]) -> dict[str, list[str] | None]:
    """By table with a number that moved, what its jobs did not have the same."""
    files: dict[str, dict[str, None]] = {}
    for one in found:
        files.setdefault(one.here.table, {})[one.here.file] = None
    return {table: of_table(there, here, list(own)) for table, own in files.items()}


def account(there: dict, here: dict, found: list[Moved]) -> list[str]:
    """How many numbers moved, and the largest moves."""
    both = len(there.keys() & here.keys())
    lines = [
        f"  {len(found)} of {both} numbers of tables are not printed alike; {unprinted(there, here)} more differ in"
        " digits that no table prints"
    ]
    lines += [f"  only {side}: {cut(own)}" for side, own in
              (("there", [*alone(there, here)]), ("here", [*alone(here, there)])) if own]  # fmt: skip
    shown = [one for one in found if one.here.meaning in ("estimate", "n_obs")] or found
    lines += ["    " + told(one) for one in shown[:SCREEN]]
    return lines + [f"    ... and {len(shown) - SCREEN} more"] * (len(shown) > SCREEN)


def told(one: Moved) -> str:
    """``baseline.both.ai  0.0638** to 0.0712**  p 0.013 to 0.020  N 2,574 to 2,570``."""
    parts = [one.address, _pair(*(each.printed + each.stars for each in (one.there, one.here)))]
    if one.here.meaning == "estimate":
        for name, key, form in (("p", "p_value", ".3f"), ("N", "n", ",d")):
            values = [getattr(each, key) for each in (one.there, one.here)]
            if None not in values:
                parts.append(f"{name} {_pair(*(format(value, form) for value in values))}")
    return "  ".join(parts)


def _pair(then: str, now: str) -> str:
    return then if then == now else f"{then} to {now}"


def because(whole: list[str], tables: dict[str, list[str] | None]) -> list[str]:
    """What was not the same: by table where both runs kept records of their jobs, and in all."""
    alike: dict[tuple, list[str]] = {}
    for table, causes in tables.items():
        if causes is not None:
            alike.setdefault(tuple(causes), []).append(table)
    lines = []
    for causes, own in alike.items():
        lines += _listed(cut(own), list(causes) or ["only what other jobs made"])
    return lines + (_listed("in all", whole) if whole else ["  in all, both manifests say the same"])


def _listed(whose: str, causes: list[str]) -> list[str]:
    """What was not the same, a line each."""
    more = [f"    ... and {len(causes) - MOST} more"] * (len(causes) > MOST)
    return [f"  {whose}: not the same in both runs are", *(f"    {one}" for one in causes[:MOST]), *more]
