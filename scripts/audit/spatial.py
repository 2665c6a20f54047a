"""What spreg, esda and likelihoods with explicit dummies say of spatial models and of Moran's I."""

from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

import numpy as np
import pandas as pd
from esda import Moran
from libpysal.weights import W
from scipy import optimize
from spreg import ML_ErrorFE, ML_LagFE

from audit.grades import by_grades, grades_of
from audit.rows import Rows, rows_of
from audit.verdicts import Silent, beside, unheard
from core.formulas import LAG, parse_formula, without_lags

LAGGED = ("slx", "sdm", "sdem")
PARAMETER = {"sar": "rho", "sdm": "rho", "sem": "lambda", "sdem": "lambda"}
MOST = 1000  # units: spreg holds matrices of N x N for each year
BOUND = 0.99  # of a parameter: spreg looks between -1 and 1 alone
SEARCHED = 1e-6  # largest relative difference of two maxima, one of which is found by values of the likelihood
SOLVED = 1e-8  # of two ways to solve the same equations
MORAN = 1e-10


@dataclass(frozen=True)
class Panel:
    """A balanced panel in the order that spreg wants: all units of the first year, then of the second.

    outcome : (TN,); terms : names; columns : (TN, k); years : (TN, T - 1) dummies, or none; matrix : (N, N)
    """

    outcome: np.ndarray
    terms: list[str]
    columns: np.ndarray
    years: np.ndarray
    matrix: np.ndarray
    effects: tuple[str, ...]

    @property
    def periods(self) -> int:
        return len(self.outcome) // len(self.matrix)

    def filtered(self, values: np.ndarray, rho: float) -> np.ndarray:
        """(I - rho W) times each year of (TN, ...) values."""
        wide = values.reshape(self.periods, len(self.matrix), -1)
        return (wide - rho * np.einsum("ij,tjk->tik", self.matrix, wide)).reshape(values.shape)


def of_columns(
    panel: pd.DataFrame, settings: dict, fact: dict, matrix: pd.DataFrame, leave_out: list[str]
) -> Iterator[dict]:
    """The estimates of a column before any correction, and what the second voice says of them.

    panel : as `files.panel_of` reads it; fact : what the JSON file says of the column; matrix : pairs of its weights
    """
    ours = fact.get("uncorrected", {}).get("estimates", {})
    try:
        kept = panel[~panel["unit"].isin(leave_out)]
        rows = rows_of(kept, settings | {"formula": without_lags(settings["formula"]), "cluster": "unit"})
        arranged = _arranged(rows, settings, matrix)
        if split := settings.get("split"):
            theirs, tolerance = _between_grades(arranged, grades_of(rows.frame, split), ours), SEARCHED
        else:
            theirs, tolerance = _voice(settings["estimator"], arranged, ours)
    except Silent as reason:
        for term in ours or [""]:
            yield unheard(term, "estimate", ours.get(term), str(reason))
        return
    yield beside("sample", "rows", fact["n_obs"], len(arranged.outcome), 0, 1)
    for term, value in ours.items():
        found = theirs.get(term)
        scale = max(abs(value), fact["hessian"][term])
        yield beside(term, "estimate", value, found, tolerance, scale)


def of_moran(panel: pd.DataFrame, rows: pd.DataFrame, matrix: pd.DataFrame, leave_out: list[str]) -> Iterator[dict]:
    """Moran's I of each variable and year of the `rows` of a table, with one matrix."""
    kept = panel[~panel["unit"].isin(leave_out)]
    for (variable, year), own in rows.groupby(["variable", "year"], sort=False):
        if pd.isna(own["moran_i"].iloc[0]):
            yield unheard(variable, f"moran_i {year}", None, "it has no value")
            continue
        values = kept.loc[kept["year"] == year, ["unit", variable]].dropna().sort_values("unit")
        weights = _as_package(_weights(matrix, values["unit"].tolist()), values["unit"].tolist())
        found = Moran(values[variable].to_numpy(), weights, transformation="O", permutations=0)
        yield beside(variable, f"moran_i {year}", own["moran_i"].iloc[0], found.I, MORAN, max(abs(found.I), 1e-3))


def _arranged(rows: Rows, settings: dict, matrix: pd.DataFrame) -> Panel:
    frame = rows.frame[["unit", "year"]].assign(outcome=rows.outcome)
    frame = frame.join(rows.terms.add_prefix("t ")).sort_values(["year", "unit"])
    units, years = sorted(frame["unit"].unique()), sorted(frame["year"].unique())
    if len(frame) != len(units) * len(years):
        raise Silent("the rows are no balanced panel")
    if len(units) > MOST:
        raise Silent(f"{len(units):,d} units are too many for a second voice, which holds dense matrices")
    weights, columns = _weights(matrix, units), {}
    own, lagged = _terms(settings, list(rows.terms))
    for name in own:
        columns[name] = frame[f"t {name}"].to_numpy()
    for name in lagged:
        wide = frame[f"t {name}"].to_numpy().reshape(len(years), len(units))
        columns[f"{LAG}{name}"] = (wide @ weights.T).ravel()
    effects = parse_formula(settings["formula"]).effects
    dummies = pd.get_dummies(frame["year"], drop_first=True, dtype=float).to_numpy()
    return Panel(
        outcome=frame["outcome"].to_numpy(),
        terms=list(columns),
        columns=np.column_stack(list(columns.values())),
        years=dummies if "year" in effects else dummies[:, :0],
        matrix=weights,
        effects=effects,
    )


