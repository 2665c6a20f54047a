"""The contract of results: which files a study has, what their rows and columns are.

From it the run's own checks are made, the tests, and docs/results.md. A file's columns may grow; they do not change
their meaning. The columns of grids are said by their JSON files (`core.grids`), so a new kind needs no line here.
"""

from dataclasses import dataclass
from pathlib import Path

KEYS = {
    "unit": "key of a city, state or other unit, as text",
    "year": "year, an integer",
}


@dataclass(frozen=True)
class File:
    """A CSV file below results/{study}/.

    path : with the wildcards that name it; rows : what a row is about; keys : columns that no two rows share
    further : path of the same file of a further score of the study
    columns : name to meaning, in their order; the file may have more
    texts : those of the columns that hold text, never to be read as numbers
    """

    path: str
    rows: str
    keys: tuple[str, ...]
    columns: dict[str, str]
    texts: tuple[str, ...] = ()
    may_be_empty: bool = False
    further: str | None = None


COEFFICIENT = {
    "estimate": "coefficient",
    "std_error": "its standard error, by the rule that the JSON file states",
    "statistic": "estimate / std_error",
    "p_value": "two-sided",
    "conf_low": "lower end of the 95 % interval",
    "conf_high": "upper end of the 95 % interval",
}
FILES = {
    "panel": File("panel/panel.csv", "a unit-year", ("unit", "year"), KEYS, ("unit",)),
    "audit": File(
        "panel/audit.csv",
        "a cell that was changed, or a fact about a file",
        (),
        KEYS
        | {
            "variable": "variable of the panel, or header of the file",
            "before": "value as it stood",
            "after": "value in the panel",
            "why": "rule that changed it",
        },
        ("unit", "variable", "before", "after", "why"),
        may_be_empty=True,
    ),
    "descriptives": File(
        "panel/descriptives.csv",
        "a variable",
        ("variable",),
        {
            "variable": "variable of the panel",
            "n": "unit-years with a value",
            "mean": "mean",
            "sd": "standard deviation, n - 1",
            "min": "smallest value",
            "p50": "median",
            "max": "largest value",
            "unit_of_measurement": "unit in the panel, as the study file says",
            "definition": "expression that makes the variable",
            "imputed": "cells that were filled",
            "converted": "cells whose unit of measurement was converted",
            "winsorized": "cells that were pulled in",
        },
        ("variable", "unit_of_measurement", "definition"),
    ),
    "warnings": File(
        "panel/warnings.csv",
        "something suspicious that was left as it is",
        (),
        {"file": "raw file", "variable": "variable of the panel", **KEYS, "what": "what is suspicious"},
        ("file", "variable", "unit", "what"),
        may_be_empty=True,
    ),
    "scores": File(
        "efficiency/scores.csv",
        "a unit-year",
        ("unit", "year"),
        KEYS
        | {
            "score": "efficiency, ten decimals: `sbm` where it is below 1, else `super`; of the measures `sbm_ddf`"
            " and `nddf` always at most 1, and blank for a unit-year beyond its frontier",
            "stage": "`sbm` or `super`, the first or the second",
            "sbm": "score of the first stage",
            "super": "score of the second stage, of efficient unit-years",
            "status": "`ok`, `infeasible`, `missing`, or the policy that gave an infeasible program its score",
            "flags": "what to be suspicious of, joined by semicolons",
            "n_peers": "number of peers",
            "reference_size": "unit-years of the reference set",
            "residual": "largest violation of the certificate, a tolerance and not a bound of the error",
        },
        ("unit", "stage", "status", "flags"),
        further="efficiency/scores/{score}/scores.csv",
    ),
    "slacks": File(
        "efficiency/slacks.csv",
        "a scored unit-year and indicator",
        ("unit", "year", "indicator"),
        KEYS
        | {
            "indicator": "input or output",
            "slack": "distance to the target, in the indicator's unit",
            "target": "value on the frontier",
        },
        ("unit", "indicator"),
        further="efficiency/scores/{score}/slacks.csv",
    ),
    "peers": File(
        "efficiency/peers.csv",
        "a scored unit-year and peer",
        ("unit", "year", "peer_unit", "peer_year"),
        KEYS
        | {
            "peer_unit": "unit of the frontier",
            "peer_year": "its year",
            "weight": "its weight in the target",
        },
        ("unit", "peer_unit"),
        further="efficiency/scores/{score}/peers.csv",
    ),
    "productivity": File(
        "efficiency/productivity.csv",
        "a unit, a pair of consecutive years and a measure",
        ("unit", "year_from", "year_to", "measure"),
        {
            "unit": KEYS["unit"],
            "year_from": "first year",
            "year_to": "second year",
            "measure": "index: `gml`, `malmquist`, `ml` or `gml_ddf`",
            "index": "change of productivity, above 1 for a rise",
            "efficiency_change": "part that is efficiency",
            "technical_change": "part that is technology; the index is the product of both",
            "status": "`ok`, or why there is no index",
            "cumulative": "product of the indices since the first year",
        },
        ("unit", "measure", "status"),
        may_be_empty=True,
    ),
    "sensitivity": File(
        "efficiency/sensitivity.csv",
        "a score of the study",
        ("variable",),
        {
            "variable": "variable that holds it; the first is `score`",
            "override": "keys in which its specification differs from that of the study",
            "n_efficient": "efficient unit-years, whose score of the first stage is 1",
            "mean": "mean score",
            "spearman_with_main": "rank correlation with the first score",
            "mean_abs_difference": "mean absolute difference from the first score",
            "n_infeasible": "infeasible programs of the second stage",
            "n_compared": "unit-years that have both scores",
        },
        ("variable", "override"),
    ),
    "bootstrap": File(
        "efficiency/bootstrap.csv",
        "a unit-year",
        ("unit", "year"),
        KEYS
        | {
            "score": "efficiency",
            "bias": "estimated bias",
            "corrected": "score - bias",
            "conf_low": "lower end of the 95 % interval of the score against the true frontier",
            "conf_high": "upper end of it",
            "replications": "replications with a score",
            "interval_status": "`ok`, or why bias or interval are blank: `super_stage`, `infeasible_draws` (an end is"
            " blank that infeasible replications reach), or the status of the score",
            "order_m": "mean score against the drawn units, as many as `size` in bootstrap.json",
            "order_m_std_error": "its standard error",
            "order_m_low": "lower end of its 95 % interval",
            "order_m_high": "upper end of it",
            "order_m_status": "`ok`, or why a part is blank: `missing`, `infeasible_draws`, `too_few_draws`",
        },
        ("unit", "interval_status", "order_m_status"),
    ),
    "estimates": File(
        "estimates/{rule}/{table}.csv",
        "a coefficient of a column",
        ("table", "column", "term"),
        {
            "table": "table of the study file",
            "column": "column of the table",
            "term": "variable, `policy::k` for event time k, or a parameter, as `rho`",
            **COEFFICIENT,
        },
        ("table", "column", "term"),
    ),
    "voices": File(
        "audit/did.csv",
        "a number of a column of coefficients, or a column whose estimator the packages do not have",
        ("table", "column", "term", "quantity"),
        {
            "table": "table of the study file",
            "column": "column of the table",
            "term": "as in the estimates; `lincom.NAME` a sum of coefficients, `sample` the rows of the column",
            "quantity": "`estimate`, `std_error`, `rows`, or `probability` of the logit of a matching",
            "ours": "number in the estimates",
            "theirs": "the same by linearmodels or statsmodels, from their own reading of panel and scores",
            "difference": "relative to `theirs`; of an estimate that is smaller than its standard error, to that",
            "tolerance": "largest difference that passes; a run with another fails",
            "why": "why `theirs` is blank",
        },
        ("table", "column", "term", "quantity", "why"),
    ),
    "spatial_voices": File(
        "audit/spatial.csv",
        "a number of a spatial column or of Moran's I, or a column that has no second voice",
        ("table", "column", "term", "quantity"),
        {
            "table": "table of the study file",
            "column": "column of the table; of Moran's I, the matrix",
            "term": "as in the estimates, `sample` the rows of the column; of Moran's I, the variable",
            "quantity": "`estimate`, `uncorrected` (the same before the correction), `hessian` (its error from the "
            "Hessian), `rows`, or `moran_i` and a year",
            "ours": "number in the results",
            "theirs": "the same by spreg, by a likelihood with dummies where spreg has no such model, or by esda",
            "difference": "relative to ours; of an estimate that is smaller than its standard error, to that",
            "tolerance": "largest difference that passes; a run with another fails",
            "why": "why `theirs` is blank",
        },
        ("table", "column", "term", "quantity", "why"),
    ),
    "replicated_panel": File(
        "replicate/panel.csv",
        "a unit-year, with every score, what formulas compute, and of `sample_1` and so on 1 in the rows of a column",
        ("unit", "year"),
        KEYS,
        ("unit",),
    ),
    "replicated_weights": File(
        "replicate/weights.csv",
        "a pair of neighbours in the weights of spatial columns",
        ("matrix", "unit", "neighbour"),
        {
            "matrix": "its name, with a number where a further column has other units",
            "unit": KEYS["unit"],
            "neighbour": "key of its neighbour",
            "weight": "standardised weight among the units of the column",
        },
        ("matrix", "unit", "neighbour"),
        may_be_empty=True,
    ),
    "expected": File(
        "replicate/expected.csv",
        "a coefficient that the scripts in R and Stata compute again",
        ("column", "term"),
        {
            "column": "`table.column`",
            "term": "as in the estimates",
            "estimate": COEFFICIENT["estimate"],
            "std_error": COEFFICIENT["std_error"],
            "uncorrected": "of a spatial column, the estimate before the correction for the effects",
            "n_obs": "rows of the column",
            "rule": "rule of small samples",
            "factor": "by which it multiplies the variance",
        },
        ("column", "term", "rule"),
        may_be_empty=True,
    ),
    "placebo": File(
        "placebo/{placebo}/{table}.{column}.csv",
        "a draw; one whose policy the effects and controls absorb has no coefficient",
        ("draw",),
        {"draw": "number of the draw, from 0", **dict(list(COEFFICIENT.items())[:4])},
    ),
    "shifts": File(
        "placebo/{placebo}/{table}.{column}.shifts.csv",
        "a number of years by which the policy begins earlier, on the rows before it began",
        ("shift",),
        {
            "shift": "years",
            **COEFFICIENT,
            "n_obs": "rows",
            "status": "`ok`, or `unsupported`: then there are no numbers",
            "why": "what the panel lacks",
        },
        ("status", "why"),
    ),
    "density": File(
        "placebo/{placebo}/{table}.{column}.density.csv",
        "a point of the curve",
        ("x",),
        {"x": "placebo coefficient", "density": "kernel density"},
    ),
    "matrices": File(
        "spatial/matrices/{matrix}.csv",
        "a pair of neighbours; a unit without any stands in a pair with itself, of weight 0",
        ("unit", "neighbour"),
        {
            "unit": KEYS["unit"],
            "neighbour": "key of its neighbour",
            "weight": "standardised weight",
            "raw": "weight before standardisation",
            "standardize": "how the matrix is standardised",
        },
        ("unit", "neighbour", "standardize"),
    ),
    "clusters": File(
        "spatial/clusters/{matrix}/{variable}.csv",
        "a unit in a year, with its local Moran's I",
        ("unit", "year"),
        KEYS
        | {
            "value": "of the variable",
            "deviation": "z: from the mean of the year, over the standard deviation whose divisor is n",
            "lag": "weighted sum of the deviations of the neighbours",
            "local_i": "deviation times lag; they sum to S0 times Moran's I",
            "expected": "its mean if all values are permuted",
            "variance": "its variance if all values are permuted",
            "p_total": "two-sided, by these moments",
            "expected_conditional": "its mean if the unit keeps its value",
            "variance_conditional": "its variance if the unit keeps its value",
            "p_conditional": "two-sided, by these moments",
            "p_permutation": "two-sided, by permutations in which the unit keeps its value",
            "p_fdr": "p_permutation adjusted for false discoveries (Benjamini and Hochberg 1995)",
            "cluster": "`high-high`, `low-low`, `high-low`, `low-high` where p_fdr is at most .05; `not significant`; "
            "or `no neighbours`",
        },
        ("unit", "cluster"),
    ),
    "numbers": File(
        "numbers/numbers.csv",
        "a number that a text may quote",
        ("address",),
        {
            "address": "`table.column.term` of an estimate, what belongs to it behind that, as `.std_error`; of a grid"
            " the table, the keys of the row and the column; of no table it begins with a capital (docs/numbers.md)",
            "value": "with all digits",
            "printed": "as tables print it, without stars and brackets",
            "decimals": "digits behind the point of what is printed",
            "meaning": "`estimate`, `std_error`, `p_value`, `n_obs`, `mean` and so on; `other` if it has no such name",
            "table": "table of the study file",
            "column": "column of the table",
            "term": "coefficient, or the keys of the row",
            "label": "what readers see of row and column",
            "n": "observations behind it",
            "p_value": "p-value of the estimate",
            "stars": "those that its table prints",
            "file": "result that holds it, below `results/STUDY/`",
        },
        ("address", "printed", "meaning", "table", "column", "term", "label", "stars", "file"),
    ),
    "referee": File(
        "referee.csv",
        "a finding of the referee",
        (),
        {
            "check": "name of the check",
            "severity": "`E` must be mended, `W` answered in the text, `N` for information",
            "where": "table, column or file",
            "message": "what a referee would object to",
        },
        ("check", "severity", "where", "message"),
        may_be_empty=True,
    ),
    "checks": File(
        "checks.csv",
        "a check of the result files",
        (),
        {
            "check": "what was checked",
            "file": "in which result",
            "rows": "how many rows",
            "verdict": "`passed`; a run with another verdict fails",
        },
        ("check", "file", "verdict"),
    ),
}
TEXT = frozenset(name for file in FILES.values() for name in file.texts) | {
    *("matrix", "effect", "group", "placebo", "part", "to", "printed", "name"),
}


