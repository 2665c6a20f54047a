"""What spreg, esda and likelihoods with explicit dummies say of spatial models and of Moran's I."""

from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

import numpy as np
import pandas as pd
from esda import Moran
from libpysal.weights import W
from scipy import optimize
from spreg import ML_ErrorFE, ML_LagFE

from audit.grades import by_grades, grades_of, parts_of
from audit.rows import Rows, rows_of
from audit.verdicts import Silent, beside, unheard
from core.formulas import LAG, parse_formula, without_lags

LAGGED = ("slx", "sdm", "sdem")
PARAMETER = {"sar": "rho", "sdm": "rho", "sem": "lambda", "sdem": "lambda"}
MOST = 1000  # units: spreg holds matrices of N x N for each year
BOUND = 0.99  # of a parameter: spreg looks between -1 and 1 alone
# Largest difference of two maxima in standard errors, one of which is found by values of the log-likelihood l: rounding
# hides its last |l| * 2.2e-16, and with it sqrt(2 * 2.2e-16 * |l|) standard errors, 2e-6 where |l| is 1e4.
SEARCHED = 1e-5
SOLVED = 1e-8  # of two ways to solve the same equations
DIFFERENCES = 1e-4  # of what stands on second differences of a likelihood
STEP = 1e-2  # of these, in standard errors
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

    def filtered(self, values: np.ndarray, lag: np.ndarray) -> np.ndarray:
        """I - `lag` (N, N), as rho W, times each year of (TN, ...) values."""
        wide = values.reshape(self.periods, len(self.matrix), -1)
        return (wide - np.einsum("ij,tjk->tik", lag, wide)).reshape(values.shape)


def of_columns(
    panel: pd.DataFrame,
    settings: dict,
    printed: pd.DataFrame,
    fact: dict,
    matrix: pd.DataFrame,
    leave_out: list[str],
) -> Iterator[dict]:
    """The estimates of a column, before the correction for the effects and as printed, its errors from the Hessian,
    and what the second voice says of them.

    panel : as `files.panel_of` reads it; printed : the rows of the column by term; fact : what the JSON file says of it
    matrix : pairs of its weights
    """
    ours = fact.get("uncorrected", {}).get("estimates", {})
    try:
        kept = panel[~panel["unit"].isin(leave_out)]
        rows = rows_of(kept, settings | {"formula": without_lags(settings["formula"]), "cluster": "unit"})
        arranged = _arranged(rows, settings, matrix)
        if split := settings.get("split"):
            grades, names = grades_of(rows.frame, split), [term for term in ours if term not in arranged.terms]
            theirs, tolerance = _between_grades(arranged, grades, ours), SEARCHED
            lags = dict(zip(names, parts_of(names, arranged.matrix, grades), strict=True))
        else:
            theirs, tolerance = _voice(settings["estimator"], arranged, ours)
            name = PARAMETER.get(settings["estimator"])
            lags = {name: arranged.matrix} if name else {}
        moved, errors = _moved(settings, arranged, theirs, lags)
    except Silent as reason:
        for term in ours or [""]:
            yield unheard(term, "estimate", ours.get(term), str(reason))
        return
    yield beside("sample", "rows", fact["n_obs"], len(arranged.outcome), 0, 1)
    for term, value in ours.items():
        error = fact["hessian"][term]
        scale = max(abs(value), error)
        yield beside(term, "uncorrected", value, theirs.get(term), tolerance, scale)
        yield beside(term, "estimate", printed.loc[term, "estimate"], moved.get(term), DIFFERENCES, scale)
        if errors:
            yield beside(term, "hessian", error, errors.get(term), DIFFERENCES, error)


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
        net, _ = _net(panel, np.zeros_like(panel.matrix))
        slopes = np.linalg.lstsq(net[:, :-1], net[:, -1], rcond=None)[0]
        return dict(zip(panel.terms, slopes, strict=True)), SOLVED
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

    def minus(rho: float) -> float:
        net, determinant = _net(panel, rho * panel.matrix, name == "lambda")
        residual = net[:, -1] - net[:, :-1] @ np.linalg.lstsq(net[:, :-1], net[:, -1], rcond=None)[0]
        return len(residual) / 2 * np.log(residual @ residual) - determinant

    ends = near - 0.05, near + 0.05
    found = optimize.minimize_scalar(minus, bounds=ends, method="bounded", options={"xatol": 1e-12}).x
    net, _ = _net(panel, found * panel.matrix, name == "lambda")
    slopes = np.linalg.lstsq(net[:, :-1], net[:, -1], rcond=None)[0]
    return dict(zip(panel.terms, slopes, strict=True)) | {name: float(found)}


def _between_grades(panel: Panel, grades: list[str], ours: dict) -> dict[str, float]:
    """Terms and lags by name, of `sar` with `split`."""
    lags = {name: value for name, value in ours.items() if name not in panel.terms}
    design = np.hstack([panel.columns, _dummies(panel)])
    slopes, found = by_grades(panel.outcome, design, panel.matrix, grades, lags)
    return dict(zip(panel.terms, map(float, slopes), strict=False)) | found


