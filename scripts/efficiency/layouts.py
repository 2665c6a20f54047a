"""How the grids of this stage are printed. The standard library alone."""

from core.grids import Cell, grid

SENSITIVITY = (
    "Keys: those in which the specification differs from that of the study. Efficient: unit-years scored by "
    "super-efficiency. Spearman: rank correlation with the first score. Difference: mean absolute difference from "
    "it. Both over the N unit-years that have the two scores."
)
PRODUCTIVITY = (
    "Geometric means over the pairs of consecutive years of all units; above one is a rise. "
    "Productivity is the product of the changes of efficiency and of technology."
)


def sensitivity_layout() -> dict:
    """The grid of sensitivity.csv."""
    cells = [
        Cell("override", "Keys", "text"),
        Cell("n_efficient", "Efficient", "count"),
        Cell("n_infeasible", "Infeasible", "count"),
        Cell("mean", "Mean"),
        Cell("spearman_with_main", "Spearman"),
        Cell("mean_abs_difference", "Difference"),
        Cell("n_compared", "N", "count"),
    ]
    return grid("variable", cells, "Score", notes=[SENSITIVITY])


def productivity_layout(without: int) -> dict:
    """The grid of the mean changes of productivity; `without` pairs have no index."""
    cells = [
        Cell("index", "Productivity"),
        Cell("efficiency_change", "Efficiency"),
        Cell("technical_change", "Technology"),
        Cell("n", "Pairs", "count"),
    ]
    return grid("period", cells, "Years", notes=[PRODUCTIVITY, _left_out(without)])


def _left_out(pairs: int) -> str:
    if not pairs:
        return "Every pair has an index."
    return "1 pair has no index and is left out." if pairs == 1 else f"{pairs} pairs have no index and are left out."
