"""Identities that result files keep. Each returns the words of what is wrong, or "" where it holds."""

from collections import Counter, defaultdict

from core.errors import named
from core.statuses import MISSING, OK, SCORED, WITHOUT_SUPER

EFFICIENT = 1e-7  # a first-stage score above 1 minus this is efficient
CLOSE = 1e-6  # relative; result files carry 12 digits, scores 10 decimals

Rows = list[dict]


def panel_years(panel: Rows, years: list[int]) -> str:
    """Every year of the study has rows, and no other year has."""
    expected, found = set(range(years[0], years[1] + 1)), {row["year"] for row in panel}
    return f"years {named(sorted(expected ^ found))} are not those of the study" if expected != found else ""


def same_rows(scores: Rows, panel: Rows) -> str:
    """Scores have the unit-years of the panel."""
    alone = {(row["unit"], row["year"]) for row in scores} ^ {(row["unit"], row["year"]) for row in panel}
    return f"{len(alone)} unit-years stand in only one of scores and panel" if alone else ""


def score_values(scores: Rows) -> str:
    """A solved unit-year has a positive score, that of its stage, or one by a policy; no other has a score."""
    solved = [row for row in scores if row["status"] in SCORED]
    others = [row for row in scores if row["status"] not in SCORED]
    own = [row for row in solved if row["status"] == OK]
    return counted(
        {
            "solved without a positive score": [not (row["score"] or 0) > 0 for row in solved],
            "infeasible or missing with a score": [row["score"] is not None for row in others],
            "with a score that is not its stage's": [not near(row["score"], row.get(row["stage"])) for row in own],
        }
    )


def run_counts(run: dict, scores: Rows) -> str:
    """Counts of run.json are those of the scores."""
    status = Counter(row["status"] for row in scores)
    found = {name: status[name] for name in (*WITHOUT_SUPER, MISSING)}
    found["efficient"] = sum((row["sbm"] or 0) >= 1 - EFFICIENT for row in scores)
    counts = run["counts"]
    wrong = [f"{name} {counts.get(name)} but scores have {n}" for name, n in found.items() if counts.get(name) != n]
    return "; ".join(wrong)


def nonnegative(rows: Rows, column: str) -> str:
    return counted({f"negative in {column}": [(row[column] or 0) < -1e-9 for row in rows]})


def known(part: Rows, whole: Rows, columns: tuple[str, str]) -> str:
    """Unit-years of `part`, in `columns`, are unit-years of `whole`."""
    unit, year = columns
    strange = {(row[unit], row[year]) for row in part} - {(row["unit"], row["year"]) for row in whole}
    return f"{len(strange)} unit-years are not in the panel, first {min(strange)}" if strange else ""


def product(productivity: Rows) -> str:
    """index = efficiency_change x technical_change, where there is an index."""
    rows = [
        row for row in productivity if None not in (row["index"], row["efficiency_change"], row["technical_change"])
    ]
    wrong = [not near(row["index"], row["efficiency_change"] * row["technical_change"], row["index"]) for row in rows]
    return counted({"index is not the product of its changes": wrong})


def inference(estimates: Rows, fits: list[dict]) -> str:
    """Positive standard errors, p in [0, 1], an interval around the estimate.

    A base row has none of these, nor has a term of which a warning of its fit says that it has no standard error.
    """
    said = {fit["name"]: fit["warnings"] or [] for fit in fits}
    without = [row["std_error"] is None and _is_named(row["term"], said.get(row["column"], [])) for row in estimates]
    rows = [row for row, known in zip(estimates, without, strict=True) if not (row.get("base") or known)]
    return counted(
        {
            "without an estimate": [row["estimate"] is None for row in estimates],
            "without a positive standard error": [not (row["std_error"] or 0) > 0 for row in rows],
            "with p outside 0 to 1": [not between(0, row["p_value"], 1) for row in rows],
            "outside their own interval": [
                not between(row["conf_low"], row["estimate"], row["conf_high"]) for row in rows
            ],
            "with a statistic that is not estimate / error": [
                not near(row["statistic"], row["estimate"] / row["std_error"], 1 + abs(row["statistic"] or 0))
                for row in rows
                if row["estimate"] is not None and row["std_error"]
            ],
        }
    )


def _is_named(term: str, warnings: list[str]) -> bool:
    return any(warning.startswith(f"`{term}`: ") for warning in warnings)


def same_columns(estimates: Rows, fits: list[dict]) -> str:
    """Estimates and fits are of the same columns."""
    names = {fit["name"] for fit in fits} ^ {row["column"] for row in estimates}
    return f"columns {named(sorted(names))} stand in only one of csv and json" if names else ""


