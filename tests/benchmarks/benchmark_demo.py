"""How often 95 % intervals cover what is planted, for every estimator that has a truth: ``make bench-demo``.

Writes truths.md beside itself. The real zones and distances of 286 cities over 9 years; outcomes are drawn from the
models themselves, so that their parameters are the exact truth. Columns are those of a study, fitted as its rules fit
them. An estimator without effect must reject as rarely as its intervals miss.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is imported
import numpy as np
import pandas as pd

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from core.documents import load_yaml, validate
from core.formulas import parse_formula
from demo.cities import drawn_cities, inverse_distance, map_of, starts
from demo.fields import Map
from demo.outcome import SPATIAL, Noise, errors, impacts, spatial_lag, two_way
from did.gmm_columns import gmm_column
from did.instruments import parts_of, two_stages
from did.matching_columns import matching_column
from did.staggered_columns import leads
from estimation.event_study import event_dummies, panel_starts
from estimation.least_squares import fit_sample, tidy
from estimation.ml_errors import clustered
from estimation.resolvent import Resolvent, resolvent_of
from estimation.sample import sample_of_column
from estimation.spatial import LAGGED, finish, fit_model, prepare, rows_of
from estimation.staggered import effects, prepared
from estimation.weights import Weights, align, from_array
from spatial.impacts import EFFECTS as IMPACTS
from spatial.impacts import Parameters, delta_errors
from spatial.impacts import effects as spillovers
from study.config import Config
from study.plan import plan
from study.study import Study

HOME = HERE.parents[1] / "resources"
YEARS = np.arange(2015, 2024)
RUNS = 200
NOISE = Noise()
EFFECT = 0.0638
PROFILE = {0: 0.04, 1: 0.06, 2: 0.08}  # at the first treated year, the next, and from the third on
PATH = {-4: 0.0, -3: 0.0, -2: 0.0, **PROFILE}  # what event times are worth; -1 is the base
OWN_LAG, BURNED = 0.5, 20  # of the outcome of the dynamic model, and the years before the first
STRENGTH, MIXED = 0.6, 0.5  # of the instrument, and of the errors in the dose that it moves
RHO, _, _ = SPATIAL["geographic"]
_, OWN, NEIGHBOURS = SPATIAL["durbin"]
WITHIN = 1.959963984540054  # deviations within which 95 % of a normal variable lie
COVERAGE = 3 * (0.95 * 0.05 / RUNS) ** 0.5  # three Monte Carlo errors of a coverage of 0.95
STUDY = HERE / "truths.yaml"
ABOUT = """\
# What intervals cover

Made by `make bench-demo`.

The real zones, borders and distances of 286 cities, 2015-2023. Outcomes are simulated: effects of cities and years,
AR(1) errors with the parameter 0.5 (independent ones in the dynamic model), and what is planted. The columns are those
of `truths.yaml`. A row says how often the 95 % interval holds the truth, over {runs} seeds, how long the interval is,
as a share of what the deviation of the estimates asks for, and how far estimates are from the truth on average. A
coverage of .95 has a Monte Carlo error of {error:.3f}; a coverage or a mean error is off if it is more than three Monte
Carlo errors away from .95 or 0.

