"""What placebo tests say, a row each."""

from core.grids import Cell, grid

COLUMNS = [
    *("placebo", "column", "outcome", "estimate", "std_error", "p_value", "p_coefficient", "p_statistic"),
    *("mean", "sd", "draws", "n_treated"),
]
LAYOUT = grid(
    group="placebo",
    rows="column",
    heading="Column",
    cells=[
        Cell("outcome", "Outcome", "text"),
        Cell("estimate", "Estimate", "estimate", stars="p_statistic", below="std_error"),
        Cell("p_value", "p (t)", "probability"),
        Cell("p_coefficient", "p (coefficient)", "probability"),
        Cell("p_statistic", "p (statistic)", "probability"),
        Cell("mean", "Mean"),
        Cell("sd", "SD"),
        Cell("draws", "Draws", "count"),
        Cell("n_treated", "Treated", "count"),
    ],
    notes=[
        "p (t): of the clustered t statistic. p (coefficient) and p (statistic): share of reassignments of the policy "
        "whose coefficient, or t statistic, is at least as large, (1 + number) / (1 + draws), or, where there are no "
        "more distinct reassignments than draws, the share of all of them; the statistic is the one to trust where the "
        "variance of treated units differs. Stars by p (statistic). Mean and SD of the placebo coefficients."
    ],
)


def verdict(summary: dict) -> dict:
    """The row of one model: `summary` is the JSON file beside its draws."""
    observed = {key: summary["observed"][key] for key in ("estimate", "std_error", "p_value")}
    own = ("placebo", "outcome", "p_coefficient", "p_statistic", "mean", "sd", "draws", "n_treated")
    return {"column": summary["name"], **observed, **{key: summary[key] for key in own}}
