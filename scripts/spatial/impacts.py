"""Direct, indirect and total effects of the terms of spatial models."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import stacked
from core.errors import StudyError, nearest
from core.formulas import LAG
from core.grids import Cell, grid
from core.seeds import stream
from estimation.resolvent import Resolvent, resolvent_of
from estimation.weights import Weights, align
from spatial.grade_impacts import grade_impacts, grade_lags_of, grade_spread, is_lag
from spatial.simulation import draws_around, effect_table

EFFECTS = ("direct", "indirect", "total")
MOST_REJECTED = 0.01  # share of draws without a stable model that is worth a warning


@dataclass(frozen=True)
class Parameters:
    """What the effects of a spatial model are computed from.

    names : (m,) of the estimates, `x`, `W:x`, `rho` and others; estimates : (m,); covariance : (m, m)
    interval : bounds of the spatial parameter, None without one
    """

    names: tuple[str, ...]
    estimates: np.ndarray
    covariance: np.ndarray
    interval: tuple[float, float] | None

    @property
    def terms(self) -> tuple[str, ...]:
        """The k terms that have effects, each once, whether it or its lag is in the model."""
        slopes = (name for name in self.names if name not in ("rho", "lambda") and not is_lag(name))
        return tuple(dict.fromkeys(name.removeprefix(LAG) for name in slopes))

    @property
    def own(self) -> np.ndarray:
        """(m, k) which estimate is the slope of which term."""
        return self._places("")

    @property
    def lagged(self) -> np.ndarray:
        """(m, k) which estimate is the slope of the lag of which term."""
        return self._places(LAG)

    @property
    def rho(self) -> np.ndarray:
        """(m,) which estimate is ρ, the parameter of a lag of the outcome."""
        return np.array([name == "rho" for name in self.names], dtype=float)

    def _places(self, prefix: str) -> np.ndarray:
        return np.array([[name == prefix + term for term in self.terms] for name in self.names], dtype=float)


def parameters_of(fact: dict) -> Parameters:
    """The parameters of a fit, from its entry in the JSON file of its table."""
    said = fact["parameters"]
    interval = said["interval"] and tuple(said["interval"])
    return Parameters(tuple(said["terms"]), np.array(said["estimates"]), np.array(said["covariance"]), interval)


def columns_of(
    addresses: list[str], fits: dict[str, list[dict]], weights: dict[str, Weights], terms: list[str]
) -> Iterator[tuple[str, dict, Parameters, Weights]]:
    """Address, entry in the JSON file, parameters and weights of each column; `fits` are entries by table.

    Raises StudyError for a term of `terms` that no column has.
    """
    facts = {}
    for address in addresses:
        table, name = address.split(".")
        facts[address] = next(fit for fit in fits[table] if fit["name"] == name)
    parameters = {address: parameters_of(fact) for address, fact in facts.items()}
    known = list(dict.fromkeys(term for own in parameters.values() for term in own.terms))
    if unknown := next((term for term in terms if term not in known), None):
        raise StudyError(f"`terms`: no column has effects of `{unknown}`; {nearest(unknown, known)}")
    for address, fact in facts.items():
        units = np.array(fact["units"], dtype=object)
        yield address, fact, parameters[address], align(weights[fact["matrix"]], units)


def effects_of_columns(
    addresses: list[str],
    fits: dict[str, list[dict]],
    weights: dict[str, Weights],
    terms: list[str],
    draws: int,
    seed: int,
) -> tuple[dict[str, np.ndarray], list[str], list[str]]:
    """Effects of the columns at `addresses`, in their order, notes on their errors, and the warnings of all."""
    parts, errors, warnings = [], {}, []
    for address, fact, parameters, aligned in columns_of(addresses, fits, weights, terms):
        generator = stream(seed, "impacts", *address.split("."))
        if lags := grade_lags_of(fact, aligned.matrix):
            effect = grade_impacts(
                parameters.terms, parameters.estimates, parameters.covariance, lags, draws, generator
            )
        else:
            effect = impacts(parameters, resolvent_of(aligned), draws, generator)
        wanted = np.isin(effect["term"], terms or parameters.terms)
        parts.append({"column": np.full(wanted.sum(), address)} | {name: own[wanted] for name, own in effect.items()})
        errors.setdefault(errors_of(fact), []).append(address.split(".")[1])
        why = "lags that do not die out" if lags else "rho outside its interval"
        warnings += [*fact["warnings"], *many_rejected(address, int(effect["rejected"][0]), draws, why)]
    said = [text if len(errors) == 1 else f"{', '.join(names)}: {text}" for text, names in errors.items()]
    return stacked(parts), said, list(dict.fromkeys(warnings))


def errors_of(fact: dict) -> str:
    """Which covariance the errors of the effects stand on."""
    if fact["n_clusters"] is None:
        return "by the delta method from the Hessian, not clustered"
    return f"by the delta method from the covariance clustered by {fact['cluster']}"


def many_rejected(address: str, rejected: int, draws: int, why: str) -> list[str]:
    said = f"{address}: {rejected} of {draws} simulated draws had {why} and were rejected"
    return [said] * (rejected > MOST_REJECTED * draws)


def layout(table: dict[str, np.ndarray], errors: list[str], warnings: list[str]) -> dict:
    """How the effects are printed: groups direct, indirect, total; columns side by side."""
    draws, rejected = int(table["draws"][0]), dict(zip(table["column"], table["rejected"], strict=True))
    left = ", ".join(f"{number} of {address.split('.')[1]}" for address, number in rejected.items() if number)
    notes = [
        "Effects are point values, at the estimates.",
        *(f"Standard errors in parentheses, {text}; p-values from the normal distribution." for text in errors),
        f"The result file has means and errors of {draws:,d} simulated draws in columns that begin with `simulated`; "
        f"such a mean is no point value. Draws rejected because rho was outside its interval: {left or 'none'}.",
    ]
    cells = [Cell("estimate", "", "estimate", stars="p_value", below="std_error")]
    return grid(rows="term", cells=cells, group="effect", across="column", notes=notes, warnings=warnings)


def impacts(fit: Parameters, resolvent: Resolvent, draws: int, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Average effects of each term, with delta-method and simulated inference.

    `std_error, statistic, p_value` are of the delta method; `simulated_mean, simulated_se` and the 95 % percentile
    interval `conf_low, conf_high` of `draws` parameters from N(θ̂, V). A draw with ρ outside its interval is left out
    and counted in `rejected`. Returns columns, a row a term and effect, terms in the order of the fit. Errors are
    missing where an effect is zero by construction. Raises StudyError when fewer than half of the draws remain.

    Notes
    -----
    S (β I + θ W) with S = (I − ρW)^-1; direct is the mean of its diagonal, total of its rows, indirect the rest. LeSage
    and Pace (2009), Introduction to Spatial Econometrics, section 2.7; no inverse is needed for a draw, only tr G and
    1'G1, see `estimation.resolvent`.
    """
    point, error = effects(fit, fit.estimates, resolvent), delta_errors(fit, resolvent)
    kept = stable_draws(fit, draws, generator)
    simulated = effects(fit, kept, resolvent)
    return effect_table(fit.terms, EFFECTS, point, error, simulated, draws)