"""


@cache
def zones() -> tuple[np.ndarray, np.ndarray]:
    """(286, 9) policy of the pilot zones and (286, 286) weights 1 / km."""
    cities, places = mapped()
    start = starts(cities, pd.read_csv(HOME / "aipz.csv", dtype=str))
    return (start[:, None] <= YEARS).astype(float), inverse_distance(places.km, 1.0)


@cache
def mapped() -> tuple[pd.DataFrame, Map]:
    cities = drawn_cities(pd.read_csv(HOME / "cities.csv", dtype=str, keep_default_na=False))
    return cities, map_of(cities, pd.read_csv(HOME / "contiguity.csv", dtype=str))


@cache
def units() -> np.ndarray:
    cities, _ = mapped()
    return cities["adcode"].to_numpy(dtype=object)


@cache
def borders() -> np.ndarray:
    """(286, 286) weights of neighbours, rows standardised; those of cities without neighbours are 0."""
    _, places = mapped()
    return places.queen / np.maximum(places.queen.sum(axis=1, keepdims=True), 1.0)


@cache
def islands() -> list[str]:
    return list(units()[~borders().any(axis=1)])


@cache
def weights() -> dict[str, Weights]:
    whole = {"borders": borders(), "near": zones()[1]}
    return {name: from_array(units(), values, name, "row") for name, values in whole.items()}


@cache
def resolvent(matrix: str) -> Resolvent:
    """Of the weights, without the cities that have no neighbours."""
    left_out = islands() if matrix == "borders" else []
    return resolvent_of(align(weights()[matrix], units()[~np.isin(units(), left_out)]))


@cache
def fits() -> dict:
    """By rule and table: the settings of its columns, as the plan of the study hands them down."""
    study = validate(load_yaml(STUDY), Study, STUDY)
    config = validate({"studies": ["truths"], "seed": 1}, Config, "configuration")
    return plan("truths", study, [], config, str, [])["fits"]


def event_time(policy: np.ndarray) -> np.ndarray:
    """(n, T) years since the first treated one, -inf in cities never treated."""
    first = np.where(policy.any(axis=1), policy.argmax(axis=1), np.inf)
    return np.arange(policy.shape[1]) - first[:, None]


def panel(seed: int, noise: Noise) -> pd.DataFrame:
    """Every outcome of one seed, with the policy, the size on which cities are matched, and the instrument."""
    policy, near = zones()
    random, time = np.random.default_rng(seed), event_time(policy)
    size = random.standard_normal((len(policy), 1)) + policy.any(axis=1, keepdims=True)
    news, z = errors(policy.shape, noise, random), random.standard_normal(policy.shape)
    dose = STRENGTH * z + MIXED * news / noise.sd + random.standard_normal(policy.shape)
    both = OWN * policy + NEIGHBOURS * borders() @ policy
    spread = np.linalg.inv(np.eye(len(policy)) - RHO * borders())
    drawn = {
        "zone": policy,
        "size": np.broadcast_to(size, policy.shape),
        "z": z,
        "dose": dose,
        "flat": two_way(policy, {0: EFFECT}, time, noise, random),
        "none": two_way(policy, {0: 0.0}, time, noise, random),
        "rising": two_way(policy, PROFILE, time, noise, random),
        "dosed": EFFECT * dose + news,
        "dynamic": dynamic(policy, noise, random),
        "slx": both + errors(policy.shape, noise, random),
        "sar": spatial_lag(borders(), RHO, EFFECT * policy, noise, random),
        "far": spatial_lag(near, RHO, EFFECT * policy, noise, random),
        "sdm": spatial_lag(borders(), RHO, both, noise, random),
        "sem": EFFECT * policy + spread @ errors(policy.shape, noise, random),
        "sdem": both + spread @ errors(policy.shape, noise, random),
    }
    keys = {"unit": np.repeat(units(), len(YEARS)), "year": np.tile(YEARS, len(policy))}
    return pd.DataFrame(keys | {name: values.ravel() for name, values in drawn.items()})


def dynamic(policy: np.ndarray, noise: Noise, random: np.random.Generator) -> np.ndarray:
    """(n, T) outcome y_t = y_{t-1} / 2 + effect + city + year + independent errors, from years before the first on."""
    moved = EFFECT * np.concatenate([np.zeros((len(policy), BURNED)), policy], axis=1)
    moved += errors(moved.shape, Noise(noise.sd, 0.0, noise.city * (1 - OWN_LAG), noise.year), random)
    for year in range(1, moved.shape[1]):
        moved[:, year] += OWN_LAG * moved[:, year - 1]
    return moved[:, BURNED:]


def truths(table: str, column: str, settings: dict) -> dict[str, float]:
    """What is planted in a column, by term."""
    estimator = settings["estimator"]
    if table == "rising":
        return {f"zone::{k}": truth for k, truth in PATH.items()}
    if table == "flat":
        name = "dose" if estimator == "iv" else "zone"
        own_lag = {"lag(dynamic)": OWN_LAG} if estimator == "gmm" else {}
        return {name: 0.0 if column == "ols_without_effect" else EFFECT} | own_lag
    own, lagged = (OWN, NEIGHBOURS) if estimator in LAGGED else (EFFECT, 0.0)
    found = {"zone": own} | ({"W:zone": lagged} if lagged else {})
    if estimator in ("sem", "sdem"):
        return found | {"lambda": RHO}
    if estimator == "slx":
        return found
    spread = zones()[1] if settings["matrix"] == "near" else borders()[np.ix_(*[borders().any(axis=1)] * 2)]
    return found | {"rho": RHO} | impacts(spread, RHO, own, lagged)


def fitted(rule: str, frame: pd.DataFrame, settings: dict) -> pd.DataFrame:
    """The rows of a column, without what a run says beside them."""
    match rule:
        case "fit_gmm":
            return gmm_column(frame, settings)[0]
        case "fit_matching":
            return matching_column(frame, settings)[0]
        case "fit_spatial":
            return spatial(frame, settings)
    sample = sample_of_column(frame, settings)
    if rule == "fit_event_study":
        start, _ = panel_starts(frame, "zone", sample.units)
        event = event_dummies(start, sample, settings["window"])
        sample = replace(sample, terms=tuple(f"zone::{k}" for k in event.keys), columns=event.dummies)
    if rule in ("fit_ols", "fit_event_study"):
        return tidy(fit_sample(sample, settings["ssc"]))
    if rule == "fit_iv":
        return tidy(two_stages(sample, parts_of(sample, parse_formula(settings["formula"])), settings["ssc"]).fit)
    sample, start, _ = prepared(frame, sample, settings)
    found = [effects(sample, start, settings)]
    if settings["estimator"] == "imputation" and settings["aggregate"] == "event":
        found.append(leads(sample, start, settings)[0])
    return pd.concat([one.table for one in found])


def spatial(frame: pd.DataFrame, settings: dict) -> pd.DataFrame:
    """The rows of a spatial column, with its direct, indirect and total effect where it has a lag of the outcome."""
    ready = prepare(frame, weights(), {"borders": islands(), "near": []}, settings)
    whole = resolvent(settings["matrix"])
    fit = fit_model(settings["estimator"], ready.arrays(settings["estimator"] in LAGGED), whole)
    column = finish(settings, ready, fit, partial(clustered, fit, resolvent=whole))
    rows = rows_of(column.estimates, np.sqrt(np.diag(column.covariance))).assign(term=fit.terms)
    if "rho" not in fit.terms:
        return rows
    found = Parameters(tuple(fit.terms), column.estimates, column.covariance, None)
    point, error = spillovers(found, column.estimates, whole)[:, 0], delta_errors(found, whole)[:, 0]
    return pd.concat([rows, rows_of(point, error).assign(term=IMPACTS)])


def columns() -> Iterator[tuple[str, str, dict]]:
    """Rule, table and settings of every column, table by table."""
    for table in ("flat", "rising", "spatial"):
        yield from (
            (rule, table, one) for rule, given in fits().items() if table in given for one in given[table]["columns"]
        )


def estimates(seed: int, noise: Noise = NOISE) -> pd.DataFrame:
    """Truth, estimate and interval of everything that has a truth, by table, column and term."""
    frame, parts = panel(seed, noise), []
    for rule, table, settings in columns():
        truth = pd.Series(truths(table, settings["name"], settings), name="truth")
        rows = fitted(rule, frame, settings).set_index("term").loc[truth.index]
        parts.append(rows[["estimate", "conf_low", "conf_high"]].assign(truth=truth))
        parts[-1].index = pd.MultiIndex.from_product([[table], [settings["name"]], truth.index])
    return pd.concat(parts)


def compared(found: list[pd.DataFrame]) -> pd.DataFrame:
    """A row for each truth, from the estimates of several seeds: coverage, mean error and its Monte Carlo error, and
    the mean length of the intervals over that which the deviation of the estimates asks for."""
    truth = found[0]["truth"]
    inside = [(one["conf_low"] <= truth) & (truth <= one["conf_high"]) for one in found]
    wrong = np.array([one["estimate"] - truth for one in found])
    deviation = wrong.std(axis=0, ddof=1)
    length = np.mean([one["conf_high"] - one["conf_low"] for one in found], axis=0)
    counted = {"truth": truth, "coverage": np.mean(inside, axis=0), "error": wrong.mean(axis=0)}
    counted |= {"monte_carlo": deviation / len(found) ** 0.5, "length": length / (2 * WITHIN * deviation)}
    return pd.DataFrame(counted)


def text(table: pd.DataFrame) -> str:
    """The page of the table."""
    head = ["table", "column", "term", "truth", "coverage", "length", "mean error", "Monte Carlo error", "off"]
    lines = [head, ["---"] * len(head)]
    for names, row in table.iterrows():
        numbers = [f"{row['truth']:.4f}", f"{row['coverage']:.3f}", f"{row['length']:.2f}", f"{row['error']:+.4f}"]
        far = {"coverage": abs(row["coverage"] - 0.95) > COVERAGE, "bias": abs(row["error"]) > 3 * row["monte_carlo"]}
        lines.append([*names, *numbers, f"{row['monte_carlo']:.4f}", ", ".join(name for name in far if far[name])])
    rows = "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return ABOUT.format(runs=RUNS, error=COVERAGE / 3) + rows


def main():
    (HERE / "truths.md").write_text(text(compared([estimates(seed) for seed in range(RUNS)])), encoding="utf-8")


if __name__ == "__main__":
    main()