def _moved(
    settings: dict, panel: Panel, theirs: dict[str, float], lags: dict[str, np.ndarray]
) -> tuple[dict[str, float], dict[str, float]]:
    """Their estimates as the column is to print them, and the errors from the Hessian; none of `slx`.

    lags : the (N, N) weights of each parameter
    """
    if not lags:
        return theirs, {}
    terms, correct = [*panel.terms, *lags], settings["correction"] == "lee_yu"
    point, inverse = _curved(panel, np.array([theirs[term] for term in terms]), lags)
    factor = panel.periods / (panel.periods - 1) if correct and "unit" in panel.effects else 1.0
    errors = dict(zip(terms, np.sqrt(factor * np.diag(inverse)), strict=False))  # the last is of sigma2
    return dict(zip(terms, _corrected(panel, lags, point, inverse), strict=True)) if correct else theirs, errors


def _curved(panel: Panel, estimates: np.ndarray, lags: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """(m+1,) their estimates and sigma2, and the inverse of minus the Hessian there, by second differences."""
    k = len(panel.terms)
    net, _ = _net(panel, _together(estimates[k:], lags), "lambda" in lags)
    residual = net[:, -1] - net[:, :-1] @ estimates[:k]
    point = np.append(estimates, residual @ residual / len(residual))
    likelihood = _likelihood(panel, lags)
    rough = 1e-4 * np.maximum(np.abs(point), 1e-3)
    bent = np.array([_mixed(likelihood, point, step, step) for step in np.diag(rough)]) / rough**2
    if not (bent < 0).all():
        raise Silent("the likelihood by differences has no maximum where the package has one")
    steps = STEP / np.sqrt(-bent)
    pairs = [[_mixed(likelihood, point, one, other) for other in np.diag(steps)] for one in np.diag(steps)]
    if not np.isfinite(pairs).all():
        raise Silent("the likelihood ends next to the maximum of the package")
    return point, np.linalg.inv(-np.array(pairs) / np.outer(steps, steps))


def _corrected(panel: Panel, lags: dict[str, np.ndarray], point: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """(m,) estimates without the bias of the effects of years (Lee and Yu 2010)."""
    k, units = len(panel.terms), len(panel.matrix)
    whole = _together(point[k:-1], lags)
    along = panel.filtered(np.ones(len(panel.outcome)), whole)[:units] if "lambda" in lags else np.ones(units)
    spread = np.linalg.solve(np.eye(units) - whole, along)
    score = [along @ (own @ spread) / (along @ along) for own in lags.values()]
    score = panel.periods * np.array([*np.zeros(k), *score, 1 / (2 * point[-1])])
    return (point + inverse @ score * ("year" in panel.effects))[:-1]


def _together(values: np.ndarray, lags: dict[str, np.ndarray]) -> np.ndarray:
    return np.tensordot(values, list(lags.values()), axes=1)


def _likelihood(panel: Panel, lags: dict[str, np.ndarray]) -> Callable[[np.ndarray], float]:
    """The log-likelihood over slopes, spatial parameters and sigma2, the effects concentrated out."""
    known, k = {}, len(panel.terms)

    def value(point: np.ndarray) -> float:
        slopes, values, sigma2 = point[:k], tuple(point[k:-1]), point[-1]
        if values not in known:
            known[values] = _net(panel, _together(values, lags), "lambda" in lags)
        net, determinant = known[values]
        residual = net[:, -1] - net[:, :-1] @ slopes
        return determinant - len(residual) / 2 * np.log(sigma2) - residual @ residual / (2 * sigma2)

    return value


def _mixed(value: Callable[[np.ndarray], float], point: np.ndarray, one: np.ndarray, other: np.ndarray) -> float:
    """Second difference of `value` along two steps."""
    ends = value(point + one + other) - value(point + one - other) - value(point - one + other)
    return (ends + value(point - one - other)) / 4


def _net(panel: Panel, lag: np.ndarray, of_errors: bool = False) -> tuple[np.ndarray, float]:
    """(TN, k+1) terms and, last, the outcome without its `lag`, all without means by unit and what dummies of years, or
    a constant, explain; T log det(I - lag). If the lag is one `of_errors`, terms and dummies lose theirs too."""
    outcome = panel.filtered(panel.outcome, lag)
    shared = np.hstack([panel.columns, panel.years, np.ones((len(outcome), 1))])
    values = np.column_stack([panel.filtered(shared, lag) if of_errors else shared, outcome])
    if "unit" in panel.effects:
        wide = values.reshape(panel.periods, len(panel.matrix), -1)
        values = (wide - wide.mean(axis=0)).reshape(values.shape)
    k = panel.columns.shape[1]
    wanted, dummies = values[:, [*range(k), -1]], values[:, k:-1]
    wanted = wanted - dummies @ np.linalg.lstsq(dummies, wanted, rcond=None)[0]
    sign, determinant = np.linalg.slogdet(np.eye(len(panel.matrix)) - lag)
    return wanted, panel.periods * determinant if sign > 0 else -np.inf


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
