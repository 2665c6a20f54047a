"""Everything random in a yearbook but the policy."""

from dataclasses import dataclass, replace

import numpy as np

from demo.calibration import YEARS, Moments
from demo.fields import (
    BURN_IN,
    RANGE_KM,
    Map,
    autoregression,
    between,
    movements,
    sample_variance,
    standardised,
    stream,
)
from demo.settings import Demo

T = len(YEARS)
TIME = np.array(YEARS) - 2010.0
LOG_1E4 = np.log(1e4)


@dataclass(frozen=True)
class Borrowed:
    """A series without calibration of its own: it leans on the series `source` with correlation `lean`."""

    source: str
    lean: float
    between: float
    within: float
    level: float  # in 2010, in logs or logits of the unit of the yearbook
    growth: float


# calibration: borrowed. Levels and growth are orders of magnitude, deviations those of the closest series. Electricity,
# wastewater and soot lean on value added and not, as SO2 does, loosely: with three loose emissions the mean score of
# the aipz index system is 0.32, with one it is 0.53 (printed 0.564).
BORROWED = {
    "electricity": Borrowed("va23_real2000_100m", 0.98, 0.99, 0.09, 13.3, 0.07),  # 10k kWh
    "energy": Borrowed("co2_edgar_t", 0.9, 0.99, 0.09, 6.5, 0.04),  # 10k tce
    "wastewater": Borrowed("va23_real2000_100m", 0.98, 0.95, 0.18, 8.3, -0.04),  # 10k t
    "soot": Borrowed("va23_real2000_100m", 0.98, 0.95, 0.18, 9.9, -0.05),  # t
    "income": Borrowed("pgdp_real_yuan", 0.6, 0.22, 0.04, 9.75, 0.09),  # yuan
    "green": Borrowed("land_urban_modis_km2", 0.0, 0.25, 0.08, 2.35, 0.03),  # m2 a head
    "green_area": Borrowed("land_urban_modis_km2", 0.85, 1.05, 0.12, 8.1, 0.03),  # ha
    "social_investment": Borrowed("capital_real_100m", 0.9, 0.85, 0.15, 13.0, 0.12),  # 10k yuan
    "agriculture": Borrowed("pgdp_real_yuan", -0.7, 0.55, 0.08, np.log(0.12), -0.03),  # share of GDP, log
    "services": Borrowed("pgdp_real_yuan", 0.1, 0.35, 0.06, -0.25, 0.03),  # share of sectors 2 + 3, logit
    "employed_services": Borrowed("pgdp_real_yuan", -0.2, 0.35, 0.08, 0.0, 0.03),  # share of sectors 2 + 3, logit
    "urban": Borrowed("pgdp_real_yuan", 0.7, 0.60, 0.05, 0.05, 0.05),  # share, logit
    "education": Borrowed("pgdp_real_yuan", -0.6, 0.42, 0.07, -3.45, 0.01),  # share of GDP, log
    "deposits": Borrowed("pgdp_real_yuan", 0.0, 0.20, 0.05, 0.30, 0.0),  # share of deposits and loans, logit
    "internet": Borrowed("pgdp_real_yuan", 0.7, 0.45, 0.15, 2.3, 0.12),  # users per 100 people
    "telecom": Borrowed("pgdp_real_yuan", 0.7, 0.45, 0.10, 6.3, 0.05),  # yuan a head
    "trade": Borrowed("fdi_musd", 0.6, 1.10, 0.25, -2.6, -0.02),  # share of GDP, log
    "recycling": Borrowed("pgdp_real_yuan", 0.2, 0.60, 0.25, 1.6, 0.03),  # share of solid waste, logit
    "private_employees": Borrowed("labour_emp23_10k", 0.8, 1.00, 0.15, 12.2, 0.06),  # persons
    "teachers": Borrowed("labour_emp23_10k", 0.8, 1.10, 0.10, 7.2, 0.04),  # persons
    "residents": Borrowed("pgdp_real_yuan", 0.7, 0.12, 0.01, 0.0, 0.0),  # resident over registered population, log
    "patents": Borrowed("fin_loans_deposits_100m", 0.8, 1.20, 0.0, 4.4, 0.16),  # green patents granted
    "associates": Borrowed("fin_loans_deposits_100m", 0.8, 0.90, 0.0, 11.6, 0.06),  # persons
}


@dataclass(frozen=True)
class Draws:
    """Everything random but the policy: log series of calibration.json by name, and the borrowed ones, each (n, T).

    prices, investment_prices : (n, T) log indices, those of the province; national : (T,) log deflator, 2000 = 0
    """

    series: dict[str, np.ndarray]
    prices: np.ndarray
    investment_prices: np.ndarray
    national: np.ndarray


def draw(moments: Moments, calibration: dict, places: Map, provinces: np.ndarray, settings: Demo) -> Draws:
    """All random series of the n cities of `places`, whose provinces are `provinces` (n,)."""
    seed = settings.seed
    effects, moved = between(moments, places, seed), movements(moments, len(places.rank), seed)
    values = moments.year_means + effects[:, None, :] + moved
    series = {name: values[..., k] for k, name in enumerate(moments.names)}
    for name, borrowed in BORROWED.items():
        k = moments.at(borrowed.source)
        leaning = replace(borrowed, lean=settings.lean.get(name, borrowed.lean))
        effect, movement = effects[:, k] / moments.between[k], moved[..., k] / moments.within[k]
        series[name] = lent(name, leaning, effect, movement, places, seed)
    national = national_deflator(calibration)
    drift = stream(seed, "prices").standard_normal((2, len(set(provinces)), T)) * 0.006
    place = np.unique(provinces, return_inverse=True)[1]
    local, building = (walk.cumsum(axis=1)[place] for walk in drift)
    return Draws(series, national + local, 0.9 * national + building, national)


def lent(name: str, borrowed: Borrowed, effect: np.ndarray, moved: np.ndarray, places: Map, seed: int) -> np.ndarray:
    """(n, T) series that leans on the standardised city effect and movement of its source."""
    generator = stream(seed, name)
    kernel = np.exp(-places.km / RANGE_KM)
    own = np.sqrt(0.5) * generator.standard_normal(len(effect))
    own += np.sqrt(0.5) * np.linalg.cholesky(kernel) @ generator.standard_normal(len(effect))
    own = (own - own.mean()) / np.sqrt(sample_variance(0.5, kernel))
    shocks = generator.standard_normal((len(effect), BURN_IN + T, 1))
    alone = standardised(autoregression(shocks, np.array([0.9])))[..., 0]
    rest = np.sqrt(1 - borrowed.lean**2)
    levels = borrowed.level + borrowed.growth * TIME + borrowed.between * (borrowed.lean * effect + rest * own)[:, None]
    return levels + borrowed.within * (borrowed.lean * moved + rest * alone)


def national_deflator(calibration: dict) -> np.ndarray:
    """(T,) log GDP deflator, 2000 = 0: nominal GDP less real GDP per head and population, smoothed by a line."""
    means = calibration["year_means_log"]
    real = {year: means["pgdp_real_yuan"][year] + means["pop_10k"][year] - LOG_1E4 for year in means["pop_10k"]}
    gap = [means["gdp_nominal_100m"][year] - real[year] for year in real]
    slope, level = np.polyfit([int(year) for year in real], gap, 1)
    return level + slope * np.array(YEARS)
