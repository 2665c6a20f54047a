"""From the names and codes that files have to the codes of one table; never by likeness."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches

import pandas as pd

from core.errors import StudyError, named
from panel.layouts import fold
from panel.problems import Listing

SUFFIX = "市"
SHORTENED = r"(市|\(.*\))$"  # what a short name leaves out: 合肥市, Suzhou (Anhui)
PROVINCE_SUFFIXES = r"(省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)$"
PREFECTURE = (6, 4)  # digits of a code, and of the part of it that a prefecture has
RECODED = ("rename", "upgraded_to_prefecture_level_city")  # changes that give the same unit another code or name


@dataclass(frozen=True)
class Match:
    """Code of a unit and how it was found; without a code, what is wrong."""

    code: str = ""
    how: str = ""  # empty for a code or a name of the table as they stand
    fault: str = ""
    unknown: bool = False  # stands for no unit at all


@dataclass(frozen=True)
class Crosswalk:
    """Every unit by code, and every text that stands for it. All texts are folded: no blanks, no full width."""

    codes: dict[str, str]  # code: first name
    provinces: dict[str, set[str]]  # code: names of its province, short and long
    exact: dict[str, set[str]]  # name: codes
    short: dict[str, set[str]]  # name without 市 or the province in brackets: codes
    other: dict[str, tuple[str, str]] = field(default_factory=dict)  # alias: code, kind
    length: int = 0  # of the codes, if all are equally long

    @property
    def province_names(self) -> set[str]:
        return set().union(*self.provinces.values())


def crosswalk(table: pd.DataFrame, aliases: pd.DataFrame | None, changes: pd.DataFrame | None) -> Crosswalk:
    """A crosswalk from its tables, all text: codes in the first column, names in `name...`, provinces in `province...`.

    `aliases` has an alias and a code in its first columns; `changes` gives old codes and names of units that were
    renamed or upgraded. Raises StudyError for a code that stands twice, and for a row without one.
    """
    code = table.iloc[:, 0]
    if twice := sorted(set(code[code.duplicated() & (code != "")])):
        raise Listing(f"the crosswalk has the codes {named(twice)} twice; delete the wrong rows", twice)
    if empty := list(code.index[code == ""]):
        raise Listing(f"rows {named(empty)} of the crosswalk have no code in the first column `{code.name}`", empty)
    names = [name for name in table if name.startswith("name")]
    areas = [name for name in table if name.startswith("province")]
    exact, short = defaultdict(set), defaultdict(set)
    rows = table.to_dict("records")
    for row in rows:
        for name in names:
            text = _key(row[name])
            exact[text].add(row[table.columns[0]])
            short[re.sub(SHORTENED, "", text)].add(row[table.columns[0]])
    provinces = {row[table.columns[0]]: {form for area in areas for form in _forms(row[area])} for row in rows}
    lengths = set(code.str.len())
    first = dict(zip(code, table[names[0]] if names else code, strict=True))
    chinese = [name for name in names if name.endswith("zh")]
    first = dict(zip(code, table[chinese[0]], strict=True)) if chinese else first
    other = {**_recoded(changes, first), **_aliased(aliases, first)}
    return Crosswalk(first, provinces, dict(exact), dict(short), other, lengths.pop() if len(lengths) == 1 else 0)


def match(text: str, province: str, known: Crosswalk, roster: bool = False) -> Match:
    """The unit that `text` stands for, with the `province` beside it if the file has one.

    In this order: code, alias of a code, exact name, name with or without 市, alias, province and name in one. What
    fits several units, or a province as well, is a fault unless the province or an alias decides. Names of counties
    count as their city in the `roster` of a policy only.
    """
    key = _key(text)
    if re.fullmatch(r"[0-9]+(\.0+)?", key):
        return _by_code(key, known)
    for found, how in ((known.exact.get(key, set()), ""), (_with_suffix(key, known), "name with or without 市")):
        if len(found) > 1 or (found and _names_a_province(key, found, known)):
            found, how = _in_province(found, province, known), how or "name and province"
            if len(found) != 1 and (alias := _by_alias(key, known, roster)):
                return _checked(alias[0], province, alias[1], known, text)
            if len(found) != 1:
                return _ambiguous(text, known.exact.get(key, set()) | _with_suffix(key, known), known)
        if found:
            return _checked(next(iter(found)), province, how, known, text)
    if alias := _by_alias(key, known, roster):
        return _checked(alias[0], province, alias[1], known, text)
    if (code := _with_province(key, known)) is not None:
        return Match(code, "province and name in one")
    return Match(fault=f"a unit of the crosswalk; {_nearest_units(key, known)}", unknown=True)


def _by_alias(key: str, known: Crosswalk, roster: bool) -> tuple[str, str] | None:
    """Code and kind of an alias; those of counties count in the `roster` of a policy only."""
    code, kind = known.other.get(key, ("", ""))
    return (code, kind) if code and (roster or not kind.startswith("county")) else None


def _by_code(key: str, known: Crosswalk) -> Match:
    digits = key.split(".")[0]
    padded = digits.zfill(known.length)
    for code in dict.fromkeys([digits, padded]):
        if code in known.codes:
            return Match(code, "" if code == key else "code written as a number")
        if code in known.other:
            return Match(*known.other[code])
    if (known.length, len(digits)) == PREFECTURE and digits + "00" in known.codes:
        return Match(digits + "00", "prefecture code of four digits")
    return Match(fault=f"a code of the crosswalk; {_nearest_units(digits, known)}", unknown=True)


def _with_suffix(key: str, known: Crosswalk) -> set[str]:
    """Units whose name is `key` with or without 市."""
    return known.short.get(key, set()) | known.short.get(key.removesuffix(SUFFIX), set())


def _names_a_province(key: str, codes: set[str], known: Crosswalk) -> bool:
    """Whether `key` is also the name of a province, other than a municipality, which is its own province."""
    own = {code for code in codes if _key(known.codes[code]) in known.provinces[code]}
    return key in known.province_names and not own


def _in_province(codes: set[str], province: str, known: Crosswalk) -> set[str]:
    """Those of `codes` in `province`; none if no province is given."""
    return {code for code in codes if province and _key(province) in known.provinces[code]}


def _checked(code: str, province: str, how: str, known: Crosswalk, text: str) -> Match:
    """The match, unless the file puts it into another province."""
    if province and known.provinces[code] and _key(province) not in known.provinces[code]:
        place = _longest(known.provinces[code])
        return Match(fault=f"a unit of the province beside it; `{text}` is {code} in {place}, not in {province}")
    return Match(code, how)


def _ambiguous(text: str, codes: set[str], known: Crosswalk) -> Match:
    units = [f"{known.codes[code]} ({code})" for code in sorted(codes)]
    areas = {area for code in codes for area in known.provinces[code] if _key(text) in (area, *_forms(area))}
    if areas:
        units.append(f"the province {_longest(areas)}")
    return Match(fault=f"a name of one unit; `{text}` may be {' or '.join(units)}: use codes, full names or a province")


def _with_province(key: str, known: Crosswalk) -> str | None:
    """Code of a unit whose province and name are written as one word."""
    for cut in range(2, len(key) - 1):
        if key[:cut] in known.province_names:
            name = key[cut:]
            inside = _in_province(known.exact.get(name, set()) | _with_suffix(name, known), key[:cut], known)
            if len(inside) == 1:
                return inside.pop()
    return None


def _nearest_units(key: str, known: Crosswalk) -> str:
    """The three nearest names or codes, for the message only."""
    texts = {**{code: code for code in known.codes}, **{name: min(codes) for name, codes in known.exact.items()}}
    same = [text for text in texts if text.isdigit() == key.isdigit()]
    close = get_close_matches(key, same, n=3, cutoff=0.0)
    if not close:
        return "it has no names, which stand in columns `name...`" if known.codes else "it is empty"
    return "nearest are " + ", ".join(f"`{known.codes[texts[text]]}` ({texts[text]})" for text in close)


def _aliased(aliases: pd.DataFrame | None, codes: dict) -> dict[str, tuple[str, str]]:
    if aliases is None:
        return {}
    kinds = aliases["kind"] if "kind" in aliases else pd.Series("alias", aliases.index)
    rows = zip(aliases.to_numpy(), kinds, strict=True)
    return {_key(row[0]): (row[1], kind) for row, kind in rows if row[1] in codes}


def check_aliases(aliases: pd.DataFrame) -> None:
    """StudyError for a table without its two columns, and for aliases that stand for several codes."""
    if aliases.shape[1] < 2:
        raise StudyError(f"has the one column `{aliases.columns[0]}`; expected the alias, then the code of its unit")
    codes = aliases.iloc[:, 1].groupby(aliases.iloc[:, 0].map(_key)).unique()
    several = [f"{alias} ({' or '.join(found)})" for alias, found in codes.items() if len(found) > 1]
    if several:
        raise Listing(
            f"{len(several)} aliases stand for several codes: {named(several)}; delete the wrong rows", several
        )


def idle_aliases(aliases: pd.DataFrame, known: Crosswalk) -> list[str]:
    """The aliases that do nothing, each with the reason: their code is unknown, or they are a unit's name already."""
    found = []
    for alias, code in aliases.iloc[:, :2].to_numpy():
        exact = known.exact.get(_key(alias), set())
        if code not in known.codes:
            found.append(f"{alias} (the crosswalk has no code {code})")
        elif alias in known.codes or (len(exact) == 1 and not _names_a_province(_key(alias), exact, known)):
            found.append(f"{alias} (is {'a code' if alias in known.codes else 'the name of a unit'} itself)")
    return found