def texts_of(path: str | Path) -> frozenset[str]:
    """Columns of a result file that hold text: those of its place in the contract, else of any.

    So a variable of the panel may have the name of a text column elsewhere, as `group`.
    """
    for file in FILES.values():
        if any(Path(path).match(place.replace("{score}", "*")) for place in (file.path, file.further) if place):
            return frozenset(file.texts)
    return TEXT


RUN = (
    "specification",
    "sizes",
    "reference_sets",
    "programs",
    "counts",
    "bound",
    "largest_residual",
    "audit",
    "columns",
    "proportional_columns",
)
FACTS = {
    "efficiency/run.json": RUN,
    "efficiency/scores/{score}/run.json": RUN,
    "efficiency/bootstrap.json": (
        "units",
        "size",
        "replications",
        "seed",
        "level",
        "rate",
        "factor",
        "intervals",
        "order_m",
        "coverage",
        "trusted",
        "warnings",
    ),
    "estimates/{rule}/{table}.json, each of its columns": (
        "name",
        "estimator",
        "formula",
        "outcome",
        "policy",
        "sample",
        "n_obs",
        "n_units",
        "n_periods",
        "n_clusters",
        "cluster",
        "weights",
        "dropped",
        "fixed_effects",
        "r2",
        "r2_within",
        "ssc",
        "df",
        "tests",
        "lincom",
        "fitstat",
        "also",
        "warnings",
        "treated_units",
        "cohorts",
    ),
    "placebo/{placebo}/{table}.{column}.json": (
        "observed",
        "p_coefficient",
        "p_statistic",
        "draws",
        "absorbed_draws",
        "assignments",
        "enumerated",
        "distinct_draws",
        "design",
        "strata",
        "estimand",
        "moved",
        "seed",
        "n_treated",
        "cohorts",
        "mean",
        "sd",
        "quantiles",
    ),
    "placebo/{placebo}/{table}.{column}.shifts.json": ("name", "formula", "outcome", "policy", "design", "shifts"),
    "spatial/clusters/{matrix}/{variable}.json": (
        "matrix",
        "variable",
        "n_units",
        "moran_i",
        "row_standardised",
        "permutations",
        "level",
        "moments",
        "factor",
        "left_out",
        "islands",
    ),
    "manifest.json": ("results", "inputs", "code", "versions", "study", "seed", "draws"),
}
