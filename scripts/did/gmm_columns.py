"""One column of difference or system GMM."""

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError
from core.evaluation import evaluate
from core.expressions import SERIES_FUNCTIONS, names_in
from core.formulas import Formula, parse_formula
from did.dynamic import Gmm, Levels, gmm, stacks_of
from estimation.cohorts import first_treated
from estimation.combinations import Coefficients, combinations
from estimation.record import record
from estimation.sample import Sample, sample_of
from estimation.series import FUNCTIONS

FEWEST = 3  # years
LOW, HIGH = 0.05, 0.99  # p-values of Hansen's J that say something


def gmm_column(panel: pd.DataFrame, settings: dict) -> tuple[pd.DataFrame, dict]:
    """Coefficients and facts of a column; its settings are those of the study, the policy may be None."""
    formula, system = parse_formula(settings["formula"]), settings["system"]
    sample = sample_of(
        panel,
        Formula(formula.outcome, formula.regressors),
        settings["sample"],
        clusters=["unit"],
        refuse_missing=settings["missing"] == "refuse",
    )
    levels, names = levels_of(panel, sample, formula, settings["instruments"], system)
    fit = gmm(stacks_of(levels, system, settings["collapse"]), settings["steps"], system)
    policy = settings["policy"]
    start = None if policy is None else first_treated(sample, policy)
    shown = len(sample.terms)
    combined, said = combinations(_coefficients(sample.terms, fit), settings)
    facts = _facts(sample, fit, formula, settings) | combined
    warnings = [*_warnings(fit), *said]
    return _tidy(names[:shown], fit, shown), record(settings, sample.name, facts, sample, start, warnings)


def levels_of(
    panel: pd.DataFrame, sample: Sample, formula: Formula, instruments: dict[str, list[int]], system: bool
) -> tuple[Levels, tuple[str, ...]]:
    """The rows of `sample` in arrays that begin with the panel, and the names of the regressors.

    A system has a constant, and dummies of years stand for the effect of the year.
    A regressor instruments itself unless all its variables are those of `instruments`, whose values are read from the
    whole panel. Raises StudyError for fewer than three years, a term that does not vary, or other effects.
    """
    years = np.arange(panel["year"].min(), sample.years[-1] + 1)
    if len(years) < FEWEST:
        raise StudyError(
            f"{len(years)} years; this estimator needs at least {FEWEST}, for an equation and its instruments"
        )
    at = sample.unit, sample.year - years[0]
    shape = len(sample.units), len(years)
    valid = np.zeros(shape, dtype=bool)
    valid[at] = True
    dummies = np.unique(sample.year)[1:] if "year" in formula.effects else []
    calendar = [(sample.year == year).astype(float) for year in dummies] + [np.ones(len(sample.year))] * system
    columns = np.column_stack([sample.columns, *calendar])
    own = {name for text in instruments for name in names_in(text, SERIES_FUNCTIONS)}
    exogenous = ["::" in term or not names_in(term.replace(":", "*"), SERIES_FUNCTIONS) <= own for term in sample.terms]
    return (
        Levels(
            _array(sample.outcome, at, shape),
            np.stack([_array(column, at, shape) for column in columns.T], axis=-1),
            valid,
            np.array([*exogenous, *[True] * len(calendar)]),
            np.array([*[False] * len(exogenous), *[True] * len(calendar)]),
            [(_values(panel, text, sample, years), *lags) for text, lags in instruments.items()],
        ),
        (*sample.terms, *(f"year {year}" for year in dummies), *["constant"] * system),
    )


def _array(values: np.ndarray, at: tuple, shape: tuple[int, int]) -> np.ndarray:
    array = np.full(shape, np.nan)
    array[at] = values
    return array


def _values(panel: pd.DataFrame, text: str, sample: Sample, years: np.ndarray) -> np.ndarray:
    """(n, T) values of an expression in the whole panel, for the units and years of the sample."""
    keyed = panel.set_index([panel["unit"].astype(str), "year"], drop=False).sort_index()
    keyed.index.names = ["unit", "year"]
    values = evaluate(text, {name: keyed[name] for name in keyed}, FUNCTIONS).astype(float)
    found = pd.Series(np.asarray(values), index=keyed.index).unstack("year")
    return found.reindex(index=sample.units, columns=years).to_numpy()


def _coefficients(terms: tuple[str, ...], fit: Gmm) -> Coefficients:
    """Those of the `terms`, which stand before dummies and the constant."""
    shown = slice(len(terms))
    covariance = fit.covariance[shown, shown]
    return Coefficients(terms, fit.coefficients[shown], covariance, np.diag(covariance), None)


def _tidy(terms: tuple[str, ...], fit: Gmm, shown: int) -> pd.DataFrame:
    estimate, error = fit.coefficients[:shown], np.sqrt(np.diag(fit.covariance)[:shown])
    statistic, margin = estimate / error, ndtri(0.975) * error
    return pd.DataFrame(
        {
            "term": terms,
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": 2 * ndtr(-np.abs(statistic)),
            "conf_low": estimate - margin,
            "conf_high": estimate + margin,
        }
    )


def _facts(sample: Sample, fit: Gmm, formula: Formula, settings: dict) -> dict:
    return {
        "n_obs": fit.rows,
        "n_units": fit.units,
        "n_periods": len(sample.years),
        "n_clusters": fit.units,
        "cluster": "unit",
        "weights": None,
        "dropped": sample.dropped,
        "fixed_effects": list(formula.effects),
        "r2": None,
        "r2_within": None,
        "ssc": {"rule": "windmeijer" if settings["steps"] == 2 else "one_step", "factor": 1.0},
        "df": None,
        "fitstat": {**fit.tests, "instruments": fit.instruments},
        "gmm": {key: settings[key] for key in ("instruments", "system", "collapse", "steps")},
    }


def _warnings(fit: Gmm) -> list[str]:
    """What the tests and the number of instruments say against the fit (Roodman 2009)."""
    hansen, second = fit.tests["hansen"], fit.tests["ar2"]
    said = []
    if fit.instruments > fit.units:
        said.append(
            f"{fit.instruments} instruments and {fit.units} units: Hansen's J means little; collapse, or limit lags"
        )
    if hansen is None:
        said.append("as many instruments as coefficients: nothing tests them")
    elif hansen["p_value"] > HIGH:
        said.append(f"Hansen's J has p = {hansen['p_value']:.3f}, too good to be true: too many instruments")
    elif hansen["p_value"] < LOW:
        said.append(f"Hansen's J rejects the instruments (p = {hansen['p_value']:.3f})")
    if second and second["p_value"] < LOW:
        said.append(
            f"differenced errors are correlated with those two years before (AR(2), p = {second['p_value']:.3f}): "
            "instruments lagged two years are not valid"
        )
    return said
