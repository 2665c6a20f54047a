"""Rosters of policies: which units a file names, and the first treated year of each."""

import pandas as pd

from core.errors import StudyError, named, nearest
from core.evaluation import keeps
from core.expressions import names_in
from panel.account import Account
from panel.crosswalk import Crosswalk, match
from panel.layouts import fold
from panel.numbers import PLAIN, parse_years
from panel.problems import join_problems, problems

NUMBER = rf"(?!0[0-9])({PLAIN})"  # 06 is a code, not the number 6
REMEDY = "Correct the roster."
ENDS = ("end", "end_year", "until", "to_year", "exit_year", "结束", "终止年份")  # headers of the year of an end


def roster_starts(
    table: pd.DataFrame,
    file: str,
    name: str,
    policy: dict,
    known: Crosswalk | None,
    units: set[str] | None,
    account: Account,
) -> pd.Series:
    """First treated year by unit, in or outside the study's years, of the policy `name` from its roster.

    `table` is the roster as `read_facts` gives it; the policy's `where` says which of its rows count. A key that
    stands for no unit, a year that is none and a unit that stands twice go to the account. Without a crosswalk, the
    units that there are must be among `units`, if these are known.
    """
    for header in (policy["unit"], policy["year"]):
        if header not in table:
            raise StudyError(f"policy `{name}`: the roster has no column `{header}`; {nearest(header, list(table))}")
    table = _kept(table, name, policy["where"])
    _refuse_ends(table, name)
    keys, years = table[policy["unit"]], table[policy["year"]]
    codes, faults = _units(keys, known, units)
    parsed = parse_years(years)
    wrong, twice = parsed.wrong, codes.duplicated() & (faults == "")
    found = [
        problems(file, keys.name, keys.index[faults == fault], keys[faults == fault], fault, REMEDY)
        for fault in faults[faults != ""].unique()
    ]
    found.append(problems(file, years.name, years.index[wrong], years[wrong], "a year of four digits", REMEDY))
    found.append(problems(file, keys.name, keys.index[twice], keys[twice], "each unit once", "Delete the wrong row."))
    account.problem(join_problems(found))
    sound = (faults == "") & ~wrong & ~twice
    return pd.Series(parsed.values[sound].astype(float).to_numpy(), codes[sound].to_numpy())


def _kept(table: pd.DataFrame, name: str, where: str | None) -> pd.DataFrame:
    """The rows for which the condition `where` holds; StudyError with the values that there are if it keeps none."""
    if not where:
        return table
    columns = {header: _typed(cells) for header, cells in table.items()}
    try:
        kept = table[keeps(where, columns)]
    except StudyError as error:
        raise StudyError(f"`policies.{name}.where`: {error}") from None
    if kept.empty:
        values = [
            f"`{header}` has {named(list(dict.fromkeys(columns[header])), most=20)}"
            for header in sorted(names_in(where, condition=True))
        ]
        raise StudyError(
            f"`policies.{name}.where`: `{where}` keeps none of the {len(table)} rows.\n  {'; '.join(values)}"
        )
    return kept


def _refuse_ends(table: pd.DataFrame, name: str) -> None:
    """StudyError for rows of treatments that ended, as a policy stays on."""
    for header in table:
        ended = table.index[table[header] != ""]
        if _is_end(header) and len(ended):
            raise StudyError(
                f"policy `{name}`: the column `{header}` of the roster says that treatments ended, in "
                f"{len(ended)} rows: {named(list(ended))}.\n  A policy stays on once it began. Keep the rows that stay "
                f"by `where`, as `where: {header} == ''`, or delete the column if it means something else"
            )


def _is_end(header: str) -> bool:
    return fold(header).casefold() in ENDS


def _typed(cells: pd.Series) -> pd.Series:
    """Numbers where every cell that is not empty is one, else the text as it is, as in a column of ends."""
    if _is_end(cells.name):
        return cells
    given = cells[cells != ""]
    numeric = len(given) > 0 and given.str.fullmatch(NUMBER).all()
    return pd.to_numeric(cells.where(cells != "")) if numeric else cells


def _units(keys: pd.Series, known: Crosswalk | None, units: set[str] | None) -> tuple[pd.Series, pd.Series]:
    """Code of the unit that each key stands for, and what is expected instead where it stands for none."""
    if known is None:
        strange = (keys == "") | (~keys.isin(units) if units is not None else False)
        return keys, pd.Series("", keys.index, dtype=object).mask(strange, "a unit of the panel")
    matches = {key: match(key, "", known, roster=True) for key in keys.unique()}
    return tuple(keys.map({key: getattr(found, part) for key, found in matches.items()}) for part in ("code", "fault"))