def placebo_p(draws: Rows, summary: dict) -> str:
    """The number of draws B, and p counted again: (1 + #{|b*| >= |b|}) / (1 + B), or #/B of enumerated assignments.

    B are the draws with a coefficient. A statistic that is missing is not known to be smaller, and counts.
    """
    fitted = [draw for draw in draws if draw["estimate"] is not None]
    counted = {"draws": len(draws), "absorbed_draws": len(draws) - len(fitted)}
    if wrong := [
        f"{number} {name}, json says {summary[name]}" for name, number in counted.items() if number != summary[name]
    ]:
        return wrong[0]
    faults, observed = [], 0 if summary["enumerated"] else 1  # enumerated, the observed one is among the draws
    for column, name in (("estimate", "p_coefficient"), ("statistic", "p_statistic")):
        bound = summary["observed"][column]
        smaller = [bound is not None and _below(draw[column], abs(bound)) for draw in fitted]
        p_value = (observed + smaller.count(False)) / (observed + len(fitted))
        if not near(summary[name], p_value):
            faults.append(f"{name} {summary[name]}, counted again {p_value:.6g}")
    return "; ".join(faults)


def _below(value: float | None, bound: float) -> bool:
    """Whether the size of a value is below `bound` by more than its 12 digits may hide."""
    return value is not None and abs(value) < bound * (1 - 1e-10)


def moran_values(rows: Rows) -> str:
    """Expected I = -1/(n - 1), positive variance, permutation p in (0, 1]."""
    return counted(
        {
            "with an expected I that is not -1/(n - 1)": [
                not near(row.get("expected"), -1 / (row["n_units"] - 1) if row.get("n_units") else None) for row in rows
            ],
            "without a positive variance": [not (row.get("variance") or 0) > 0 for row in rows],
            "with a permutation p outside (0, 1]": [not 0 < (row.get("p_permutation") or 0) <= 1 for row in rows],
        }
    )


def impact_sum(impacts: Rows) -> str:
    """direct + indirect = total."""
    terms = defaultdict(dict)
    for row in impacts:
        terms[row["column"], row["term"]][row["effect"]] = row["estimate"]
    if missing := {"direct", "indirect", "total"} - set.intersection(*map(set, terms.values())):
        return f"no effect {named(sorted(missing))}"
    wrong = [
        not near(term["direct"] + term["indirect"], term["total"], max(map(abs, term.values())))
        for term in terms.values()
    ]
    return counted({"terms whose direct and indirect do not add up": wrong})


def agreement(sensitivity: Rows) -> str:
    """The first score is that of the study and agrees with itself; rank correlations are in [-1, 1]."""
    main = sensitivity[0]
    correlations = [row["spearman_with_main"] for row in sensitivity if row["spearman_with_main"] is not None]
    return counted(
        {
            "first row that is not `score`": [main["variable"] != "score" or main["mean_abs_difference"] != 0],
            "rank correlations outside -1 to 1": [abs(correlation) > 1 + CLOSE for correlation in correlations],
        }
    )


def intervals(bootstrap: Rows) -> str:
    """corrected = score - bias, the interval is one, and what is blank has a reason."""
    rows = [row for row in bootstrap if row["corrected"] is not None]
    ends = [(row["conf_low"], row["conf_high"]) for row in bootstrap]
    numbers = [
        (row["corrected"], row["conf_low"], row["conf_high"]) for row in bootstrap if row["interval_status"] == OK
    ]
    orders = [(row["order_m"], row["order_m_std_error"]) for row in bootstrap if row["order_m_status"] == OK]
    return counted(
        {
            "corrected scores that are not score - bias": [
                not near(row["corrected"], row["score"] - row["bias"]) for row in rows
            ],
            "intervals that end before they begin": [low > high for low, high in ends if None not in (low, high)],
            "blanks without a reason": [None in row for row in (*numbers, *orders)],
        }
    )


def second_voices(rows: Rows) -> str:
    """No number is further from that of the second voice than its tolerance; one without a second voice says why."""
    heard = [row for row in rows if row["theirs"] is not None]
    silent = [row for row in rows if row["theirs"] is None]
    return counted(
        {
            "beyond their tolerance": [not row["difference"] <= row["tolerance"] for row in heard],
            "without a second voice and a reason": [not row["why"] for row in silent],
        }
    )


def severities(findings: Rows) -> str:
    return counted({"findings of no severity E, W or N": [row["severity"] not in ("E", "W", "N") for row in findings]})


def near(value: float | None, other: float | None, scale: float = 1.0) -> bool:
    return value is not None and other is not None and abs(value - other) <= CLOSE * abs(scale)


def between(low: float | None, value: float | None, high: float | None) -> bool:
    return None not in (low, value, high) and low <= value <= high


def counted(faults: dict[str, list[bool]]) -> str:
    return "; ".join(f"{sum(wrong)} {fault}" for fault, wrong in faults.items() if any(wrong))
