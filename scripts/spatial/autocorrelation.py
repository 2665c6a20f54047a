"""Moran's I, global and local, of variables of a panel with one matrix."""

import numpy as np
import pandas as pd

from core.errors import StudyError
from core.seeds import stream
from estimation.frames import matrix, variable_sample
from estimation.weights import Weights, align, leave_units_out, refuse_islands
from spatial.local import FACTOR, LEVEL, MOMENTS, local_moran
from spatial.moran import doubts, moran, moran_table


def autocorrelation(
    panel: pd.DataFrame,
    weights: Weights,
    leave_out: list[str],
    variables: list[str],
    wanted: list[int] | None,
    permutations: int,
    seed: int,
) -> tuple[pd.DataFrame, list[str]]:
    """Moran's I of `variables`, in their order, in the `wanted` years (all if None), without the units left out.

    And sentences on what it cannot show with these weights.
    """
    parts, said = [], []
    for variable in variables:
        values, years, aligned = _by_year(panel, weights, leave_out, variable, wanted)
        parts.append(moran_table(values, years, aligned, variable, permutations, seed))
        said += doubts(aligned)
    return pd.concat(parts, ignore_index=True), said


def local_autocorrelation(
    panel: pd.DataFrame,
    weights: Weights,
    leave_out: list[str],
    variable: str,
    wanted: list[int],
    permutations: int,
    seed: int,
) -> tuple[pd.DataFrame, dict]:
    """Local Moran's I of a variable in the `wanted` years, and what is to be known about it, with I of each year."""
    values, years, aligned = _by_year(panel, weights, leave_out, variable, wanted)
    parts, whole = [], {}
    for year, column in zip(years, values.T, strict=True):
        try:
            found = local_moran(column, aligned, permutations, stream(seed, "clusters", year, weights.name, variable))
        except StudyError as error:
            raise StudyError(f"local Moran's I of `{variable}` in {year}: {error}") from error
        found.insert(1, "year", year)
        parts.append(found)
        whole[str(year)] = moran(column[:, None], aligned)[0]
    known = {"matrix": weights.name, "variable": variable, "n_units": len(aligned.units), "moran_i": whole}
    known |= {"row_standardised": aligned.row_standardised, "permutations": permutations, "level": LEVEL}
    known |= {"moments": MOMENTS, "factor": FACTOR, "left_out": leave_out, "islands": aligned.islands}
    return pd.concat(parts, ignore_index=True), known


def _by_year(
    panel: pd.DataFrame, weights: Weights, leave_out: list[str], variable: str, wanted: list[int] | None
) -> tuple[np.ndarray, np.ndarray, Weights]:
    """(N, T) values of a variable without the units left out, their (T,) years, and the weights of these units."""
    kept = leave_units_out(panel, leave_out, weights.name)
    sample = variable_sample(kept[kept["year"].isin(wanted)] if wanted else kept, variable)
    return matrix(sample, sample.outcome), sample.years, refuse_islands(align(weights, sample.units))
