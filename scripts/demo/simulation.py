"""One study's cities in two worlds: what happened without and with the policy, all else equal."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from demo.calibration import YEARS, moments
from demo.cities import GRADES, drawn_cities, drawn_starts, inverse_distance, map_of, members, starts
from demo.draws import Draws, draw
from demo.fields import Map, stream
from demo.policy import latent_shift, multiplier, noise, structure, treated
from demo.settings import Demo
from demo.variables import rounded
from demo.worlds import Controls, Moved, clean_yearbook, controls, indicators

RESIDENTS_FROM = 2020  # year from which population means residents
VALUE_ADDED = "va23_real2000_100m"
RANK_WITH_LEVEL = ("municipality", "provincial_capital", "subprovincial_capital")


@dataclass(frozen=True)
class Facts:
    """The shipped tables that a simulation reads, all cells as text, and the calibration."""

    cities: pd.DataFrame
    contiguity: pd.DataFrame
    zones: pd.DataFrame
    calibration: dict
    printed: dict[str, tuple[float, float, float, float]]

    @property
    def names(self) -> dict[str, str]:
        """Chinese names of the cities by code."""
        return dict(zip(self.cities["adcode"], self.cities["name_zh"], strict=True))


@dataclass(frozen=True)
class Simulation:
    """n cities over the T years of `YEARS`, of which `study` (n, T) bool is what the study looks at.

    cities : n rows; start : (n,) first treated year, inf if never; policy : (n, T) 0/1
    worlds : without and with the policy, clean yearbooks by variable, (n, T) each
    shift : (n, T) what the policy adds to log value added; level : (n,) bool, capitals and municipalities
    """

    cities: pd.DataFrame
    places: Map
    study: np.ndarray
    start: np.ndarray
    policy: np.ndarray
    shift: np.ndarray
    level: np.ndarray
    worlds: tuple[dict[str, np.ndarray], dict[str, np.ndarray]]
    draws: Draws
    controls: Controls


def simulate(settings: Demo, facts: Facts, delta: float | None = None) -> Simulation:
    """Both worlds of a study; `delta` in place of that of the settings, for its calibration."""
    cities = drawn_cities(facts.cities)
    places = map_of(cities, facts.contiguity)
    draws = draw(moments(facts.calibration), facts.calibration, places, cities["province_en"].to_numpy(), settings)
    study = np.outer(members(cities, settings.roster), np.isin(YEARS, range(settings.years[0], settings.years[1] + 1)))
    set_apart(draws.series[VALUE_ADDED], settings, study.any(axis=1))
    held = controls(draws, settings.price_year, facts.printed, study)
    start = first_treated(settings, facts, cities, held, study)
    policy, level = treated(start), cities["admin_rank"].isin(RANK_WITH_LEVEL).to_numpy()
    shift = np.zeros(policy.shape)
    if settings.policy:
        size = settings.policy.delta if delta is None else delta
        spill = multiplier(inverse_distance(places.km, 1.0), settings.policy.rho)
        shift = latent_shift(policy, level, size, settings.policy.without_level, spill)
    worlds = tuple(world(settings, draws, held, study, policy, on * shift, on) for on in (0.0, 1.0))
    return Simulation(cities, places, study, start, policy, shift, level, worlds, draws, held)


def set_apart(value_added: np.ndarray, settings: Demo, inside: np.ndarray) -> None:
    """Shift log value added (n, T) in the years, and in the cities far ahead, that the settings say."""
    for year, shift in settings.year_shift.items():
        value_added[:, year - YEARS[0]] += shift
    order = stream(settings.seed, "stars").permutation(np.flatnonzero(inside))
    for count, shift in settings.stars.items():
        value_added[order[:count]] += shift


def first_treated(settings: Demo, facts: Facts, cities: pd.DataFrame, held: Controls, study: np.ndarray) -> np.ndarray:
    if not settings.policy:
        return np.full(len(cities), np.inf)
    if not settings.policy.draw:
        return starts(cities, facts.zones)
    inside, before = study.any(axis=1), np.array(YEARS) < 2014
    start = np.full(len(cities), np.inf)
    eco, finance = (values[inside][:, before].mean(axis=1) for values in (held.eco, held.finance))
    start[inside] = drawn_starts(cities[inside].reset_index(drop=True), facts.zones, eco, finance, settings.seed)
    return start


def world(
    settings: Demo, draws: Draws, held: Controls, study: np.ndarray, policy: np.ndarray, shift: np.ndarray, on: float
) -> dict[str, np.ndarray]:
    """The clean yearbook with (`on` 1) or without (0) the policy."""
    planted = {
        name: on * mechanism.effect * policy + noise(name, policy, study, mechanism.std_error, settings.seed)
        for name, mechanism in settings.mechanisms.items()
    }
    series = draws.series
    index = None
    if "structure" in planted:
        index = structure(np.exp(series["agriculture"]), expit(series["services"])) + planted["structure"]
    moved = Moved(
        shift=shift,
        patents=series["patents"] + planted.get("patents", 0.0),
        associates=series["associates"] + planted.get("associates", 0.0),
        structure=index,
    )
    clean = clean_yearbook(draws, held, moved, settings.price_year, settings.first)
    counted = np.array(YEARS) < RESIDENTS_FROM
    clean["population"] = np.where(counted, clean["registered"], clean["residents"])
    if settings.grades:
        clean["urban_population"] = urban_population(clean, study)
    if settings.instrument:
        telephones = telephones_1984(policy[:, -1], settings.instrument.strength, settings.seed)
        clean["telephones_1984"] = np.repeat(telephones[:, None], len(YEARS), axis=1)
    return clean


def telephones_1984(adopted: np.ndarray, strength: float, seed: int) -> np.ndarray:
    """(n,) telephones per 100 people, whose log has the correlation `strength` with adoption."""
    towards = (adopted - adopted.mean()) / adopted.std()
    away = stream(seed, "telephones").standard_normal(len(adopted))
    away -= away.mean() + towards * (away @ towards) / len(adopted)
    mixed = strength * towards + np.sqrt(1 - strength**2) * away / away.std()
    return rounded("telephones_1984", np.exp(-0.9 + 0.7 * mixed))


def urban_population(clean: dict[str, np.ndarray], study: np.ndarray) -> np.ndarray:
    """(n, T) urban population of the study's first year, in 10k; stretched so that 53 of 108 cities have over a million
    and 18 less than half a million."""
    first = study.any(axis=0).argmax()
    inside = study.any(axis=1)
    people = clean["residents"][:, first] * clean["urban_share"][:, first] / 100
    order = np.sort(people[inside])[::-1]
    large, medium = GRADES["L"], GRADES["L"] + GRADES["M"]
    edges = [0.0, order[medium - 1 : medium + 1].mean(), order[large - 1 : large + 1].mean(), order[0]]
    stretched = np.interp(people, edges, [0.0, 50.0, 100.0, max(100.0 + order[0], 2000.0)])
    return np.repeat(rounded("urban_population", stretched)[:, None], len(YEARS), axis=1)


def treated_cities(simulation: Simulation, zones: pd.DataFrame) -> pd.DataFrame:
    """Treated cities of the study: adcode, names, treat_year, `level` (1 in capitals and municipalities) and `status`.

    `zones` are the shipped rows; a city that is not among them was drawn, and its status is `simulated`.
    """
    chosen = np.isfinite(simulation.start) & simulation.study.any(axis=1)
    cities = simulation.cities.loc[chosen, ["adcode", "name_en", "name_zh"]]
    known = cities["adcode"].isin(zones["adcode"])
    return cities.assign(
        treat_year=simulation.start[chosen].astype(int),
        level=simulation.level[chosen].astype(int),
        status=np.where(known, "real", "simulated"),
    ).sort_values("adcode", ignore_index=True)


def indicator_panel(simulation: Simulation, settings: Demo) -> pd.DataFrame:
    """The indicators of both worlds as one table: world, unit, year, then the indicators; rows of the study only."""
    place, year = np.nonzero(simulation.study)
    codes = simulation.cities["adcode"].to_numpy()[place]
    parts = []
    for number, clean in enumerate(simulation.worlds):
        values = {name: array[simulation.study] for name, array in indicators(clean, settings.first).items()}
        keys = {"world": number, "unit": codes, "year": np.array(YEARS)[year]}
        parts.append(pd.DataFrame(keys | values))
    return pd.concat(parts, ignore_index=True)
