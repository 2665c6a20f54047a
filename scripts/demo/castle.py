"""The raw tables of the study `castle`, as a user might have them, from the data set of causaldata."""

import numpy as np
import pandas as pd

CRIME = ["homicide", "robbery", "assault", "burglary", "larceny", "motor", "l_homicide"]
ECONOMY = ["l_police", "l_prisoner", "l_income", "unemployrt", "poverty", "population"]
LAWS = ["post"]
REGIONS = ["northeast", "midwest", "south", "west"]  # census regions 1 to 4, as in the dummies of region and year


def by_state(data: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """The data set with states named by their postal abbreviation, sorted by state and year.

    `states` : sid and abbr. The weights of the published estimates, `popwt`, are a state's mean population; they are
    exact as float64, and as float32 would be written in powers of ten.
    """
    names = data["sid"].astype(int).map(states.set_index("sid")["abbr"])
    return data.assign(state=names, population=data["popwt"].astype(float)).sort_values(["state", "year"])


def table(data: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return data[["state", "year", *columns]]


def regions(data: pd.DataFrame) -> pd.DataFrame:
    """The states, which have no other names than their keys, with their census regions, by the dummies of region and
    year of the data set."""
    last = data[data["year"] == data["year"].max()]
    dummies = last[[f"r{last['year'].iloc[0]:.0f}{number}" for number in range(1, len(REGIONS) + 1)]].to_numpy()
    return last[["state"]].assign(name=last["state"], region=np.array(REGIONS)[dummies.argmax(axis=1)])