def _terms(settings: dict, names: list[str]) -> tuple[list[str], list[str]]:
    """The columns that are terms, and those whose lags are, of the `names` of all."""
    formula = parse_formula(settings["formula"])
    plain = [term for term in formula.terms if not term.name.startswith(LAG)]
    named = [term.removeprefix(LAG) for term in formula.regressors if term.startswith(LAG)]
    wanted = named or settings.get("lags") or [term.name for term in plain]

    def made(by: str, tail: tuple[str, ...]) -> list[str]:
        return [name for name in names if name.startswith(f"{by}::") and name.split(":")[3:] == list(tail)]

    columns = {term.name: made(term.by, term.factors) if term.by else [term.name] for term in plain}
    own = [name for term in plain for name in columns[term.name]]
    lagged = [name for term in wanted for name in columns.get(term, [term])]
    return own, lagged if settings["estimator"] in LAGGED else []


def _voice(estimator: str, panel: Panel, ours: dict) -> tuple[dict[str, float], float]:
    """The estimates by term, and the largest relative difference that is no fault."""
    if estimator == "slx":
        return dict(zip(panel.terms, _slopes(panel, panel.outcome, panel.columns)[0], strict=True)), SOLVED
    if estimator not in PARAMETER:
        raise Silent(f"no package has the estimator {estimator}")
    name = PARAMETER[estimator]
    if "unit" in panel.effects and abs(ours[name]) < BOUND:
        return _spreg(ML_LagFE if name == "rho" else ML_ErrorFE, panel, name), SEARCHED
    return _by_dummies(panel, name, ours[name]), SEARCHED


def _spreg(model, panel: Panel, name: str) -> dict[str, float]:
    """Fixed effects of units by the package, those of years as dummies among the regressors."""
    design = np.hstack([panel.columns, panel.years])
    weights = _as_package(panel.matrix, list(range(len(panel.matrix))))
    more = {"spat_impacts": None} if model is ML_LagFE else {}
    with redirect_stdout(StringIO()):
        fit = model(panel.outcome[:, None], design, weights, epsilon=1e-13, **more)
    slopes = np.ravel(fit.betas)
    return dict(zip(panel.terms, slopes[: len(panel.terms)], strict=True)) | {name: float(slopes[-1])}


def _by_dummies(panel: Panel, name: str, near: float) -> dict[str, float]:
    """The maximum of the likelihood with dummies, looked for by its values in the neighbourhood of ours."""

    def fitted(rho: float) -> tuple[np.ndarray, float]:
        outcome = panel.filtered(panel.outcome, rho)
        columns = panel.filtered(panel.columns, rho) if name == "lambda" else panel.columns
        slopes, residual = _slopes(panel, outcome, columns, rho if name == "lambda" else 0.0)
        sign, determinant = np.linalg.slogdet(np.eye(len(panel.matrix)) - rho * panel.matrix)
        value = len(residual) / 2 * np.log(residual @ residual) - panel.periods * determinant
        return slopes, value if sign > 0 else np.inf

    ends = near - 0.05, near + 0.05
    found = optimize.minimize_scalar(
        lambda rho: fitted(rho)[1], bounds=ends, method="bounded", options={"xatol": 1e-12}
    ).x
    return dict(zip(panel.terms, fitted(found)[0], strict=True)) | {name: float(found)}


def _between_grades(panel: Panel, grades: list[str], ours: dict) -> dict[str, float]:
    """Terms and lags by name, of `sar` with `split`."""
    lags = {name: value for name, value in ours.items() if name not in panel.terms}
    design = np.hstack([panel.columns, _dummies(panel)])
    slopes, found = by_grades(panel.outcome, design, panel.matrix, grades, lags)
    return dict(zip(panel.terms, map(float, slopes), strict=False)) | found


def _slopes(panel: Panel, outcome: np.ndarray, columns: np.ndarray, rho: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Slopes of the terms and residuals, by least squares with dummies of units and years, or with a constant; all
    dummies are filtered too, where the errors have a lag with the parameter `rho`."""
    design = np.hstack([columns, panel.filtered(_dummies(panel), rho)])
    slopes = np.linalg.lstsq(design, outcome, rcond=None)[0]
    return slopes[: columns.shape[1]], outcome - design @ slopes


def _dummies(panel: Panel) -> np.ndarray:
    """(TN, q) dummies of years, and of units or a constant."""
    units = np.tile(np.eye(len(panel.matrix)), (panel.periods, 1))
    return np.hstack([panel.years, units if "unit" in panel.effects else np.ones((len(panel.outcome), 1))])


def _weights(matrix: pd.DataFrame, units: list[str]) -> np.ndarray:
    """(N, N) weights of the units in their order; standardised again on them if they are not all."""
    known = pd.Index(sorted(matrix["unit"].unique()))
    if missing := [unit for unit in units if unit not in known]:
        raise Silent(f"the weights lack the unit {missing[0]}")
    whole = matrix.pivot(index="unit", columns="neighbour", values="weight")
    if len(units) == len(known):
        return whole.reindex(index=units, columns=units).fillna(0).to_numpy()
    raw = matrix.pivot(index="unit", columns="neighbour", values="raw")
    raw = raw.reindex(index=units, columns=units).fillna(0).to_numpy()
    kind = matrix["standardize"].iloc[0]
    if kind == "row":
        sums = raw.sum(axis=1, keepdims=True)
        return np.divide(raw, sums, out=np.zeros_like(raw), where=sums > 0)
    if kind == "max_eigenvalue":
        return raw / np.abs(np.linalg.eigvals(raw)).max()
    return raw


def _as_package(weights: np.ndarray, keys: list) -> W:
    neighbours = {key: [keys[at] for at in np.flatnonzero(row)] for key, row in zip(keys, weights, strict=True)}
    values = {key: row[row != 0].tolist() for key, row in zip(keys, weights, strict=True)}
    return W(neighbours, values, id_order=keys, silence_warnings=True)
