"""Which column of a table is the unit, the province and the year, and whether it is long or wide."""

from dataclasses import dataclass, field

import pandas as pd

from draft.cells import are_years, read_cells, total
from draft.shape import Shape, patterns
from draft.words import KEYS, YEARS
from panel.crosswalk import Crosswalk, match, match_province
from panel.layouts import fold
from panel.numbers import parse_years

SAMPLE = 40  # different keys of a column that are looked up, to see whether it holds units
KNOWN = 0.5  # least share of known ones among them
CODES = (4, 6)  # digits of the codes of prefectures


@dataclass(frozen=True)
class Roles:
    """Places of the columns that are no variables; `doubts` is what could not be decided, and why.

    kind : what a row is about: `unit`, `province` or `country`; empty where no column tells rows apart
    keys : columns that name the unit, codes first; known : whether the crosswalk knows them
    wide : places of the years by pattern, in a wide table
    roster : whether each unit stands once with a year of its own, as in the roster of a policy
    """

    kind: str
    keys: list[int]
    known: bool = False
    province: int | None = None
    year: int | None = None
    rivals: tuple[int, ...] = ()  # other columns that could be the year
    wide: dict[str, list[int]] = field(default_factory=dict)
    roster: bool = False
    doubts: list[str] = field(default_factory=list)


def shares(shape: Shape, known: Crosswalk) -> dict[int, tuple[float, float]]:
    """For each column that may hold names or codes: shares of units and of provinces among a sample of its texts."""
    found = {}
    for place, texts in enumerate(shape.columns):
        values = texts.str.strip()
        values = pd.Series([text for text in values.unique() if text and not total(text)], dtype=object)
        if values.empty or not _may_be_keys(values):
            continue
        sample = values.iloc[:: max(1, len(values) // SAMPLE)].head(SAMPLE)
        units = sum(bool(match(text, "", known).code) for text in sample) / len(sample)
        provinces = sum(bool(match_province(text, known).code) for text in sample) / len(sample)
        if max(units, provinces) >= KNOWN:
            found[place] = units, provinces
    return found


def roles_of(shape: Shape, found: dict[int, tuple[float, float]]) -> Roles:
    """The roles in one table; `found` are the shares of its columns in the crosswalk, empty without one."""
    years, doubts = _year_places(shape)
    wide = {} if years else patterns(shape.headers)
    if not wide and not years:
        years, doubts = _year_places_by_content(shape, set(found))
    units = [place for place, (unit, province) in found.items() if unit >= KNOWN and not _provinces(unit, province)]
    provinces = [place for place, (unit, province) in found.items() if _provinces(unit, province)]
    if units:
        keys = sorted(units, key=lambda place: (not _digits(shape.columns[place]), place))
        kind, province = "unit", provinces[0] if provinces else None
    elif provinces:
        keys, kind, province = provinces[:1], "province", None
    else:
        keys, kind, province = _keys_without_crosswalk(shape, years, wide), "unit", None
    year = years[0] if years else None
    if not keys:
        kind = "country" if year is not None and _each_once(shape.columns[year]) else ""
    own = bool(keys) and not wide and year is not None and _each_once(shape.columns[keys[0]])
    roster = own and (parse_years(shape.columns[year]).values.nunique() > 1 or not _numbers(shape, {*keys, year}))
    return Roles(kind, keys, bool(units or provinces), province, year, tuple(years[1:]), wide, roster, doubts)


def _provinces(unit: float, province: float) -> bool:
    """Whether a column holds provinces; municipalities are both."""
    return province >= 0.9 and province > unit


def _may_be_keys(values: pd.Series) -> bool:
    """Whether texts may be names, or numbers that may be codes of prefectures."""
    if not read_cells(values, ".").numeric:
        return True
    return bool(
        values.str.fullmatch(r"[0-9]+(\.0+)?").all() and values.str.split(".").str[0].str.len().isin(CODES).all()
    )


def _digits(texts: pd.Series) -> bool:
    return read_cells(texts, ".").numeric


def _year_places(shape: Shape) -> tuple[list[int], list[str]]:
    """Columns whose header says that they hold the year."""
    places = [
        place
        for place, header in enumerate(shape.headers)
        if fold(header).casefold() in YEARS and are_years(shape.columns[place])
    ]
    return places, _doubt(shape, places)


def _year_places_by_content(shape: Shape, taken: set[int]) -> tuple[list[int], list[str]]:
    """Columns that hold nothing but years, under another header."""
    places = [
        place
        for place, texts in enumerate(shape.columns)
        if place not in taken and shape.headers[place] and are_years(texts)
    ]
    if len(places) == 1:
        return places, [f"`{shape.headers[places[0]]}` is taken for the year, as all its cells are years."]
    return places, _doubt(shape, places)


def _doubt(shape: Shape, places: list[int]) -> list[str]:
    if len(places) < 2:
        return []
    named = " and ".join(f"`{shape.headers[place]}`" for place in places)
    return [f"{named} could each be the year; the first is taken, and the others are no variables."]


def _keys_without_crosswalk(shape: Shape, years: list[int], wide: dict) -> list[int]:
    """The first column that tells the rows of a year apart: by its header, then texts, then numbers."""
    values = {place for places in wide.values() for place in places} | set(years)
    places = [place for place, header in enumerate(shape.headers) if header and place not in values]
    texts = {place: shape.columns[place].str.strip() for place in places}
    year = shape.columns[years[0]].str.strip() if years else pd.Series("", shape.columns[0].index)

    def fit(place: int) -> tuple[bool, bool]:
        return fold(shape.headers[place]).casefold() not in KEYS, _digits(texts[place])

    if years and _each_once(year):  # of the country, or a roster in which no two units have one year
        return [place for place in sorted(texts, key=fit) if not _digits(texts[place]) and _apart(texts[place])][:1]
    for place in sorted(places, key=fit):
        filled = texts[place] != ""
        pairs = pd.DataFrame({"key": texts[place], "year": year})[filled]
        repeated = pairs.duplicated().mean() if len(pairs) else 1
        again = bool(wide) or not years or pairs["key"].duplicated().any()
        whole = _digits(texts[place]) and texts[place].str.contains(".", regex=False).any()
        if filled.mean() >= 0.5 and repeated <= 0.05 and again and not whole:
            return [place]
    return []


def _numbers(shape: Shape, taken: set[int]) -> bool:
    return any(_digits(texts) for place, texts in enumerate(shape.columns) if place not in taken)


def _apart(texts: pd.Series) -> bool:
    """Whether every row has a text of its own."""
    return bool((texts != "").all()) and len(texts) > 0 and _each_once(texts)


def _each_once(texts: pd.Series) -> bool:
    filled = texts.str.strip()
    return not filled[filled != ""].duplicated().any()
