"""A number that a text may quote: its address, how it is printed, and what it means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from core.language import said
from report.printed import count, estimate, probability, scaled

ODD = re.compile(r"[^\w.:()+-]+")  # what no address has, so that every program can hold it
ITS_OWN = "estimate"  # the quantity whose address is that of its row
MEANINGS = {  # by name of a column of results, where that is not the name of its meaning
    "n_unit_years": "n_obs",
    "p50": "median",
    "se_cr2": "std_error",
    "se_frontier": "std_error",
    "published_std_error": "std_error",
    "simulated_se": "std_error",
    "df_cr2": "df",
    "band_low": "conf_low",
    "band_high": "conf_high",
    "bc_low": "conf_low",
    "bc_high": "conf_high",
    "kp_f": "first_stage_f",
    "cd_f": "first_stage_f",
    "effective_f": "first_stage_f",
    "pretrend": "f",
    "hansen": "hansen_j",
    "hansen.p_value": "hansen_p",
    "ar1.p_value": "ar1_p",
    "ar2.p_value": "ar2_p",
    "ar1": "z",
    "ar2": "z",
    "p_value": "p_value",
}
KNOWN = {
    *("estimate", "std_error", "statistic", "conf_low", "conf_high", "n_obs", "n_units", "n_periods", "n_clusters"),
    *("r2", "r2_within", "df", "log_likelihood", "instruments", "n", "mean", "sd", "min", "max", "median", "weight"),
    *("moran_i", "z", "score", "share", "count"),
}
WORDS = {  # of what numbers.csv has beside the cells of tables
    "n_obs": "Observations",
    "n_units": "Units",
    "n_periods": "Periods",
    "n_clusters": "Clusters",
    "n": "Observations",
    "treated_units": "Treated units",
    "cohorts": "Cohort",
    "factor": "Small-sample factor",
    "df": "Degrees of freedom",
    "detectable_slope": "Detectable slope",
    "equivalence_bound": "Equivalence bound",
    "two_way": "Two-way",
    "mean": "Mean",
    "sd": "SD",
    "min": "Min",
    "median": "Median",
    "max": "Max",
    "n_efficient": "Efficient unit-years",
    "first_year": "First year",
    "last_year": "Last year",
    "std_error": "Standard error",
    "statistic": "Statistic",
    "p_value": "p",
    "conf_low": "Interval, low",
    "conf_high": "Interval, high",
    "planted": "Planted effect",
    "p_permutation": "p (permutation)",
    "p_coefficient": "p (coefficient)",
    "p_statistic": "p (statistic)",
    "draws": "Draws",
    "absorbed_draws": "Absorbed draws",
    "distinct_draws": "Distinct",
    "assignments": "Assignments",
    "n_treated": "Treated",
    "quantiles": "Quantile",
}
INTEGERS = {"n_obs", "n_units", "n_periods", "n_clusters", "n", "count", "instruments", "df"}


@dataclass(frozen=True)
class Quotable:
    """A row of numbers.csv.

    address : unique within a study; value : with all digits of the results; printed : as tables print it, without stars
    meaning : as in `printed.printed_tables`; label : what readers see of row and column
    n, p_value : of an estimate; stars : those that its table prints; file : the result that holds it
    """

    address: str
    value: float
    printed: str
    meaning: str
    table: str = ""
    column: str = ""
    term: str = ""
    label: str = ""
    n: int | None = None
    p_value: float | None = None
    stars: str = ""
    file: str = ""

    @property
    def decimals(self) -> int:
        """Digits behind the point of what is printed."""
        return len(self.printed.partition("e")[0].partition(".")[2])

    def row(self) -> dict:
        values = {one.name: getattr(self, one.name) for one in fields(self)} | {"decimals": self.decimals}
        return {name: "" if values[name] is None else values[name] for name in COLUMNS}


COLUMNS = [
    *("address", "value", "printed", "decimals", "meaning", "table", "column", "term", "label"),
    *("n", "p_value", "stars", "file"),
]


def address_of(*parts) -> str:
    """The parts of an address joined by dots: ``moran.score.2015.queen`` of a table and the keys of its row."""
    said = (f"{part:g}" if isinstance(part, float) else str(part) for part in parts if part not in (None, "", ITS_OWN))
    return ".".join(ODD.sub("_", part).strip("_") for part in said)


def meaning_of(name: str, form: str = "") -> str:
    """What a column of results, or a statistic of a fit, means; `form` is the format of its cell (`core.grids`).

    ``n_clusters.year`` is a number of clusters, ``hansen.p_value`` the p-value of a test.
    """
    first, last = name.split(".")[0], name.rpartition(".")[2]
    for part in (name, *([first] if first in INTEGERS else []), last):
        if part in MEANINGS or part in KNOWN:
            return MEANINGS.get(part, part)
    if last.startswith("p_") or form == "probability":
        return "p_value"
    return "count" if form == "count" else "other"


def written(value: float, meaning: str) -> str:
    """A number as tables print one of its meaning."""
    if meaning == "p_value" or meaning.endswith("_p"):
        return probability(value)
    if meaning in INTEGERS:
        return count(value) if value == round(value) else f"{value:.1f}"
    return scaled(value, value) if meaning in ("std_error", "statistic") else estimate(value)


def label_of(*parts) -> str:
    """Parts of a label in the language of this job, joined by commas; empty ones are left out."""
    return ", ".join(said(str(part)) for part in parts if part not in (None, ""))


def is_number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def unique(found: Iterable[Quotable]) -> list[Quotable]:
    """All numbers; an address that an earlier one has gets a number, as ``baseline.both.score.2``."""
    by_address: dict[str, Quotable] = {}
    for one in found:
        address, turn = one.address, 1
        while address in by_address:
            turn += 1
            address = f"{one.address}.{turn}"
        by_address[address] = replace(one, address=address)
    return list(by_address.values())
