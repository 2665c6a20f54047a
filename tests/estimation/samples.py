"""Panels and samples that tests of estimators share."""

import io

import numpy as np
import pandas as pd
from causaldata import castle

from core.formulas import parse_formula
from estimation.least_squares import fit_sample
from estimation.sample import sample_of

COLUMN = {"sample": None, "cluster": "unit", "missing": "drop", "weights": None}


def sample_from(frame, text, condition=None, **keys):
    return sample_of(frame, parse_formula(text), condition, **keys)


def fit_from(frame, text, rule="reghdfe", wanted=(), **keys):
    return fit_sample(sample_from(frame, text, **keys), rule, wanted)


def framed(columns, years=None):
    """A frame of (n, T) arrays by name; units are u000, u001, ..."""
    n_units, n_years = next(iter(columns.values())).shape
    years = np.arange(2000, 2000 + n_years) if years is None else np.asarray(years)
    keys = {"unit": np.repeat([f"u{i:03d}" for i in range(n_units)], n_years), "year": np.tile(years, n_units)}
    return pd.DataFrame(keys | {name: np.asarray(values).ravel() for name, values in columns.items()})


def planted(seed, n_units=12, n_years=6, share=1.0):
    """Outcome y, absorbing policy d with effect 0.5 that half of the units adopt, controls x1 and x2, positive weights
    w, a region of units; serially correlated errors; a random `share` of the rows, all units and years among them."""
    rng = np.random.default_rng(seed)
    shifts = rng.normal(3, 2, (n_units, 1)) + rng.normal(0, 1, (1, n_years))
    start = np.where(np.arange(n_units) % 2, np.inf, rng.integers(1, n_years, n_units))
    start[:3:2] = 1, n_years - 1
    policy = (np.arange(n_years) >= start[:, None]).astype(float)
    controls = rng.normal(size=(n_units, n_years, 2)) + shifts[..., None]
    noise = rng.normal(size=(n_units, n_years)).cumsum(axis=1)
    frame = framed(
        {
            "y": 0.5 * policy + controls.sum(axis=-1) + shifts + noise,
            "d": policy,
            "x1": controls[..., 0],
            "x2": controls[..., 1],
            "w": rng.uniform(0.5, 4, policy.shape),
            "region": np.repeat(np.arange(n_units)[:, None] % 3, n_years, axis=1),
        }
    )
    kept = rng.random(len(frame)) < share
    number, year = np.divmod(np.arange(len(frame)), n_years)
    return frame[kept | (number % n_years == year) | ((number + 1) % n_years == year)].reset_index(drop=True)


def castle_panel():
    """The packaged data, float32 and int8, taken through their decimal text, with the groups of the references."""
    frame = pd.read_csv(io.StringIO(castle.load_pandas().data.to_csv(index=False))).copy()
    rank = frame["sid"].rank(method="dense").astype(int)
    frame = frame.assign(unit=frame["sid"].map("{:02d}".format), rank=rank)
    return frame.assign(ten=(rank - 1) // 5, region=(rank - 1) % 4)
