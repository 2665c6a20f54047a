"""Panels and weights that the tests of the stage share."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from estimation.panel_ml import Arrays
from spatial.grade_lags import Grades

TERMS = ("x1", "x2", "x3", "x4")
REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True)
class NineLags:
    """The panel of 108 cities in three grades, its weights, and what is expected of its fits."""

    panel: pd.DataFrame
    expected: dict

    @property
    def weights(self):
        """Inverse squared great-circle distances, row-standardised over all senders."""
        first = self.panel[self.panel["year"] == self.panel["year"].min()]
        lon, lat = np.radians(first["lon"].to_numpy()), np.radians(first["lat"].to_numpy())
        half = np.sin((lat[:, None] - lat) / 2) ** 2
        half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
        raw = (np.arcsin(np.sqrt(half)) + np.eye(len(first))) ** -2.0 * (1 - np.eye(len(first)))
        return sparse.csr_array(raw / raw.sum(axis=1, keepdims=True))

    def grades(self, case):
        """`one_grade_single_city`: all cities of grade S but the first are of grade M."""
        said = self.panel.loc[self.panel["year"] == self.panel["year"].min(), "grade"].to_numpy(dtype=object)
        if case == "one_grade_single_city":
            said[np.flatnonzero(said == "S")[1:]] = "M"
        return Grades(("L", "M", "S"), np.array(["LMS".index(grade) for grade in said]))

    def data(self, case):
        """Arrays, weights and grades as `grade_lags` takes them."""
        outcome, *x = (self.panel[name].to_numpy().reshape(15, 108).T for name in ("y", *TERMS))
        return Arrays(outcome, np.stack(x, axis=-1), TERMS, ("unit", "year")), self.weights, self.grades(case)


@pytest.fixture(scope="session")
def nine_lags():
    """Reference of the model with lags between grades; convention and tolerances under `_meta`."""
    expected = json.loads((REFERENCE / "ninelag_expected.json").read_text(encoding="utf-8"))
    return NineLags(pd.read_csv(REFERENCE / "ninelag_panel.csv").sort_values(["year", "city"]), expected)
