"""Which columns of a study the scripts in R and Stata recompute, and of what each is made."""

from dataclasses import dataclass, replace

import pandas as pd

from core.formulas import LAG, Formula, parse_formula
from estimation.sample import Sample, sample_of_column
from estimation.spatial import LAGGED, columns_of, parts_of, prepare
from estimation.weights import Weights

SPATIAL = ("slx", "sar", "sdm")
COVERED = ("ols", "event_study", "iv", "first_stage", *SPATIAL)
REASONS = {
    "callaway_santanna": "an estimator for staggered adoption",
    "sun_abraham": "an estimator for staggered adoption",
    "imputation": "an estimator for staggered adoption",
    "stacked": "an estimator for staggered adoption",
    "matching": "weights from propensity scores",
    "gmm": "a dynamic panel by GMM",
    "sem": "a lag of the errors",
    "sdem": "a lag of the errors",
    "spatial_event_study": "event times of neighbours",
}
OTHER = "an estimator that has no lines in R and Stata"


@dataclass(frozen=True)
class Product:
    """A regressor that is no column of the data: `factors`, variables and expressions, multiplied with each other and
    with a dummy, 1 where the variable `by` has the `value`, if there is one."""

    name: str
    factors: tuple[str, ...]
    by: str | None = None
    value: str | float | None = None


@dataclass(frozen=True)
class Column:
    """A column that the scripts recompute.

    address : `table.column`; settings : as in the study; fact : what its JSON file says of it
    formula : with all of which the panel has to know, without lags; sample : of its fit
    products : its regressors and instruments that are more than a variable or an expression
    printed : its coefficients by term
    weights : of the units of a spatial column, as its model uses them
    """

    address: str
    settings: dict
    fact: dict
    formula: Formula
    sample: Sample
    products: list[Product]
    printed: pd.DataFrame
    weights: Weights | None

    @property
    def estimator(self) -> str:
        return self.settings["estimator"]

    @property
    def clusters(self) -> list[str]:
        """Names of the cluster variables, none where errors are independent."""
        return [cluster.name for cluster in self.sample.clusters]

    @property
    def estimated(self) -> list[str]:
        """The terms that have an estimate, without the bases of event times, which are 0."""
        base = self.printed["base"].eq(True) if "base" in self.printed else False
        return self.printed.index[self.printed["estimate"].notna() & ~base].tolist()

    @property
    def terms(self) -> list[str]:
        """The regressors that have a coefficient and are columns of the data or products of such."""
        return [term for term in self.estimated if term in self.sample.terms]

    @property
    def lagged(self) -> list[str]:
        """The terms whose spatial lags have a coefficient."""
        return [term.removeprefix(LAG) for term in self.estimated if term.startswith(LAG)]

    @property
    def lags(self) -> list[str]:
        """The parameters of lags of the outcome."""
        return [term for term in self.estimated if term.partition(".")[0] == "rho"] if self.weights else []

    @property
    def times(self) -> list[int]:
        """The event times of the window, ascending; none of a column without."""
        return self.printed["k"].dropna().astype(int).tolist() if "k" in self.printed else []

    @property
    def collinear(self) -> list[str]:
        """The terms without an estimate: event times that others explain."""
        return self.printed.index[self.printed["estimate"].isna()].tolist()

    @property
    def endogenous(self) -> str | None:
        """The regressor that instruments explain."""
        return parse_formula(self.settings["formula"]).endogenous

    @property
    def outcome(self) -> str:
        """What is regressed: of a first stage, the endogenous regressor."""
        return self.endogenous if self.estimator == "first_stage" else self.formula.outcome


def why_not(settings: dict) -> str | None:
    """Why the scripts do not recompute a column, None if they do."""
    return None if settings["estimator"] in COVERED else REASONS.get(settings["estimator"], OTHER)


def column_of(
    panel: pd.DataFrame,
    weights: dict[str, Weights],
    leave_out: dict[str, list[str]],
    settings: dict,
    result: tuple[pd.DataFrame, dict],
) -> Column:
    """A column of the study with its sample; `result`: its coefficients by term, and what its JSON file says."""
    printed, fact = result
    if settings["estimator"] in SPATIAL:
        formula = _with_lagged(settings)
        prepared = prepare(panel, weights, leave_out, settings)
        sample, own = prepared.sample, prepared.weights
    else:
        formula = parse_formula(settings["formula"]).all_regressors
        sample, own = sample_of_column(panel, settings), None
    address, products = f"{settings['table']}.{settings['name']}", _products(formula, sample, panel)
    return Column(address, settings, fact, formula, sample, products, printed, own)


def _with_lagged(settings: dict) -> Formula:
    """The formula of a spatial column without lags, and with every term that is lagged among its terms."""
    formula, lagged = parts_of(settings)
    more = lagged if settings["estimator"] in LAGGED else []
    return replace(formula, regressors=tuple(dict.fromkeys([*formula.regressors, *more])))


def _products(formula: Formula, sample: Sample, panel: pd.DataFrame) -> list[Product]:
    found = [Product(term.name, term.factors) for term in formula.terms if not term.by and len(term.factors) > 1]
    for term in formula.terms:
        if term.by:
            tail = len("".join(f":{factor}" for factor in term.factors))
            for name in columns_of(term, sample.terms):
                text = name[len(f"{term.by}::") : len(name) - tail]
                known = float(text) if pd.api.types.is_numeric_dtype(panel[term.by]) else text
                found.append(Product(name, term.factors, term.by, known))
    return found