def _recoded(changes: pd.DataFrame | None, codes: dict) -> dict[str, tuple[str, str]]:
    """Old codes and names of units that the changes renamed or upgraded."""
    if changes is None:
        return {}
    found = {}
    for row in changes[changes["event"].isin(RECODED)].to_dict("records"):
        if row["adcode_new"] in codes:
            kind = f"old code or name, {row['event_id']} {row['year']}"
            found |= {_key(text): (row["adcode_new"], kind) for text in (row["adcode_old"], row["name_old_zh"])}
    return {text: match for text, match in found.items() if text not in codes}


def _key(text: str) -> str:
    return fold(text).casefold()


def _forms(province: str) -> set[str]:
    """A province's name with and without 省, 市 and 自治区."""
    key = _key(province)
    return {key, re.sub(PROVINCE_SUFFIXES, "", re.sub("(壮族|回族|维吾尔)自治区$", "自治区", key))}


def _longest(names: set[str]) -> str:
    """The fullest of a province's names, in Chinese if there is one."""
    return max(names, key=lambda name: (not name.isascii(), len(name), name), default="")


def match_province(text: str, known: Crosswalk) -> Match:
    """The province that `text` stands for, by any of its names; its code is its fullest name."""
    for names in known.provinces.values():
        if _key(text) in names or _forms(text) & names:
            return Match(_longest(names))
    close = get_close_matches(_key(text), sorted(known.province_names), n=3, cutoff=0.0)
    return Match(fault=f"a province of the crosswalk; nearest are {named(close)}")


def province_of(code: str, known: Crosswalk) -> str:
    """The province of a unit as `match_province` gives it."""
    return _longest(known.provinces[code])
