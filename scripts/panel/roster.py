"""Rosters of policies: which units a file names, and the first treated year of each."""

import re

import pandas as pd

from core.errors import StudyError, named, quoted
from core.evaluation import keeps
from core.expressions import names_in
from panel.account import Account
from panel.crosswalk import Crosswalk, match
from panel.facts import column
from panel.layouts import fold
from panel.numbers import PLAIN, parse_years
from panel.problems import Listing, join_problems, problems

NUMBER = rf"(?!0[0-9])({PLAIN})"  # 06 is a code, not the number 6
REMEDY = "Correct the roster."
A_YEAR = "a year of four digits, from 1000 to 2999"
NO_YEAR = "Correct the roster; a unit that is never treated has no row in it."
END = r"ends?|ended|until|exit(s|ed)?|stop(s|ped)?|expir(y|es|ed)|withdrawn|terminated|cancel+ed|revoked"
AN_END = re.compile(
    rf"(year|date|time|treat|treatment|policy)?({END})(year|date|time|treat|treatment|policy)?|toyear|lastyear"
)
ENDED = re.compile("结束|终止|终了|退出|截止|截至|撤销|取消|废止|到期|期满|止$")


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
    key, year = (column(table, policy[part], f"policy `{name}`: the roster") for part in ("unit", "year"))
    table = _kept(table, name, policy["where"])
    _refuse_ends(table.drop(columns=[key, year]), name)
    keys, years = table[key], table[year]
    codes, faults = _units(keys, known, units)
    parsed = parse_years(years)
    wrong, twice = parsed.wrong, codes.duplicated() & (faults == "")
    found = [
        problems(file, keys.name, keys.index[faults == fault], keys[faults == fault], fault, REMEDY)
        for fault in faults[faults != ""].unique()
    ]
    found.append(problems(file, years.name, years.index[wrong], years[wrong], A_YEAR, NO_YEAR))
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
    """StudyError for rows of treatments that ended, as a policy stays on; `table` has the other columns."""
    for header in table:
        ended = table.index[table[header] != ""]
        if _is_end(header) and len(ended):
            keep = f"by `where`, as `where: {header} == ''`" if header.isidentifier() else "and delete the others"
            raise Listing(
                f"policy `{name}`: the column {quoted(header)} of the roster says that treatments ended, in "
                f"{len(ended)} rows: {named(list(ended))}.\n  A policy stays on once it began. Keep the rows that stay "
                f"{keep}, or rename the column if it means something else",
                ended,
            )


def _is_end(header: str) -> bool:
    """Whether a column by its header says when a treatment ended: `end`, `End Year`, `treat_end`, 退出年份."""
    words = re.sub("[^a-z]", "", fold(header).casefold())
    return bool(AN_END.fullmatch(words) or ENDED.search(fold(header)))


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
