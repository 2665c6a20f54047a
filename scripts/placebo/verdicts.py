"""What placebo tests say, a row each."""

from core.grids import Cell, grid

COLUMNS = [
    *("placebo", "column", "outcome", "estimate", "std_error", "p_value", "p_coefficient", "p_statistic"),
    *("mean", "sd", "draws", "n_treated"),
]
CELLS = [
    Cell("outcome", "Outcome", "text"),
    Cell("estimate", "Estimate", "estimate", stars="p_statistic", below="std_error"),
    Cell("p_value", "p (t)", "probability"),
    Cell("p_coefficient", "p (coefficient)", "probability"),
    Cell("p_statistic", "p (statistic)", "probability"),
    Cell("mean", "Mean"),
    Cell("sd", "SD"),
    Cell("draws", "Draws", "count"),
    Cell("n_treated", "Treated", "count"),
]
NOTE = (
    "p (t): of the clustered t statistic. p (coefficient) and p (statistic): share of reassignments of the policy "
    "whose coefficient, or t statistic, is at least as large, (1 + number) / (1 + draws), or, where there are no "
    "more distinct reassignments than draws, the share of all of them; the statistic is the one to trust where the "
    "variance of treated units differs. Stars by p (statistic). Mean and SD of the placebo coefficients."
)


def layout(verdicts: list[dict]) -> dict:
    """How verdicts are printed: under the names of their placebos where there are several."""
    several = len({row["placebo"] for row in verdicts}) > 1
    return grid("column", CELLS, "Column", group="placebo" if several else None, notes=[NOTE])


def verdict(summary: dict) -> dict:
    """The row of one model: `summary` is the JSON file beside its draws."""
    observed = {key: summary["observed"][key] for key in ("estimate", "std_error", "p_value")}
    own = ("placebo", "outcome", "p_coefficient", "p_statistic", "mean", "sd", "n_treated")
    fitted = summary["draws"] - summary["absorbed_draws"]
    return {"column": summary["name"], "draws": fitted, **observed, **{key: summary[key] for key in own}}