def stable_draws(fit: Parameters, draws: int, generator: np.random.Generator) -> np.ndarray:
    """(R, m) draws of the estimates whose ρ is inside its interval; StudyError if these are fewer than half."""
    drawn = draws_around(fit.estimates, fit.covariance, draws, generator)
    if not fit.rho.any():
        return drawn
    rho = drawn @ fit.rho
    kept = drawn[(rho > fit.interval[0]) & (rho < fit.interval[1])]
    if 2 * len(kept) < draws:
        low, high = fit.interval
        raise StudyError(
            f"{draws - len(kept)} of {draws} simulated rho lie outside ({low:.4g}, {high:.4g}): no effects can be "
            "stated.\n  rho is too near a bound of its interval, or not known well enough; use other weights or fewer "
            "terms."
        )
    return kept


def effects(fit: Parameters, estimates: np.ndarray, resolvent: Resolvent) -> np.ndarray:
    """(..., 3, k) direct, indirect, total of `estimates` (..., m)."""
    beta, theta, rho = estimates @ fit.own, estimates @ fit.lagged, (estimates @ fit.rho)[..., None]
    direct, total = (beta + (rho * beta + theta) * mean[..., None] for mean in multipliers(rho[..., 0], resolvent))
    return np.stack([direct, total - direct, total], axis=-2)


