"""How the grids of this stage are printed. The standard library alone."""

from core.grids import Cell, grid

SENSITIVITY = (
    "Keys: those in which the specification differs from that of the study. Efficient: unit-years that "
    "nobody outdoes. Spearman: rank correlation with the first score. Difference: mean absolute difference from "
    "it. Both over the N unit-years that have the two scores."
)
PRODUCTIVITY = (
    "Geometric means over the pairs of consecutive years of all units; above one is a rise. "
    "Productivity is the product of the changes of efficiency and of technology."
)
MEANS = (
    "Means of SBM scores, in which an efficient unit-year counts as 1. The bias is that of a frontier of finitely many "
    "units (Kneip, Simar and Wilson 2015), from {splits} splits of the units into halves, seed {seed}; Corrected is "
    "Mean less Bias. The interval of 95 % is around it, its variance that of Simar and Zelenyuk (2020), clustered by "
    "unit."
)


GAP = (
    "Technology gap ratio: the score against the frontier of all groups over that against the frontier of the own "
    "group (Battese, Rao and O'Donnell 2004). Means over unit-years; the gap is the mean of the ratios, not the ratio "
    "of the means."
)
SCALE = (
    "Scale efficiency: the score with constant returns to scale over that with variable ones, which is pure technical "
    "efficiency. Means over unit-years; scale is the mean of the ratios, not the ratio of the means."
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


def group_means_layout(
    heading: str, splits: int, seed: int, coverage: str, left_out: dict[str, int], single: int, warnings: list[str]
) -> dict:
    """The grid of the mean scores by group.

    heading : above the groups; coverage : how often such intervals cover
    left_out : unit-years that are in no mean, by reason; single : groups of one unit
    """
    cells = [
        Cell("n_units", "Units", "count"),
        Cell("n_unit_years", "Unit-years", "count"),
        Cell("mean", "Mean"),
        Cell("bias", "Bias"),
        Cell("corrected", "Corrected"),
        Cell("conf_low", "From"),
        Cell("conf_high", "To"),
        Cell("n_effective", "Units that count", "count"),
    ]
    notes = [MEANS.format(splits=splits, seed=seed), coverage]
    notes += [f"Unit-years left out because {why}: {number}." for why, number in left_out.items() if number]
    notes += [f"Groups of a single unit, which have no interval: {single}."] * bool(single)
    return grid("group", cells, heading, notes=notes, warnings=warnings)


def gap_layout(notes: list[str]) -> dict:
    """The grid of technology gap ratios by group and year."""
    cells = [
        Cell("meta", "Metafrontier"),
        Cell("own", "Group frontier"),
        Cell("gap", "Gap ratio"),
        Cell("n_above", "Above one", "count"),
        Cell("n", "Unit-years", "count"),
    ]
    return grid("period", cells, "Years", group="group", notes=[GAP, *notes])


def scale_layout(heading: str, notes: list[str]) -> dict:
    """The grid of pure technical and scale efficiency by group."""
    cells = [
        Cell("crs", "Efficiency"),
        Cell("vrs", "Pure technical"),
        Cell("scale", "Scale"),
        Cell("n_above", "Above one", "count"),
        Cell("n", "Unit-years", "count"),
    ]
    return grid("group", cells, heading, notes=[SCALE, *notes])
