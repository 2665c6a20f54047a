"""What placebo tests say, a row each."""

from core.grids import Cell, grid
from core.words import years_words

OK = "ok"
COLUMNS = [
    *("test", "placebo", "column", "shift", "outcome", "estimate", "std_error", "p_value", "p_coefficient"),
    *("p_statistic", "mean", "sd", "draws", "assignments", "distinct_draws", "enumerated", "n_treated", "n_obs"),
    *("status", "why"),
]
ESTIMATE = Cell("estimate", "Estimate", "estimate", stars="p_statistic", below="std_error")
BY_LOT = [
    Cell("p_statistic", "p (statistic)", "probability"),
    Cell("p_coefficient", "p (coefficient)", "probability"),
]
DRAWS = [
    Cell("mean", "Mean"),
    Cell("sd", "SD"),
    Cell("draws", "Draws", "count"),
    Cell("distinct_draws", "Distinct", "count"),
]
NOTE = (
    "p (statistic) and p (coefficient): share of reassignments of the policy whose t statistic, or coefficient, is at "
    "least as large, (1 + number) / (1 + draws), or, where there are no more distinct reassignments than draws, the "
    "share of all of them; the statistic is the one to trust, as the variance of treated units may differ. p (t): of "
    "the clustered t statistic. Stars by p (statistic). Mean and SD of the placebo coefficients; distinct: different "
    "assignments among the draws."
)
IN_TIME = (
    "Years earlier: the policy as if it had begun earlier, on the rows before it began; p is that of the clustered t "
    "statistic, and an effect that is found speaks against parallel trends."
)


def verdict(summary: dict) -> dict:
    """The row of one column whose policy is handed out by lot: `summary` is the JSON file beside its draws."""
    observed = {key: summary["observed"][key] for key in ("estimate", "std_error", "p_value")}
    own = [key for key in COLUMNS if key in summary and key not in ("draws", "status")]
    fitted = summary["draws"] - summary["absorbed_draws"]
    known = {key: summary[key] for key in own} | observed | {"draws": fitted, "status": OK}
    return dict.fromkeys(COLUMNS) | known | {"test": summary["name"], "column": summary["name"]}


def verdicts_in_time(shifted: dict, rows: list[dict]) -> list[dict]:
    """The rows of one column whose policy is moved to earlier years: its JSON file, and the CSV file beside it."""
    return [
        dict.fromkeys(COLUMNS)
        | {key: row[key] for key in row if key in COLUMNS}
        | {key: shifted[key] for key in ("placebo", "outcome")}
        | {"test": f"{shifted['name']}, {years_words(row['shift'])}", "column": shifted["name"]}
        | {"n_treated": fit.get("n_treated")}
        for row, fit in zip(rows, shifted["shifts"], strict=True)
    ]


def remarks(summaries: list[dict]) -> list[str]:
    """What is particular about the lots of each column."""
    said = []
    for one in summaries:
        where = f"`{one['name']}` of `{one['placebo']}`"
        if one["strata"]:
            said.append(f"{where}: drawn within the groups of `{one['strata']}`.")
        if one["enumerated"]:
            said.append(f"{where}: all {one['assignments']} distinct assignments, each once.")
        if len(one["moved"]) > 1:
            said.append(f"{where}: {' and '.join(f'`{name}`' for name in one['moved'])} move together.")
        if one["estimator"] != "ols":
            said.append(f"{where}: {one['estimand']}.")
    return said


def layout(verdicts: list[dict], said: list[str] = ()) -> dict:
    """How verdicts are printed, with what is `said` of them: under the names of their placebos where there are
    several."""
    several = len({row["placebo"] for row in verdicts}) > 1
    by_lot = any(row["shift"] is None for row in verdicts)
    in_time = [row for row in verdicts if row["shift"] is not None]
    undefined = [row for row in verdicts if row["status"] != OK]
    cells = [
        Cell("outcome", "Outcome", "text"),
        ESTIMATE,
        *BY_LOT * by_lot,
        Cell("p_value", "p (t)", "probability"),
        *DRAWS * by_lot,
        Cell("n_treated", "Treated", "count"),
        Cell("n_obs", "N", "count"),
        *[Cell("status", "Status", "text")] * bool(undefined),
    ]
    notes = [*[NOTE] * by_lot, *[IN_TIME] * bool(in_time), *said]
    warnings = [f"`{row['test']}`: {row['why']}" for row in undefined]
    return grid("test", cells, "Column", group="placebo" if several else None, notes=notes, warnings=warnings)
