"""Columns of every kind of term, effect, cluster, rule and lag, and a panel for them."""

import numpy as np
from samples import COLUMN
from samples import planted as planted_panel

UNITS, YEARS = 16, 8
LONG = "a_variable_with_a_name_of_more_than_32_letters"
DATA = {
    "data": "panel.csv",
    "dta": "panel.dta",
    "weights": "weights.csv",
    "expected": "expected.csv",
    "in_r": "replicate.R",
    "in_stata": "replicate.do",
    "about": "README.txt",
}


def column(name, estimator, formula, **more):
    own = {"name": name, "estimator": estimator, "formula": formula, "policy": "d", "ssc": "reghdfe", "table": "t"}
    return COLUMN | own | more


def spatial(name, estimator, formula, **more):
    own = {"se": "cluster", "correction": "lee_yu", "policy": None, "matrix": "rows"}
    return column(name, estimator, formula, **own | more)


LEAST_SQUARES = [
    column("plain", "ols", "y ~ d | unit + year"),
    column("pooled", "ols", f"y ~ d + x1:d + {LONG}"),
    column("weighted", "ols", "y ~ d + log(w) | unit + side^year", weights="w"),
    column("trends", "ols", "y ~ d + l(x1) | unit[year] + year", cluster="side"),
    column("two", "ols", "y ~ d + x1 | unit + year", cluster=["unit", "year"]),
    column("independent", "ols", "y ~ d + x1 | unit + year", cluster="none", weights="w"),
    column("values", "ols", "y ~ d + i(side, x1) + i(region, x2, ref=0) | unit + year", sample="region != 2"),
    column("gaps", "ols", "y ~ d + gappy | unit + year"),
    column("cr0", "ols", "y ~ d | unit + year", ssc="CR0"),
    column("cr1", "ols", "y ~ d | region[x2] + year", ssc="CR1"),
    column("regress", "ols", "y ~ d | unit + year", ssc="regress"),
    column("panel_ols", "ols", "y ~ d | unit + year", ssc="linearmodels"),
    column("panel_ols_one", "ols", "y ~ d | unit", ssc="linearmodels"),
]
EVENTS = [
    column("years", "event_study", "y ~ d + x1 | unit + year", window=[-2, 2], base=-1),
    column("all_treated", "event_study", "y ~ all | unit + year", policy="all", window=[-3, 2], base=-2, weights="w"),
]
INSTRUMENTS = [
    column("second", "iv", "y ~ x2 | unit + year | d ~ z + z:x2"),
    column("pooled_second", "iv", "y ~ x2 + l(x2) | d ~ z", cluster="none"),
    column("first", "first_stage", "y ~ x2 | unit + year | d ~ z + z:x2"),
]
SPATIAL = [
    spatial("sar", "sar", "y ~ d + x1 | unit + year", policy="d"),
    spatial("hessian", "sar", "y ~ x1 | year", se="hessian", correction="none", matrix="other"),
    spatial("no_effects", "sar", "y ~ x1 + x2", sample="year > 2001"),
    spatial("durbin", "sdm", "y ~ x1 + l(x2) | unit", lags=["x1"], cluster="side", sample="year > 2000"),
    spatial("slx", "slx", "y ~ x1:d + x2 | unit + year", lags=None),
    spatial("grades", "sar", "y ~ x1 | unit + year", split=["big", "small"]),
]
OTHERS = [spatial("sem", "sem", "y ~ x1 | unit + year"), column("lag", "gmm", "y ~ lag(y) + d | unit + year")]
COLUMNS = [*LEAST_SQUARES, *EVENTS, *INSTRUMENTS, *SPATIAL, *OTHERS]


def panel_of(seed):
    """The panel of `samples`, and of the same units a text, grades, a gap, an instrument, a policy of all units."""
    frame = planted_panel(seed, UNITS, YEARS)
    rng, number = np.random.default_rng(seed), np.repeat(np.arange(UNITS), YEARS)
    frame["side"] = np.where(number < 9, "north, west", "城")
    frame["big"] = 1.0 * (number % 3 == 0)
    frame["small"] = 1 - frame["big"]
    frame["gappy"] = np.where(rng.random(len(frame)) < 0.1, np.nan, rng.normal(size=len(frame)))
    frame["z"] = frame["d"] + rng.normal(size=len(frame))
    frame["all"] = 1.0 * (frame["year"] - frame["year"].min() >= 2 + number % 4)
    frame[LONG] = rng.normal(size=len(frame))
    return frame
