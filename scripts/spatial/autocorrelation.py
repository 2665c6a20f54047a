"""Moran's I of several variables of a panel with one matrix."""

import pandas as pd

from estimation.frames import matrix, variable_sample
from spatial.moran import doubts, moran_table
from spatial.weights import Weights, align, leave_units_out, refuse_islands


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
    kept = leave_units_out(panel, leave_out)
    kept = kept[kept["year"].isin(wanted)] if wanted else kept
    parts, said = [], []
    for variable in variables:
        sample = variable_sample(kept, variable)
        aligned = refuse_islands(align(weights, sample.units))
        values = matrix(sample, sample.outcome)
        parts.append(moran_table(values, sample.years, aligned, variable, permutations, seed))
        said += doubts(aligned)
    return pd.concat(parts, ignore_index=True), said
