"""What a regression table prints beneath its estimates and under its columns: names and words, in one place.

An estimator adds a statistic by a line here and by a value in its facts: `facts["fitstat"]` maps the name to a number,
or to a test, `{statistic, p_value}`, whose p stands in a row of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statistic:
    """A row under the columns.

    words : its heading; format : `count` or `estimate`, as in `core.grids`
    fact : key of the facts that holds its value, where it is none of `fitstat` and `tests`
    """

    words: str
    format: str = "estimate"
    fact: str | None = None


STATISTICS = {
    "n": Statistic("Observations", "count", "n_obs"),
    "units": Statistic("Units", "count", "n_units"),
    "clusters": Statistic("Clusters", "count", "n_clusters"),
    "r2": Statistic("R²", fact="r2"),
    "r2_within": Statistic("R² within", fact="r2_within"),
    "loglik": Statistic("Log likelihood", fact="log_likelihood"),
    "pretrend": Statistic("Pre-trends, F"),
    "kp_lm": Statistic("Kleibergen-Paap rk LM"),
    "kp_f": Statistic("Kleibergen-Paap rk Wald F"),
    "cd_f": Statistic("Cragg-Donald F"),
    "effective_f": Statistic("Effective F"),
    "ar": Statistic("Anderson-Rubin"),
    "instruments": Statistic("Instruments", "count"),
    "hansen": Statistic("Hansen J"),
    "sargan": Statistic("Sargan"),
    "ar1": Statistic("AR(1)"),
    "ar2": Statistic("AR(2)"),
    "radius": Statistic("Spectral radius of the lags"),
}
# What may stand beneath an estimate: columns of the estimates, but `conf_int`, and `p_placebo` of a placebo's summary.
BENEATH = {
    "std_error": "the standard error in parentheses",
    "statistic": "the t statistic in parentheses",
    "conf_int": "the 95 % interval in brackets",
    "p_value": "the p-value in square brackets",
    "p_cr2": "the p-value by CR2 and Satterthwaite's degrees of freedom in square brackets",
    "p_wild": "the p-value of the wild cluster bootstrap in square brackets",
    "se_frontier": "the spread over bootstrapped frontiers of the score in parentheses",
    "p_placebo": "the p-value of t among the placebo's reassignments in square brackets",
}


def statistic_of(facts: dict, name: str) -> float | list | dict | None:
    """The value of a statistic in the facts of a fit: a number, one for each cluster variable, or a test."""
    if fact := STATISTICS[name].fact:
        return facts.get(fact)
    return {**facts["tests"], **facts["fitstat"]}.get(name)


def own_tests(facts: dict) -> dict[str, dict]:
    """The joint tests that the study file names, which have rows of their own."""
    return {name: test for name, test in facts["tests"].items() if name not in STATISTICS}
