"""The raw tables of the study `castle`, as a user might have them, from the data set of causaldata."""

import pandas as pd

CRIME = ["homicide", "robbery", "assault", "burglary", "larceny", "motor", "l_homicide"]
ECONOMY = ["l_police", "l_prisoner", "l_income", "unemployrt", "poverty", "population"]
LAWS = ["post"]


def by_state(data: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """The data set with states named by their postal abbreviation, sorted by state and year.

    `states` : sid and abbr. The weights of the published estimates, `popwt`, are a state's mean population; they are
    exact as float64, and as float32 would be written in powers of ten.
    """
    names = data["sid"].astype(int).map(states.set_index("sid")["abbr"])
    return data.assign(state=names, population=data["popwt"].astype(float)).sort_values(["state", "year"])


def table(data: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return data[["state", "year", *columns]]
