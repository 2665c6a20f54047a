"""Other ways to judge the coefficients of a policy, beside the conventional standard error: the key `also`."""

import re

import pandas as pd

from core.seeds import stream
from estimation.cr2 import cr2
from estimation.least_squares import Fit
from estimation.wild import wild_bootstrap

COLON = re.compile("(?<!:):(?!:)")  # between the factors of a product


def with_also(rows: pd.DataFrame, fit: Fit, settings: dict) -> tuple[pd.DataFrame, dict, list[str]]:
    """The `rows` of a fit with the columns that `also` asks for, the facts about them, and warnings.

    se_cr2, df_cr2, p_cr2 and p_wild are those of the policy, its products and its event times, else blank. The draws of
    a coefficient are a stream of their own, by `stream` of the settings: seed, table, column.
    """
    if not settings.get("also"):
        return rows, {}, []
    terms = judged(fit.terms, settings["policy"])
    if not terms:
        return rows, {}, ["no policy is among the terms, so `also` adds no p-values"]
    said = {}
    if "cr2" in settings["also"]:
        found = cr2(fit, terms)
        rows = rows.merge(found, on="term", how="left", sort=False)
        said["cr2"] = {"p_value": dict(zip(terms, found["p_cr2"], strict=True))}
    if "wild" in settings["also"]:
        seed, *place = settings["stream"]
        tests = {term: wild_bootstrap(fit, term, stream(seed, "wild", *place, term)) for term in terms}
        p_values = {term: test.p_value for term, test in tests.items()}
        rows["p_wild"] = rows["term"].map(p_values)
        first = tests[terms[0]]
        drawn = {"draws": first.draws, "weights": first.weights, "enumerated": first.enumerated, "seed": seed}
        said["wild"] = {"p_value": p_values, **drawn}
    return rows, said, []


def judged(terms: tuple[str, ...], policy: str | None) -> list[str]:
    """Those of `terms` that are the policy, a product with it, or one of its event times."""
    return [term for term in terms if policy and any(part.split("::")[0] == policy for part in COLON.split(term))]
