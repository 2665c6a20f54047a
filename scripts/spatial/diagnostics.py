"""What weights are like, and what they leave of a policy that is lagged by them."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse

from core.errors import named
from core.grids import Cell, grid
from estimation.frames import matrix, variable_sample
from estimation.spectrum import LARGE
from estimation.weights import UNEVEN, Weights, leave_units_out, sd_moran
from estimation.within import within
from spatial.moran import doubts

COLLINEAR = 0.1  # share of Var(W x policy) left, below which the years explain nearly all of it
SAME = 1e-12  # variance, relative to the mean square, below which a variable does not vary
ABOUT = "Weights"  # the group of rows that are about the weights alone
COLUMNS = ["matrix", "group", "measure", "value", "printed"]


def diagnostics(weights: Weights) -> Iterator[tuple[str, float | str]]:
    """Measures of the weights, by name: counts as integers, texts, and numbers."""
    degree, sums = np.diff(weights.raw.indptr), np.asarray(weights.matrix.sum(axis=1))
    yield "Units", len(weights.units)
    yield "Links", int(weights.raw.nnz)
    yield "Neighbours, least", int(degree.min())
    yield "Neighbours, mean", float(degree.mean())
    yield "Neighbours, most", int(degree.max())
    yield "Units without neighbours", len(weights.islands)
    yield "Components", int(sparse.csgraph.connected_components(weights.raw, directed=False)[0])
    yield "Same in both directions, raw", "yes" if abs(weights.raw - weights.raw.T).max() == 0 else "no"
    yield "Row sum, least", float(sums.min())
    yield "Row sum, most", float(sums.max())
    yield "Eigenvalue, least real part", weights.ends.least
    yield "Eigenvalue, largest", weights.ends.largest
    counted = weights.ends.pairs is not None
    yield "Complex eigenvalues", weights.ends.pairs if counted else f"not counted above {LARGE:,d} units"
    yield "rho from", weights.ends.interval[0]
    yield "rho to", weights.ends.interval[1]
    yield "sd(I) under normality", sd_moran(weights.matrix)


def left_of(policy: np.ndarray, weights: Weights) -> tuple[float, float] | None:
    """What two-way effects leave of W x policy: its share of Var(W D), and sd(Q W D) / sd(Q D); None if nothing varies.

    policy : (N, T) D, units in the order of the weights; Q takes out unit and year means
    """
    lagged = weights.matrix @ policy
    effects = ("unit", "year")
    if min(_variation(lagged), _variation(within(policy, effects))) < SAME:
        return None
    left = within(lagged, effects).var()
    return left / lagged.var(), float(np.sqrt(left / within(policy, effects).var()))


def _variation(values: np.ndarray) -> float:
    return values.var() / max(np.square(values).mean(), np.finfo(float).tiny)


def table_of(
    panel: pd.DataFrame, weights: list[Weights], leave_out: dict[str, list[str]], policies: list[str]
) -> tuple[pd.DataFrame, list[str]]:
    """All measures of `weights`, aligned to the panel, and of each policy by them; and sentences of warning."""
    rows, said = [], []
    for one in weights:
        rows += [(one.name, ABOUT, *_measured(name, value)) for name, value in diagnostics(one)]
        said += doubts(one)
        sums = one.matrix.sum(axis=1)
        if 0 < sums.min() < UNEVEN * sums.max():
            share = sums.min() / sums.max()
            said.append(f"{one.name}: the least row sum is {share:.2g} of the largest: a few units own the matrix")
        kept, unseen = leave_units_out(panel, leave_out[one.name], one.name), []
        for policy in policies:
            sample = variable_sample(kept, policy)
            found = left_of(matrix(sample, sample.outcome), one)
            share, ratio = found or ("undefined: it does not vary",) * 2
            rows.append((one.name, policy, *_measured("Share of Var(W x policy) left", share)))
            rows.append((one.name, policy, *_measured("sd(W x policy) / sd(policy), left", ratio)))
            unseen += [f"{share:.3f} of that of `{policy}`"] if found and share < COLLINEAR else []
        if unseen:
            said.append(
                f"{one.name}: of the variance of W x policy, effects of units and years leave {', '.join(unseen)}: "
                "spillovers can hardly be seen"
            )
    return pd.DataFrame(rows, columns=COLUMNS), said


def _measured(name: str, value: float | str) -> tuple[str, float | None, str]:
    """A measure with its number, if it has one, and its text."""
    if isinstance(value, str):
        return name, None, value
    return name, value, (f"{value:,d}" if isinstance(value, int) else f"{value:.4f}").replace("-", "−")


def layout(notes: list[str], warnings: list[str], leave_out: dict[str, list[str]], policies: list[str]) -> dict:
    """How the measures are printed: the matrices side by side, each policy a group of rows."""
    said = ["Left: after the means of units and years, as in a two-way model."] * bool(policies)
    left = dict.fromkeys(unit for units in leave_out.values() for unit in units)
    said += [f"Left out (not in the weights): {named(list(left))}."] if left else []
    return grid(
        rows="measure",
        group="group",
        across="matrix",
        cells=[Cell("printed", "", "text")],
        notes=said + notes,
        warnings=warnings,
    )
