"""Whether units become alike (sigma convergence), and whether those behind grow faster (beta convergence).

The growth of y over T years is regressed on where it began (Barro and Sala-i-Martin 1992, Journal of Political
Economy 100):

    (log y_{t+T} - log y_t) / T = a + b log y_t + controls_t + effects + u

A speed of s a year closes the share 1 - exp(-s T) of a gap in T years, so b = -(1 - exp(-s T)) / T and

    s = -log(1 + b T) / T,   standard error that of b / (1 + b T),   half-life log(2) / s.
"""

import math

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.formulas import Formula
from core.grids import Cell, grid
from core.thresholds import FEW_CLUSTERS, SMALL_SAMPLE_RULES
from core.words import FRAIL, dropped_words
from estimation.least_squares import fit_sample, tidy
from estimation.sample import Sample, sample_of

GROWTH = (
    "Growth of the logarithm of {of} over {interval}, a year, on its logarithm at the start. Intervals begin in every "
    "year, so they overlap where they are longer than a year. Standard errors in parentheses are clustered by unit, "
    "{rule}. Speed: rate at which a gap closes, a year; half-life: years until half of it is closed. Both are blank "
    "where gaps more than close (coefficient times years of -1 or less), the half-life also where they grow."
)
SPREAD = "SD: standard deviation over units, n - 1; CV: SD over mean. Sigma convergence is their fall."
SHORT = (
    "with unit effects and at most {years} intervals a unit, the coefficient is too low and the speed too high "
    "(Nickell 1981)"
)


def spread_by_year(panel: pd.DataFrame, of: str) -> pd.DataFrame:
    """year, n, mean, sd and cv of the values of `of`; StudyError for a variable that is text."""
    if not pd.api.types.is_numeric_dtype(panel[of]):
        raise StudyError(f"variable `{of}` is text, as {panel[of].dropna().iloc[0]!r}; name one that holds numbers")
    found = panel.groupby("year")[of].agg(n="count", mean="mean", sd="std").reset_index()
    return found.assign(cv=found["sd"] / found["mean"].where(found["mean"] > 0))


def models_of(of: str, interval: int, controls: list[str]) -> dict[str, Formula]:
    """Absolute convergence, the same with effects, and with controls, by their names."""
    growth, level, effects = f"(lead(log({of}), {interval}) - log({of})) / {interval}", f"log({of})", ("unit", "year")
    models = {"Absolute": Formula(growth, (level,)), "Unit and year effects": Formula(growth, (level,), effects)}
    return models | ({"Conditional": Formula(growth, (level, *controls), effects)} if controls else {})


def growth_on_level(
    panel: pd.DataFrame, of: str, interval: int, controls: list[str], rule: str
) -> tuple[pd.DataFrame, list[str]]:
    """A row for each model with its coefficient, speed and half-life; and warnings. StudyError for a value of zero."""
    refuse_no_logarithm(panel, of)
    if interval > np.ptp(panel["year"]):
        first, last = panel["year"].min(), panel["year"].max()
        raise StudyError(f"`interval: {interval}` is longer than the panel, of the years {first} to {last}; shorten it")
    rows, warnings = [], []
    for name, formula in models_of(of, interval, controls).items():
        sample = sample_of(panel, formula, clusters=["unit"])
        fit = fit_sample(sample, rule, wanted=(f"log({of})",))
        first = tidy(fit).to_dict("records")[0]
        counts = {"n": len(sample.outcome), "n_units": len(sample.units), "r2": fit.r2}
        rows.append({"model": name} | first | speed_of(first["estimate"], first["std_error"], interval) | counts)
        warnings += [*(f"{name}: {text}" for text in fit.warnings), *doubts(sample, name)]
    return pd.DataFrame(rows), list(dict.fromkeys(warnings))


def refuse_no_logarithm(panel: pd.DataFrame, of: str) -> None:
    if pd.api.types.is_numeric_dtype(panel[of]) and (low := panel[panel[of] <= 0]).size:
        unit, year, value = low.iloc[0][["unit", "year", of]]
        raise StudyError(
            f"variable `{of}` is {value:g} in {unit} {year}, and not positive in {len(low)} unit-years; growth is that "
            "of a logarithm. Name a variable that is positive."
        )


def speed_of(estimate: float, error: float, interval: int) -> dict:
    """Speed a year with its standard error, and half-life; NaN where there is none."""
    left = 1 + estimate * interval  # the share of a gap that is left after the interval
    if left <= 0:
        return {"speed": math.nan, "speed_std_error": math.nan, "half_life": math.nan}
    speed = -math.log(left) / interval
    return {
        "speed": speed,
        "speed_std_error": error / left,
        "half_life": math.log(2) / speed if speed > 0 else math.nan,
    }


def doubts(sample: Sample, name: str) -> list[str]:
    """Warnings about rows that left, but for those whose interval has no end, few clusters and few years."""
    missing = {key: number for key, number in sample.dropped.get("missing", {}).items() if key != sample.name}
    lost = dropped_words(sample.dropped | {"missing": missing})
    units, most = len(sample.units), int(np.bincount(sample.unit).max())
    said = [f"{name}: left out are {lost}"] * bool(lost)
    said += [f"{units} clusters: {FRAIL}"] * (units < FEW_CLUSTERS)
    return said + [SHORT.format(years=most)] * ("unit" in sample.effect_names)


def spread_layout() -> dict:
    """The grid of `spread_by_year`."""
    cells = [Cell("mean", "Mean"), Cell("sd", "SD"), Cell("cv", "CV"), Cell("n", "N", "count")]
    return grid("year", cells, "Year", notes=[SPREAD])


def growth_layout(of: str, interval: int, rule: str, warnings: list[str]) -> dict:
    """The grid of `growth_on_level`."""
    cells = [
        Cell("estimate", "Coefficient", stars="p_value", below="std_error"),
        Cell("speed", "Speed", below="speed_std_error"),
        Cell("half_life", "Half-life"),
        Cell("n", "N", "count"),
        Cell("n_units", "Units", "count"),
        Cell("r2", "R²"),
    ]
    years = "1 year" if interval == 1 else f"{interval} years"
    note = GROWTH.format(of=of, interval=years, rule=SMALL_SAMPLE_RULES[rule])
    return grid("model", cells, "Model", notes=[note], warnings=warnings)
