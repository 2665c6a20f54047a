"""A panel that the tests of the stage share."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def panel():
    """24 units, 2010-2017; 8 adopt in 2013, 4 in 2015, effect 1; rows shuffled."""
    rng = np.random.default_rng(11)
    frame = pd.DataFrame([(f"u{i}", year) for i in range(24) for year in range(2010, 2018)], columns=["unit", "year"])
    number = frame["unit"].str[1:].astype(int)
    start = np.where(number < 8, 2013, np.where(number < 12, 2015, 9999))
    frame = frame.assign(reform=(frame["year"] >= start).astype(int), fin=rng.normal(size=len(frame)))
    frame["score"] = frame["reform"] + number + 0.3 * frame["fin"] + rng.normal(0, 0.5, len(frame))
    frame["other"] = rng.normal(size=len(frame))
    return frame.sample(frac=1, random_state=1)


@pytest.fixture
def column():
    """The settings of a column, as the plan of a study gives them."""

    def settings(name, formula="score ~ reform + fin | unit + year", sample=None, policy="reform", **more):
        own = {"name": name, "estimator": "ols", "formula": formula, "sample": sample, "policy": policy, "base": -1}
        return {**own, "cluster": "unit", "missing": "drop", "weights": None, "ssc": "reghdfe", **more}

    return settings
