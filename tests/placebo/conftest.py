"""A panel on disk that the tests of the stage share."""

import numpy as np
import pandas as pd
import pytest

from core.tables import read_panel
from placebo.chunks import gathered, summary_of


@pytest.fixture
def files(tmp_path):
    """16 units, 2008-2015; five adopt in 2012, effect 2 against noise of 0.1: the largest of all placebos."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame([(f"u{i}", year) for i in range(16) for year in range(2008, 2016)], columns=["unit", "year"])
    frame["reform"] = (frame["unit"].isin([f"u{i}" for i in range(5)]) & (frame["year"] >= 2012)).astype(int)
    frame["fin"] = rng.normal(size=len(frame))
    frame["score"] = 2 * frame["reform"] + rng.normal(0, 0.1, len(frame))
    frame.drop(columns="score").to_csv(tmp_path / "panel.csv", index=False)
    frame[["unit", "year", "score"]].to_csv(tmp_path / "scores.csv", index=False)
    return tmp_path


@pytest.fixture
def panel(files):
    return read_panel(files / "panel.csv", [files / "scores.csv"])


@pytest.fixture
def model():
    """A model of a placebo, as the plan of a study gives it."""

    def settings(name="baseline.policy", **more):
        return {
            "study": "fields",
            "placebo": "space", "name": name, "design": "cohorts", "draws": 60, "estimator": "ols", "policy": "reform",
            "formula": "score ~ reform + fin | unit + year", "sample": "year >= 2009", "cluster": "unit",
            "missing": "drop", "weights": None, "ssc": "reghdfe", "policies": ["reform"],
            "strata": None, "window": None, "base": -1,
        } | more  # fmt: skip

    return settings


@pytest.fixture
def together():
    """Chunks of draws gathered for one model: its summary, and its draws as a frame."""

    def gather(parts, model):
        facts, observed, rows = gathered(*map(list, zip(*parts, strict=True)), model["placebo"], model["name"])
        return summary_of(facts, observed, rows), pd.DataFrame(rows).drop(columns="model")

    return gather
