"""What is planted in a simulated study, as far as it needs no efficiency score."""

import hashlib
import json

import numpy as np
import pandas as pd

from demo.calibration import YEARS
from demo.cities import GRADES, grades, inverse_distance
from demo.outcome import LAGS, SPATIAL, grade_lags, impacts, spectral_radius
from demo.settings import Demo
from demo.simulation import Simulation
from estimation.within import within

GENERATOR = "1"  # raised whenever the same settings give other values
BOTH = ("unit", "year")


def planted_truths(settings: Demo, simulation: Simulation) -> dict:
    """The planted truths of a study with its label, seed and counts."""
    rows, columns = simulation.study.any(axis=1), simulation.study.any(axis=0)
    policy = simulation.policy[rows][:, columns]
    found = {
        "data_status": "simulated",
        "study": settings.study,
        "seed": settings.seed,
        "generator": GENERATOR,
        "units": int(rows.sum()),
        "years": list(settings.years),
    }
    km = simulation.places.km[np.ix_(rows, rows)]
    if settings.policy:
        found |= {
            "policy": policy_truth(settings, simulation, policy, simulation.shift[rows][:, columns]),
            "mechanisms": {name: part.model_dump() for name, part in settings.mechanisms.items()},
            "spillovers": spillovers(settings, km),
        }
    if settings.instrument:
        found["instrument"] = instrument(settings, simulation, rows, columns)
    if settings.grades:
        letters = grades(simulation.worlds[0]["urban_population"][rows][:, 0])
        radius = spectral_radius(grade_lags(inverse_distance(km, 2.0), letters))
        found["grade_lags"] = {"phi": LAGS, "weights": "km^-2, rows standardised", "spectral_radius": radius}
        found["grades"] = {letter: int((letters == letter).sum()) for letter in GRADES}
    return found


def policy_truth(settings: Demo, simulation: Simulation, policy: np.ndarray, shift: np.ndarray) -> dict:
    """Truth (a): what is added to log value added; and that nothing precedes the policy."""
    plan = settings.policy
    cohorts, sizes = np.unique(simulation.start[np.isfinite(simulation.start)], return_counts=True)
    return {
        "latent": plan.delta,
        "latent_without_level": plan.delta * plan.without_level,
        "latent_mean_of_treated": shift[policy == 1].mean(),
        "channel": "log value added of sectors 2 and 3",
        "profile": "flat from the first treated year on; all leads are 0",
        "without_policy": 0.0,
        "cohorts": {int(year): int(size) for year, size in zip(cohorts, sizes, strict=True)},
        "treated_city_years": int(policy.sum()),
        "mean": policy.mean(),
        "sd": policy.std(ddof=1),
    }


def spillovers(settings: Demo, km: np.ndarray) -> dict:
    """Exact effects of the spatial models in outcome mode, and the rho of value added in yearbook mode."""
    weights = inverse_distance(km, 1.0)
    models = {
        name: {"rho": rho, "effect": effect, "neighbours": near} | impacts(weights, rho, effect, near)
        for name, (rho, effect, near) in SPATIAL.items()
    }
    return {"outcome_mode": models, "weights": "km^-1, rows standardised", "yearbook_rho": settings.policy.rho}


def instrument(settings: Demo, simulation: Simulation, rows: np.ndarray, columns: np.ndarray) -> dict:
    """First stage of the policy on log telephones x year, after city and year effects."""
    telephones = np.log(simulation.worlds[0]["telephones_1984"][rows][:, :1])
    years = np.array(YEARS)[columns]
    trend = within(telephones * (years - years[0]), BOTH)
    policy = within(simulation.policy[rows][:, columns], BOTH)
    slope = np.vdot(trend, policy) / np.vdot(trend, trend)
    scores = (trend * (policy - slope * trend)).sum(axis=1)
    error = np.sqrt(np.vdot(scores, scores)) / np.vdot(trend, trend)
    return {"correlation": settings.instrument.strength, "first_stage": slope, "first_stage_f": (slope / error) ** 2}


def outdated(settings: Demo, worlds: pd.DataFrame) -> bool:
    """Whether delta was found for another wanted effect, or for other data."""
    plan = settings.policy
    return bool(plan and plan.target is not None and plan.digest != digest(settings, worlds))


def digest(settings: Demo, worlds: pd.DataFrame) -> str:
    """Digest of all that decides which delta gives the wanted effect: the settings, and the world without policy.

    The indicators enter with 8 significant digits, so that another processor's last bits change nothing.
    """
    plan = settings.policy.model_dump(exclude={"delta", "digest"})
    without = worlds[worlds["world"] == 0].to_csv(index=False, float_format="%.8g", lineterminator="\n")
    return hashlib.sha256((json.dumps(plan, sort_keys=True) + without).encode()).hexdigest()[:16]
