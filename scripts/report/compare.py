"""Set the results beside those of another run: what moved, and what the two runs did not have the same."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError, cut
from core.files import write_rows
from core.jobs import run
from report.causes import of_manifests, of_table
from report.two_runs import COLUMNS, Moved, alone, homes, moved, numbers_in, unprinted

SCREEN = 15  # numbers that are shown of a study
MOST = 8  # differences that are shown of a group of tables
TABLE = "logs/compare.csv"


def compare(studies, against):
    if against is None:
        raise StudyError(
            "name the results of another run: snakemake --cores 1 --config against=OTHER/results -- compare"
        )
    others = homes(against, studies)
    rows, lines = [], [f"{study}: not in {against}" for study in studies if study not in others]
    for study, there in others.items():
        here = Path("results") / study
        numbers = numbers_in(there), numbers_in(here)
        found = moved(*numbers)
        causes = by_table(there, here, found)
        lines += [f"{study}: {there} (there) and {here} (here)", *account(*numbers, found)]
        lines += because(of_manifests(there, here), causes)
        rows += [one.row(study, causes.get(one.here.table) or []) for one in found]
    write_rows(TABLE, rows, COLUMNS)
    print("\n".join([*lines, f"every number that moved: {TABLE}"]))


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


if "snakemake" in globals():
    run(compare, snakemake)
