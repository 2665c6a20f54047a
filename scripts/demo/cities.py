"""The cities of a study: who they are, where they lie, and when a policy reaches them."""

import numpy as np
import pandas as pd

from demo.fields import Map, stream

EARTH_KM = 6371.0
# Size that goes with administrative rank, in any unit: only its shape over the cities matters.
RANK_SCORE = {
    "municipality": 5.0,
    "subprovincial_capital": 3.5,
    "subprovincial_noncapital": 3.0,
    "provincial_capital": 2.5,
    "prefecture": 0.0,
}
GRADES = {"L": 53, "M": 37, "S": 18}  # cities of the belt by urban population, largest first
ECO, FINANCE, RANK = 0.6, 0.4, 0.5  # weights of the propensity by which the unknown ncedc cities are drawn
BATCHES = {2014: 17, 2016: 26}  # ncedc: 43 cities, in the proportion 40 : 61 of the places of both batches


def drawn_cities(cities: pd.DataFrame) -> pd.DataFrame:
    """The 286 cities for which everything is drawn, sorted by code; a study uses some or all of them."""
    return cities[cities["in_286"] == "1"].sort_values("adcode", ignore_index=True)


def members(cities: pd.DataFrame, roster: str) -> np.ndarray:
    """(n,) bool: cities of the roster `in_286`, `in_278_simulated` or `yreb_reach`."""
    return ~cities[roster].isin(["", "0"]).to_numpy()


def map_of(cities: pd.DataFrame, contiguity: pd.DataFrame) -> Map:
    """Distances, contiguity and rank score of `cities` (n rows), in their order."""
    rank = cities["admin_rank"].map(RANK_SCORE).to_numpy(dtype=float)
    place = {code: number for number, code in enumerate(cities["adcode"])}
    pairs = contiguity[contiguity["adcode_i"].isin(place) & contiguity["adcode_j"].isin(place)]
    queen = np.zeros((len(cities), len(cities)))
    queen[pairs["adcode_i"].map(place), pairs["adcode_j"].map(place)] = 1.0
    lon, lat = cities["lon"].to_numpy(dtype=float), cities["lat"].to_numpy(dtype=float)
    return Map(kilometres(lon, lat), queen + queen.T, (rank - rank.mean()) / rank.std())


def kilometres(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """(n, n) great-circle distances of points in degrees."""
    lon, lat = np.radians(lon), np.radians(lat)
    haversine = np.sin(np.subtract.outer(lat, lat) / 2) ** 2
    haversine += np.outer(np.cos(lat), np.cos(lat)) * np.sin(np.subtract.outer(lon, lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(haversine))


def inverse_distance(km: np.ndarray, exponent: float) -> np.ndarray:
    """(n, n) weights km^-exponent with zero diagonal, rows standardised."""
    weights = (km + np.eye(len(km))) ** -exponent * (1 - np.eye(len(km)))
    return weights / weights.sum(axis=1, keepdims=True)


def starts(cities: pd.DataFrame, zones: pd.DataFrame) -> np.ndarray:
    """(n,) first treated year by the roster `zones`, inf where there is none."""
    years = zones.set_index("adcode")["treat_year"].astype(float)
    return cities["adcode"].map(years).fillna(np.inf).to_numpy(copy=True)


def drawn_starts(
    cities: pd.DataFrame, known: pd.DataFrame, eco: np.ndarray, finance: np.ndarray, seed: int
) -> np.ndarray:
    """(n,) first treated year of 43 cities, 17 in 2014 and 26 in 2016; the `known` ones keep their year.

    The others are drawn without replacement, the log odds rising with GDP per head `eco`, `finance` and rank.
    """
    start = starts(cities, known)
    rank = cities["admin_rank"].map(RANK_SCORE).to_numpy(dtype=float)
    parts = ((ECO, eco), (FINANCE, finance), (RANK, rank))
    score = sum(weight * (one - one.mean()) / one.std() for weight, one in parts)
    generator = stream(seed, "assignment")
    order = np.argsort(-(score + generator.gumbel(size=len(score))), kind="stable")
    free = [place for place in order if np.isinf(start[place])]
    wanted = [year for year, size in BATCHES.items() for _ in range(size - int((start == year).sum()))]
    start[free[: len(wanted)]] = generator.permutation(wanted)
    return start


def grades(urban_population: np.ndarray) -> np.ndarray:
    """(n,) grade L, M or S of 108 cities by the rank of their urban population."""
    order = np.argsort(-urban_population, kind="stable")
    letters = np.empty(len(order), dtype=object)
    letters[order] = [letter for letter, size in GRADES.items() for _ in range(size)]
    return letters