def multipliers(rho: np.ndarray, resolvent: Resolvent, power: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """tr G/N and 1'G1/N at each ρ; with `power` 2 their derivatives by ρ."""
    return resolvent.trace(rho, power) / resolvent.size, resolvent.total(rho, power) / resolvent.size


def delta_errors(fit: Parameters, resolvent: Resolvent) -> np.ndarray:
    """(3, k) standard errors of the effects by the delta method."""
    beta, theta, rho = fit.estimates @ fit.own, fit.estimates @ fit.lagged, fit.estimates @ fit.rho
    gradients = []
    for mean, change in zip(multipliers(rho, resolvent), multipliers(rho, resolvent, power=2), strict=True):
        by_rho = beta * mean + (rho * beta + theta) * change
        gradients.append((1 + rho * mean) * fit.own + mean * fit.lagged + np.outer(fit.rho, by_rho))
    direct, total = gradients
    stacked = np.stack([direct, total - direct, total])
    return np.sqrt(np.einsum("emk,mn,enk->ek", stacked, fit.covariance, stacked))


def unit_effects(
    addresses: list[str], fits: dict[str, list[dict]], weights: dict[str, Weights], terms: list[str]
) -> tuple[dict[str, np.ndarray], list[str]]:
    """Effects by unit of the columns at `addresses`, and their warnings.

    `own`, of a unit's own term on itself; `received`, on it of a change in all units; `sent`, on all units of a change
    in it. The means of `received` and of `sent` are the total effect, that of `own` the direct one.
    """
    parts, warnings = [], []
    for address, fact, parameters, aligned in columns_of(addresses, fits, weights, terms):
        rho, lags = float(parameters.estimates @ parameters.rho), grade_lags_of(fact, aligned.matrix)
        spread = grade_spread(lags, parameters.estimates) if lags else lag_spread(resolvent_of(aligned), rho)
        for term in terms or parameters.terms:
            if term in parameters.terms:
                at = parameters.terms.index(term)
                beta, theta = (parameters.estimates @ places[:, at] for places in (parameters.own, parameters.lagged))
                passed_on = beta if lags else rho * beta + theta
                found = {name: beta + passed_on * values for name, values in spread.items()}
                own = {"column": np.full(len(aligned.units), address), "term": np.full(len(aligned.units), term)}
                parts.append(own | {"unit": aligned.units} | found)
        warnings += fact["warnings"]
    return stacked(parts), list(dict.fromkeys(warnings))


def lag_spread(resolvent: Resolvent, rho: float) -> dict[str, np.ndarray]:
    """(N,) diagonal, row sums and column sums of G, by the names of effects by unit."""
    ones = np.ones(resolvent.size)
    diagonal, _ = resolvent.shares(rho, ones[:, None])
    received, sent = (resolvent.apply(rho, ones, turned) for turned in (False, True))
    return {"own": diagonal, "received": received, "sent": sent}


def unit_layout(warnings: list[str]) -> dict:
    """How effects by unit are printed: a group of units a term, columns side by side."""
    cells = [Cell("own", "Own"), Cell("received", "Received"), Cell("sent", "Sent")]
    notes = [
        "Own: effect of a unit's own change on itself; received: on it, of a change in all units; sent: on all units, "
        "of a change in it. The means of received and of sent are the total effect, that of own the direct one.",
    ]
    return grid(rows="unit", heading="Unit", cells=cells, group="term", across="column", notes=notes, warnings=warnings)
