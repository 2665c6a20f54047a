"""What the tables of a study have in common: names of variables, years, units."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.errors import StudyError, named
from draft.sources import Column, Drafted
from panel.layouts import fold
from panel.tables import SAME
from panel.units import factor


@dataclass
class Variable:
    """A variable of the study: its columns in one source or in several, and its values by unit and year."""

    name: str
    level: str
    stem: str
    columns: list[tuple[Drafted, Column]]
    values: pd.Series  # in the unit of measurement of the first column

    @property
    def unit(self) -> str:
        return self.columns[0][1].unit

    @property
    def years(self) -> set[int]:
        return set(self.values.dropna().index.get_level_values("year"))


@dataclass(frozen=True)
class Joint:
    """What the sources share.

    years : those in which every variable has a value; every_year : those in which some variable has one
    units : those with a row for every variable in each of `years`; lacking : the others
    """

    variables: dict[str, Variable]
    years: list[int]
    every_year: list[int]
    units: list[str]
    lacking: list[str]
    notes: list[str] = field(default_factory=list)


def joint_of(sources: list[Drafted], units: str) -> Joint:
    """Name every column, join those that are one variable, and see which years and units all have.

    `units` is the path of the definitions of units of measurement.
    """
    variables: dict[str, Variable] = {}
    for source in sources:
        own: set[str] = set()
        for column in source.columns:
            _place(source, column, variables, own, units)
            own.add(column.name)
    _convert(variables)
    spans = {name: variable.years for name, variable in variables.items()}
    every = sorted(set().union(*spans.values()))
    years = sorted(set(every).intersection(*(span for span in spans.values() if span)))
    notes = [] if len(years) > 1 else ["the variables have no two years in common; leave out those that are too short."]
    rows = [variable.values.index for variable in variables.values() if variable.level == "unit"]
    there = set().union(*(index.get_level_values("unit") for index in rows)) if rows else set()
    full = set(there)
    for index in rows:
        inside = index[index.get_level_values("year").isin(years)]
        counts = pd.Series(1, inside).groupby(level="unit").size()
        full &= set(counts.index[counts == len(years)])
    return Joint(variables, years, every, sorted(full), sorted(there - full), notes)


def _place(source: Drafted, column: Column, variables: dict[str, Variable], own: set[str], units: str) -> None:
    """Give a column the name of the variable that it is."""
    level, stem = source.roles.kind, f"{column.read.stem} {column.read.scope}"
    base = column.read.name
    same = [variable for variable in variables.values() if not base and variable.stem == stem and stem.strip()]
    base = base or (same[0].name if same else f"column_{column.place + 1}")
    table = source.values.drop_duplicates(["unit", "year"]).set_index(["unit", "year"])
    values = table[column.place].astype(float)
    name, number = base, 1
    while name in variables or name in own:
        reason = _differ(variables[name], level, stem, column, values, units) if name not in own else "of this file"
        if not reason:
            break
        if name == base and (base != f"column_{column.place + 1}" or same):
            place = source.table.path if name in own else variables[name].columns[0][0].table.path
            column.notes.append(f"`{name}` stands in {place} too, but {reason}; one variable has one name.")
        number += 1
        name = f"{base}_{level}" if level != "unit" and number == 2 and name not in own else f"{base}_{number}"
    column.name = name
    if name not in variables:
        variables[name] = Variable(name, level, stem, [(source, column)], values)
        return
    known = variables[name]
    known.columns.append((source, column))
    known.values = known.values.combine_first(values * _factor(column.unit, known.unit, units))


def _differ(known: Variable, level: str, stem: str, column: Column, values: pd.Series, units: str) -> str:
    """Why a column is not `known`; empty if nothing speaks against it."""
    if known.level != level:
        return f"there of each {known.level}"
    if not column.read.name and known.stem != stem:
        return "under another header"
    times = _factor(column.unit, known.unit, units)
    if times is None:
        if column.unit and known.unit:
            return f"there in {known.unit}, which {column.unit} is not known to convert to"
        return "only one of the two states its unit of measurement"
    both = known.values.index.intersection(values.index)
    one, other = known.values.loc[both].to_numpy(), values.loc[both].to_numpy() * times
    seen = ~np.isnan(one) & ~np.isnan(other)
    unlike = int((~np.isclose(one, other, rtol=SAME, atol=0) & seen).sum())
    return f"with other values in {unlike} of {int(seen.sum())} unit-years" if unlike else ""


def _factor(unit: str, target: str, units: str) -> float | None:
    """Number by which values become those in `target`; None if unknown."""
    if fold(unit) == fold(target):
        return 1.0
    try:
        return factor(unit, target, units) if unit and target else None
    except StudyError:
        return None


def _convert(variables: dict[str, Variable]) -> None:
    """Say `convert_to` where the columns of one variable have different units of measurement."""
    for variable in variables.values():
        if len({column.unit for _, column in variable.columns}) > 1:
            for _, column in variable.columns:
                column.convert_to = variable.unit


def shortened(years: list[int]) -> str:
    """Years as `2003-2010, 2015`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return named([f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]) or "none"
