"""The balance of matched columns as a table."""

from core.files import read_json
from core.grids import Cell, grid

COLUMNS = [
    *("column", "variable", "stage", "mean_treated", "mean_others", "bias", "statistic", "p_value"),
    "variance_ratio",
]
STAGES = {"before": "Before matching", "after": "After matching"}
CELLS = [
    Cell("mean_treated", "Treated"),
    Cell("mean_others", "Others"),
    Cell("bias", "Bias (%)", "measure"),
    Cell("statistic", "t"),
    Cell("p_value", "p", "probability"),
    Cell("variance_ratio", "Variance ratio"),
]
NOTE = (
    "Bias: difference of the means in percent of the root of the mean variance before matching. t and p: of the "
    "difference of means, weighted after matching."
)


def matched_facts(paths: list[str], addresses: list[str]) -> dict[str, dict]:
    """What the files of fits say of the matching of each column."""
    found = {}
    for path in paths:
        table = path.rsplit("/", 1)[-1].removesuffix(".json")
        found |= {f"{table}.{fit['name']}": fit["matching"] for fit in read_json(path)["columns"] if "matching" in fit}
    return {address: found[address] for address in addresses}


def balance_rows(matchings: dict[str, dict]) -> list[dict]:
    """A row for each column, variable and stage; both stages of a variable one after the other."""
    return [
        {"column": address, **row, "variable": row["variable"], "stage": STAGES[row["stage"]]}
        for address, matching in matchings.items()
        for row in matching["balance"]
    ]


def layout(matchings: dict[str, dict]) -> dict:
    """How balance is printed: a group for each column, stages side by side."""
    notes = [NOTE, *(_said(address, matching["summary"]) for address, matching in matchings.items())]
    return grid("variable", CELLS, "Variable", group="column", across="stage", notes=notes)


def _said(address: str, summary: dict) -> str:
    before, after = summary["before"], summary["after"]
    values = [
        f"{name} {_pair(before[key], after[key], digits)}"
        for name, key, digits in (
            ("pseudo R²", "pseudo_r2", 3),
            ("p of the likelihood ratio", "lr_p_value", 3),
            ("Rubin's B", "rubin_b", 1),
            ("Rubin's R", "rubin_r", 2),
        )
    ]
    return f"{address}: {'; '.join(values)} (before and after)."


def _pair(before: float | None, after: float | None, digits: int) -> str:
    return " and ".join("none" if value is None else _number(value, digits) for value in (before, after))


def _number(value: float, digits: int) -> str:
    """``0.419``, and ``<0.001`` for what would print as zero; all values here are positive."""
    least = 10**-digits
    return f"{value:.{digits}f}" if value >= least / 2 else f"<{least:.{digits}f}"
