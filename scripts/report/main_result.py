"""The main result of a study: which number it is, and the sentences that say it."""

from core.errors import StudyError, nearest
from report.fitted import LEAST_SQUARES, Fitted
from report.printed import count, estimate, number_of, probability, scaled, term_words, words
from report.regression_table import clusters_words

PARAMETERS = {"rho": "the spatial lag of the outcome", "lambda": "the spatial lag of the errors"}
NUMBERS = ("estimate", "std_error", "p_value", "conf_low", "conf_high")


def main_result(
    columns: list[Fitted], wanted: dict, placebos: list[dict], truth: dict, scores: list[dict], labels: dict[str, str]
) -> dict:
    """The first wanted coefficient that a fit has; the mean score of a study that has none.

    wanted : `addresses` of columns in their order, `chosen` by the study or all; `term`, by default the policy of the
        column; `policy` of the study
    placebos : summaries of draws; truth : what was planted in simulated data, or nothing

    Raises StudyError for a chosen column without this coefficient.
    """
    fits = {column.address: column for column in columns}
    for address in wanted["addresses"]:
        column = fits[address]
        term = wanted["term"] or column.facts["policy"]
        if row := next((row for row in column.rows if row["term"] == term), None):
            drawn = [one for one in placebos if one["name"] == address and term == column.facts["policy"]]
            return {
                "address": address,
                "term": term,
                "of_policy": term.split("::")[0] == column.facts["policy"],
                "outcome": column.facts["outcome"],
                **{name: row[name] for name in NUMBERS},
                "n_obs": column.facts["n_obs"],
                "n_units": column.facts["n_units"],
                "clusters": clusters_words(column.facts, labels),
                "p_permutation": drawn[0]["p_statistic"] if drawn else None,
                "draws": drawn[0]["draws"] if drawn else None,
                "strata": drawn[0]["strata"] if drawn else None,
                "planted": planted(truth, column, term) if term == wanted["policy"] else None,
            }
    if wanted["chosen"]:
        known = list(dict.fromkeys(row["term"] for row in column.rows))
        raise StudyError(f"`main`: `{address}` has no coefficient `{term}` in its results; {nearest(str(term), known)}")
    return mean_score(scores)


def planted(truth: dict, column: Fitted, policy: str) -> float | None:
    """The planted effect as the two-way estimate averages it; None of other estimators, outcomes and products."""
    product = any(row["term"] != policy and policy in row["term"].split(":") for row in column.rows)
    if "policy" not in truth or product or column.facts["estimator"] not in LEAST_SQUARES:
        return None
    effects = {"score": truth["policy"], **truth["policy"].get("further_scores", {})}
    return effects.get(column.facts["outcome"], {}).get("score_did")


def mean_score(scores: list[dict]) -> dict:
    """The mean score, of all unit-years and of the first and last year that have one."""
    found = [row for row in scores if row["score"] is not None]
    years = sorted({row["year"] for row in found})
    by_year = {year: _mean([row for row in found if row["year"] == year]) for year in {*years[:1], *years[-1:]}}
    return {
        "address": None,
        "term": None,
        "outcome": "score",
        "estimate": _mean(found),
        "n_obs": len(found),
        "n_units": len({row["unit"] for row in found}),
        "by_year": {str(year): by_year[year] for year in sorted(by_year)},
    }


def _mean(rows: list[dict]) -> float | None:
    return sum(row["score"] for row in rows) / len(rows) if rows else None


def sentences(result: dict, simulated: bool, labels: dict[str, str]) -> list[str]:
    """The main result in a sentence with its number, then what chance and what was planted say."""
    if result["address"] is None:
        return [*_of_mean(result, labels), *["The data are simulated."] * simulated]
    said = [_of_coefficient(result, labels)]
    if result["draws"]:
        within = f" within {words(result['strata'], labels)}" if result["strata"] else ""
        drawn = f"{count(result['draws'])} reassignments of the policy{within}"
        said.append(f"Permutation {_probability(result['p_permutation'])}, from {drawn}.")
    if simulated:
        known = result["planted"]
        truth = "" if known is None else f", with a planted effect of {estimate(known).replace('-', '−')}"
        said.append(f"The data are simulated{truth}.")
    return said


def _of_coefficient(result: dict, labels: dict[str, str]) -> str:
    outcome, term = words(result["outcome"], labels), term_words(result["term"], PARAMETERS | labels)
    value = _number(result, "estimate")
    counted = f"{number_of(result['n_units'], 'unit')}, {number_of(result['n_obs'], 'observation')}"
    what = f"estimated effect of {term} on" if result["of_policy"] else f"coefficient of {term} in the model of"
    return f"The {what} {outcome} is {value} ({_inference(result)}; {counted})."


def _inference(result: dict) -> str:
    if result["std_error"] is None:
        return "without a standard error"
    ends = " to ".join(_number(result, end) for end in ("conf_low", "conf_high"))
    errors = f"clustered by {result['clusters']}" if result["clusters"] else "not clustered"
    return f"95 % interval {ends}, {_probability(result['p_value'])}, standard errors {errors}"


def _number(result: dict, name: str) -> str:
    """A number of the result as it is printed, with a true minus sign."""
    return scaled(result[name], result["std_error"]).replace("-", "−")


def _probability(value: float | None) -> str:
    """``p = 0.013``, ``p < 0.001``."""
    shown = probability(value)
    return f"p < {shown[1:]}" if shown.startswith("<") else f"p = {shown}"


def _of_mean(result: dict, labels: dict[str, str]) -> list[str]:
    outcome = words(result["outcome"], labels)
    if result["estimate"] is None:
        return [f"No unit-year has a value of {outcome}."]
    counted = f"{number_of(result['n_units'], 'unit')}, {number_of(result['n_obs'], 'observation')}"
    years = ", ".join(f"{estimate(value)} in {year}" for year, value in result["by_year"].items())
    return [f"The mean of {outcome} is {estimate(result['estimate'])} ({counted}); {years}."]
