"""Moments of real city panels, 2003-2016, as targets of the simulated yearbooks."""

from dataclasses import dataclass, replace

import numpy as np

WINDOW = range(2003, 2017)  # years of the real panels
YEARS = range(2003, 2024)  # years that are drawn
PERSISTENCE = 0.97  # largest AR(1) coefficient; what persists more has unit trends
TIGHT_CORE = 0.4  # smallest share of the measured within variation that is not gross error
EIGENVALUE = 1e-4  # smallest of a repaired correlation matrix
IDENTITIES = ("pop_10k",)  # not drawn: population is GDP over GDP per head
# Series whose raw growth holds gross errors: their core is scaled by robust over raw deviation of growth.
GROSS_ERRORS = ("labour_emp23_10k", "co2_edgar_t", "so2_t", "fdi_musd")
SCOPE_BREAK = {"so2_t": (2016, 2017)}  # years whose change is one of coverage: no part of the trend
BREAK_AFTER = {"so2_t": {2017: -0.37}}  # log of 12.6 / 18.3 kt, the medians of 2017 and 2016


@dataclass(frozen=True)
class Moments:
    """Targets of K log series.

    names : K names of calibration.json; year_means : (T, K), T the years of `YEARS`
    between, within : (K,) standard deviations of city means, and of the core after city and year means
    raw_ar1 : (K,) regression of the residual on its lag, after city and year means, 2003-2016
    corr_between, corr_within : (K, K), positive definite; moran : (K,) Moran's I of 2010, queen contiguity
    """

    names: tuple[str, ...]
    year_means: np.ndarray
    between: np.ndarray
    within: np.ndarray
    raw_ar1: np.ndarray
    corr_between: np.ndarray
    corr_within: np.ndarray
    moran: np.ndarray

    def at(self, name: str) -> int:
        return self.names.index(name)


def moments(calibration: dict) -> Moments:
    """Targets from the content of calibration.json, for the series whose correlations it holds."""
    names = tuple(name for name in calibration["corr_between"] if name not in IDENTITIES)
    parts = [calibration["variance_decomposition"][name] for name in names]
    core = [tight_core(part) if name in GROSS_ERRORS else 1.0 for name, part in zip(names, parts, strict=True)]
    found = Moments(
        names=names,
        year_means=np.column_stack([extended(name, calibration["year_means_log"][name]) for name in names]),
        between=np.array([part["sd_total"] * part["share_between"] ** 0.5 for part in parts]),
        within=np.array([part["sd_twoway_resid"] for part in parts]) * core,
        raw_ar1=np.array([part["ar1_twoway_resid"] for part in parts]),
        corr_between=correlation(matrix(calibration["corr_between"], names)),
        corr_within=correlation(matrix(calibration["corr_within_twoway"], names)),
        moran=np.array([calibration["moran_I_queen286"][name]["2010"] for name in names]),
    )
    return with_built_up_area(found)


def tight_core(part: dict) -> float:
    """Share of the within deviation that is no gross error, from the robust and the raw deviation of growth."""
    return max(TIGHT_CORE, part["mad_sd_growth"] / part["sd_growth"])


def with_built_up_area(found: Moments) -> Moments:
    """MODIS land hardly moves within a city; built-up area does: its within share is raised to 0.05."""
    within = found.within.copy()
    land = found.at("land_urban_modis_km2")
    within[land] = found.between[land] * (0.05 / 0.95) ** 0.5 / 2  # half of the within variation is common to years
    return replace(found, within=within)


def extended(name: str, means: dict[str, float]) -> np.ndarray:
    """Year means of a log series for `YEARS`, continued by the mean growth of its last three regular years."""
    breaks = SCOPE_BREAK.get(name, ())
    values = {int(year): value for year, value in means.items()}
    regular = [year for year in values if year not in breaks]
    growth = (values[regular[-1]] - values[regular[-4]]) / 3
    for year in YEARS:
        if year not in values:
            values[year] = values[year - 1] + BREAK_AFTER.get(name, {}).get(year, growth)
    return np.array([values[year] for year in YEARS])


def matrix(content: dict[str, dict[str, float]], names: tuple[str, ...]) -> np.ndarray:
    return np.array([[content[row][column] for column in names] for row in names])


def correlation(values: np.ndarray) -> np.ndarray:
    """The nearest correlation matrix by clipping eigenvalues: published ones, rounded, need not be definite."""
    root, vectors = np.linalg.eigh((values + values.T) / 2)
    repaired = (vectors * np.maximum(root, EIGENVALUE)) @ vectors.T
    scale = np.sqrt(np.diag(repaired))
    return repaired / np.outer(scale, scale)
