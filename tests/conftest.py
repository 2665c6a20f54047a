"""The Munnell panel and boards of squares, for the tests of weights and of spatial models."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from estimation.weights import from_pairs

REFERENCE = Path(__file__).parent / "spatial" / "reference"


@pytest.fixture(scope="session")
def produc():
    """Reference results on the Munnell panel; source and tolerances under `_meta`."""
    return json.loads((REFERENCE / "produc_spatial_panel.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def states(produc):
    """Row-standardised contiguity of the 48 states, from the pairs of the reference."""
    pairs = np.array(produc["contiguity_pairs"])
    both = np.vstack([pairs, pairs[:, ::-1]])
    return from_pairs(both[:, 0], both[:, 1], np.ones(len(both)), "queen", "row")


@pytest.fixture(scope="session")
def munnell_panel():
    """Unit-year panel of `linearmodels.datasets.munnell`, keyed by state code, with the variables of the reference."""
    from linearmodels.datasets import munnell

    raw = munnell.load()
    logs = {"lgsp": "GSP", "lpcap": "P_CAP", "lpc": "PC", "lemp": "EMP"}
    panel = pd.DataFrame({"unit": raw["ST_ABB"].str.strip(), "year": raw["YR"].astype(int)})
    return panel.assign(**{name: np.log(raw[source]) for name, source in logs.items()}, unemp=raw["UNEMP"])


def grid(rows, columns):
    """Unit squares side by side, keyed s00, s01, ... by row and column."""
    from shapely import box

    from core.shapes import Shapes

    places = [(i, j) for i in range(rows) for j in range(columns)]
    squares = np.array([box(j, i, j + 1, i + 1) for i, j in places])
    return Shapes(squares, [{"key": f"s{i}{j}"} for i, j in places])


@pytest.fixture
def squares():
    return grid
