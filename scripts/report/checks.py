"""Checks of result files: their columns and keys, and the identities that tie them together.

A check returns the words of what is wrong, or "" where it passes.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields

import numpy as np
import pandas as pd

from core.errors import named
from report.printed import true

PASSED = "passed"
CLOSE = 1e-6  # relative; result files carry 12 digits, scores 10 decimals
COEFFICIENTS = "table column term estimate std_error statistic p_value conf_low conf_high"
COLUMNS = {
    "panel": "unit year",
    "audit": "unit year variable before after why",
    "descriptives": "variable n mean sd min p50 max",
    "scores": "unit year score stage sbm super status flags n_peers reference_size residual",
    "slacks": "unit year indicator slack target",
    "peers": "unit year peer_unit peer_year weight",
    "productivity": "unit year_from year_to measure index efficiency_change technical_change status cumulative",
    "estimates": COEFFICIENTS,
    "placebo": "draw estimate std_error statistic p_value",
    "sensitivity": "override n_efficient mean spearman_with_main mean_abs_difference n_infeasible n_compared",
    "sensitivity_scores": "override unit year score stage status",
    "bootstrap": "unit year score bias corrected conf_low conf_high replications",
    "autocorrelation": "variable year weights moran_i expected variance z p_normal p_permutation n_units",
    "impacts": "table column term effect estimate std_error statistic p_value simulated_mean simulated_se "
    "conf_low conf_high draws rejected",
    "findings": "check severity where message",
}
KEYS = {
    "panel": "unit year",
    "descriptives": "variable",
    "scores": "unit year",
    "slacks": "unit year indicator",
    "peers": "unit year peer_unit peer_year",
    "productivity": "unit year_from year_to measure",
    "estimates": "table column term",
    "placebo": "draw",
    "sensitivity": "override",
    "sensitivity_scores": "override unit year",
    "bootstrap": "unit year",
    "autocorrelation": "variable year weights",
    "impacts": "table column term effect",
}
POLICIES = ("policy_one", "policy_variant_b")  # statuses of infeasible programs that have a score all the same
RUN = {
    "": "specification sizes reference_sets programs counts bound largest_residual audit columns proportional_columns",
    "sizes": "n m s1 s2",
    "counts": "efficient infeasible missing near_one bound_hit policy_one policy_variant_b",
}
FIT = (
    "name formula outcome sample n_obs n_units n_periods n_clusters fixed_effects r2 r2_within ssc df tests warnings "
    "treated_units cohorts"
)
PLACEBO = "observed p_coefficient p_statistic draws design seed n_treated cohorts mean sd quantiles"


@dataclass(frozen=True)
class Check:
    check: str
    file: str
    rows: int
    verdict: str


def check(name: str, file: str, rows: int, fault: str) -> Check:
    return Check(name, file, rows, fault or PASSED)


def table_of(checks: list[Check]) -> pd.DataFrame:
    return pd.DataFrame(map(astuple, checks), columns=[field.name for field in fields(Check)])


def form(kind: str, file: str, frame: pd.DataFrame) -> Iterator[Check]:
    """Columns of the contract, and keys that are unique; the first fault ends the reading of this file."""
    missing = [name for name in COLUMNS[kind].split() if name not in frame]
    yield check("columns", file, len(frame), f"lacks {named(missing)}" if missing else "")
    keys = KEYS.get(kind, "").split()
    if keys and not missing:
        empty = "no rows" if frame.empty and kind != "productivity" else ""
        double = frame[frame.duplicated(keys)][keys]
        fault = f"{len(double)} keys stand twice, first {' '.join(map(str, double.iloc[0]))}" if len(double) else ""
        yield check("keys", file, len(frame), empty or fault)


def run_keys(run: dict) -> str:
    missing = [
        f"{block}.{key}".lstrip(".")
        for block, keys in RUN.items()
        for key in keys.split()
        if key not in (run.get(block, {}) if block else run)
    ]
    return f"lacks {named(missing)}" if missing else ""


def keys_of(content: dict, keys: str) -> str:
    missing = [key for key in keys.split() if key not in content]
    return f"lacks {named(missing)}" if missing else ""


def panel_years(panel: pd.DataFrame, years: list[int]) -> str:
    """Every year of the study has rows, and no other year has."""
    expected, found = set(range(years[0], years[1] + 1)), set(panel["year"])
    return f"years {named(sorted(expected ^ found))} are not those of the study" if expected != found else ""


def same_rows(scores: pd.DataFrame, panel: pd.DataFrame) -> str:
    """Scores have the unit-years of the panel."""
    pairs = [set(zip(frame["unit"], frame["year"], strict=True)) for frame in (scores, panel)]
    return (
        f"{len(pairs[0] ^ pairs[1])} unit-years stand in only one of scores and panel" if pairs[0] != pairs[1] else ""
    )


def score_values(scores: pd.DataFrame) -> str:
    """A solved unit-year has a positive score, that of its stage, or one by a policy; no other has a score."""
    by_policy = scores["status"].isin(POLICIES)
    solved = (scores["status"] == "ok") | by_policy
    own = scores["sbm"].where(scores["stage"] == "sbm", scores["super"])
    faults = {
        "solved without a positive score": int((solved & ~(scores["score"] > 0)).sum()),
        "infeasible or missing with a score": int((~solved & scores["score"].notna()).sum()),
        "with a score that is not its stage's": int(
            (solved & ~by_policy & ((own - scores["score"]).abs() > CLOSE)).sum()
        ),
    }
    return _counted(faults)


def run_counts(run: dict, scores: pd.DataFrame) -> str:
    """Counts of run.json are those of the scores."""
    counts = run["counts"]
    found = {name: int((scores["status"] == name).sum()) for name in ("infeasible", "missing", *POLICIES)}
    found["efficient"] = int((scores["stage"] == "super").sum())
    wrong = [f"{name} {counts[name]} but scores have {number}" for name, number in found.items()
             if counts[name] != number]  # fmt: skip
    return "; ".join(wrong)


def nonnegative(values: pd.Series) -> str:
    return _counted({f"negative in {values.name}": int((values < -1e-9).sum())})


def known(part: pd.DataFrame, whole: pd.DataFrame, columns: tuple[str, str]) -> str:
    """Unit-years of `part`, in `columns`, are unit-years of `whole`."""
    pairs = set(zip(part[columns[0]], part[columns[1]], strict=True))
    strange = pairs - set(zip(whole["unit"], whole["year"], strict=True))
    return f"{len(strange)} unit-years are not in the panel, first {min(strange)}" if strange else ""


def product(productivity: pd.DataFrame) -> str:
    """index = efficiency_change x technical_change."""
    gap = (productivity["index"] / (productivity["efficiency_change"] * productivity["technical_change"]) - 1).abs()
    return _counted({"index is not the product of its changes": int((gap > CLOSE).sum())})


def inference(estimates: pd.DataFrame) -> str:
    """Positive standard errors, p in [0, 1], an interval around the estimate; a base row has none of these."""
    rows = estimates[~true(estimates["base"])] if "base" in estimates else estimates
    inside = (rows["conf_low"] <= rows["estimate"]) & (rows["estimate"] <= rows["conf_high"])
    ratio = (rows["estimate"] / rows["std_error"] - rows["statistic"]).abs()
    faults = {
        "without an estimate": int(rows["estimate"].isna().sum()),
        "without a positive standard error": int((~(rows["std_error"] > 0)).sum()),
        "with p outside 0 to 1": int((~rows["p_value"].between(0, 1)).sum()),
        "outside their own interval": int((~inside).sum()),
        "with a statistic that is not estimate / error": int((ratio > CLOSE * (1 + rows["statistic"].abs())).sum()),
    }
    return _counted(faults)


def same_columns(estimates: pd.DataFrame, columns: list[dict]) -> str:
    """Estimates and fits are of the same columns."""
    names = {fit["name"] for fit in columns} ^ set(estimates["column"])
    return f"columns {named(sorted(names))} stand in only one of csv and json" if names else ""


def placebo_p(draws: pd.DataFrame, summary: dict) -> str:
    """The number of draws, and p = (1 + #{|b*| >= |b|}) / (1 + B) counted again."""
    if len(draws) != summary["draws"]:
        return f"{len(draws)} draws, json says {summary['draws']}"
    faults = []
    for column, name in (("estimate", "p_coefficient"), ("statistic", "p_statistic")):
        extreme = draws[column].abs() >= abs(summary["observed"][column]) * (1 - 1e-10)
        p_value = (1 + int(extreme.sum())) / (1 + len(draws))
        if summary[name] is None or abs(p_value - summary[name]) > CLOSE:
            faults.append(f"{name} {summary[name]}, counted again {p_value:.6g}")
    return "; ".join(faults)


def moran_values(autocorrelation: pd.DataFrame) -> str:
    """Expected I = -1/(n - 1), positive variance, permutation p in (0, 1]."""
    expected = -1 / (autocorrelation["n_units"] - 1)
    p_value = autocorrelation["p_permutation"]
    faults = {
        "with an expected I that is not -1/(n - 1)": int((~np.isclose(autocorrelation["expected"], expected)).sum()),
        "without a positive variance": int((~(autocorrelation["variance"] > 0)).sum()),
        "with a permutation p outside (0, 1]": int((~((p_value > 0) & (p_value <= 1))).sum()),
    }
    return _counted(faults)


def impact_sum(impacts: pd.DataFrame) -> str:
    """direct + indirect = total."""
    wide = impacts.pivot(index=["table", "column", "term"], columns="effect", values="estimate")
    if missing := {"direct", "indirect", "total"} - set(wide.columns):
        return f"no effect {named(sorted(missing))}"
    gap = (wide["direct"] + wide["indirect"] - wide["total"]).abs()
    return _counted(
        {"terms whose direct and indirect do not add up": int((~(gap <= CLOSE * wide.abs().max(axis=1))).sum())}
    )


def agreement(sensitivity: pd.DataFrame) -> str:
    """The main specification comes first and agrees with itself; rank correlations are in [-1, 1]."""
    main = sensitivity.iloc[0]
    wrong = main["override"] != "main" or main["mean_abs_difference"] != 0
    correlation = sensitivity["spearman_with_main"].dropna()
    faults = {
        "first row that is not the main specification": int(wrong),
        "rank correlations outside -1 to 1": int((correlation.abs() > 1 + CLOSE).sum()),
    }
    return _counted(faults)


def intervals(bootstrap: pd.DataFrame) -> str:
    """corrected = score - bias, and the interval is one."""
    gap = (bootstrap["score"] - bootstrap["bias"] - bootstrap["corrected"]).abs()
    faults = {
        "corrected scores that are not score - bias": int((gap > CLOSE).sum()),
        "intervals that end before they begin": int((bootstrap["conf_low"] > bootstrap["conf_high"]).sum()),
    }
    return _counted(faults)


def severities(findings: pd.DataFrame) -> str:
    return _counted({"findings of no severity E, W or N": int((~findings["severity"].isin(("E", "W", "N"))).sum())})


def _counted(faults: dict[str, int]) -> str:
    return "; ".join(f"{number} {fault}" for fault, number in faults.items() if number)


def failures(checks: list[Check]) -> list[str]:
    return [f"{one.file}: {one.check}: {one.verdict}" for one in checks if one.verdict != PASSED]


def result_checks(
    single: dict[str, pd.DataFrame],
    run: dict,
    estimates: dict[str, pd.DataFrame],
    fits: dict[str, list[dict]],
    placebos: dict[str, pd.DataFrame],
    summaries: dict[str, dict],
    years: list[int],
) -> list[Check]:
    """Every check of a study's result files.

    `single` holds the files that a study has once, by their kind (`COLUMNS`); the other dictionaries are by table
    and by placebo model. Identities between files are checked only when the form of every file is right.
    """
    found = [one for kind, frame in single.items() for one in form(kind, kind, frame)]
    found += [one for name, frame in estimates.items() for one in form("estimates", name, frame)]
    found += [one for name, frame in placebos.items() for one in form("placebo", name, frame)]
    found.append(check("keys", "run", len(run), run_keys(run)))
    found += [check("keys", f"{name}.{fit.get('name')}", 1, keys_of(fit, FIT)) for name in fits for fit in fits[name]]
    found += [check("keys", f"{name} (json)", 1, keys_of(summaries[name], PLACEBO)) for name in summaries]
    found.append(check("pairs", "estimates", len(estimates), unpaired(estimates, fits)))
    found.append(check("pairs", "placebo", len(placebos), unpaired(placebos, summaries)))
    if failures(found):
        return found
    for name, frame in estimates.items():
        found.append(check("columns of csv and json", name, len(frame), same_columns(frame, fits[name])))
        found.append(check("inference", name, len(frame), inference(frame)))
    for name, frame in placebos.items():
        found.append(check("p counted again", name, len(frame), placebo_p(frame, summaries[name])))
    return found + list(identities(single, run, years))


def identities(single: dict[str, pd.DataFrame], run: dict, years: list[int]) -> Iterator[Check]:
    """What ties the files of one study together."""
    panel, scores = single["panel"], single["scores"]
    yield check("years", "panel", len(panel), panel_years(panel, years))
    yield check("unit-years of the panel", "scores", len(scores), same_rows(scores, panel))
    yield check("scores by status and stage", "scores", len(scores), score_values(scores))
    yield check("counts of scores", "run", len(scores), run_counts(run, scores))
    for kind, columns in (
        ("slacks", ("unit", "year")),
        ("peers", ("unit", "year")),
        ("peers", ("peer_unit", "peer_year")),
    ):
        yield check(f"{' '.join(columns)} in the panel", kind, len(single[kind]), known(single[kind], panel, columns))
    yield check("not negative", "slacks", len(single["slacks"]), nonnegative(single["slacks"]["slack"]))
    yield check("not negative", "peers", len(single["peers"]), nonnegative(single["peers"]["weight"]))
    yield check("product of changes", "productivity", len(single["productivity"]), product(single["productivity"]))
    yield check("severities", "findings", len(single["findings"]), severities(single["findings"]))
    own_checks = {
        "autocorrelation": moran_values,
        "impacts": impact_sum,
        "sensitivity": agreement,
        "bootstrap": intervals,
    }
    for kind, fault in own_checks.items():
        if kind in single:
            yield check(fault.__name__.replace("_", " "), kind, len(single[kind]), fault(single[kind]))


def unpaired(tables: dict, descriptions: dict) -> str:
    names = sorted(set(tables) ^ set(descriptions))
    return f"{named(names)} without the other of csv and json" if names else ""
