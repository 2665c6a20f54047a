"""What every column with event times says of its leads and of all its event times together."""

import numpy as np
import pandas as pd

from did.bands import with_bands
from did.leads import detectable_slope, equivalence_bound

NO_BANDS = "the covariance of the event times is not positive, so there are no simultaneous bands"


def judged(table: pd.DataFrame, fact: dict, distances: dict[str, float] | None) -> tuple[pd.DataFrame, dict]:
    """`table` with simultaneous bands, and `fact` with what they rest on and with what the leads can show.

    distances : years of each lead from what it is compared with; None where a straight trend cannot be told from them
    """
    table, bands = with_bands(table, fact["covariance"], fact["df"])
    warnings = [*fact["warnings"], *[NO_BANDS] * (bands is None)]
    return table, fact | {"bands": bands, "warnings": warnings, "tests": _with_leads(table, fact, distances)}


def _with_leads(table: pd.DataFrame, fact: dict, distances: dict[str, float] | None) -> dict:
    tests = fact["tests"]
    if "pretrend" not in tests:
        return tests
    test = tests["pretrend"]
    rows = table.set_index("term").loc[list(test["terms"])]
    slope = None
    if distances is not None:
        years = np.array([distances[term] for term in test["terms"]], dtype=float)
        slope = detectable_slope(test, fact["covariance"], years)
    bound = equivalence_bound(rows["estimate"].to_numpy(), rows["std_error"].to_numpy(), fact["df"])
    return tests | {"pretrend": test | {"detectable_slope": slope, "equivalence_bound": bound}}
