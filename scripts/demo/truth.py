"""The effect of the policy on the score: what the two worlds differ by."""

from collections.abc import Mapping, Sequence

import numpy as np

from estimation.within import within

BOTH = ("unit", "year")


def stated(planted: dict, scores: Mapping[str, Sequence], roster: list[dict]) -> dict:
    """What is `planted`, with what it does to the scores of the two worlds and with the moments of the score.

    `scores` : as `worlds_apart` needs them, with a column for each further score; `roster` : adcode, treat_year and
    level of the treated cities
    """
    truth = dict(planted)
    names = [name for name in scores if name not in ("world", "unit", "year")]
    _, years, _, with_policy = worlds_apart(scores, "score")
    if "policy" in planted:
        effects = {name: effect_on(*worlds_apart(scores, name), roster) for name in names}
        truth["policy"] = planted["policy"] | effects.pop("score") | ({"further_scores": effects} if effects else {})
    by_year = dict(zip(years, with_policy.mean(axis=0), strict=True))
    return truth | {"score": moments_of(with_policy) | {"by_year": by_year}}


def effect_on(
    units: np.ndarray, years: np.ndarray, without: np.ndarray, with_policy: np.ndarray, roster: list[dict]
) -> dict[str, float]:
    """What the policy does to a score, of all treated cells and by their level."""
    policy = policy_of(units, years, roster)
    return score_truth(without, with_policy, policy) | by_level(with_policy - without, policy, units, roster)


def worlds_apart(scores: Mapping[str, Sequence], name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Units (n,), years (T,) and the scores (n, T) called `name` without and with the policy.

    `scores` has the columns world (0 or 1), unit, year and `name`, and every unit-year once in each world.
    """
    units, row = np.unique(scores["unit"], return_inverse=True)
    years, column = np.unique(scores["year"], return_inverse=True)
    tables = np.full((2, len(units), len(years)), np.nan)
    tables[np.array(scores["world"]), row, column] = np.array(scores[name], dtype=float)
    return units, years, *tables


def policy_of(units: np.ndarray, years: np.ndarray, roster: list[dict]) -> np.ndarray:
    """(n, T) 0/1 from the adcode and treat_year of a roster."""
    return (years >= of_units(units, roster, "treat_year")[:, None]).astype(float)


def of_units(units: np.ndarray, roster: list[dict], name: str) -> np.ndarray:
    """(n,) numbers called `name` in the roster, NaN for units that it lacks."""
    known = {str(row["adcode"]): row[name] for row in roster}
    return np.array([known.get(unit) for unit in units], dtype=float)


def two_way_coefficient(outcome: np.ndarray, policy: np.ndarray) -> float:
    """Two-way fixed-effects coefficient of the policy (n, T), no controls."""
    reduced = within(policy, BOTH)
    return float(np.vdot(reduced, outcome) / np.vdot(reduced, reduced))


def score_truth(without: np.ndarray, with_policy: np.ndarray, policy: np.ndarray) -> dict[str, float]:
    """Truths (b) and (c): mean change of the treated cells, and that less the change of the untreated ones.

    `score_did` weights the cells as the two-way regression does: it is its coefficient on the change. Treated cities
    move the frontier of the others; what these lose is in (c) and not in (b).
    """
    change = with_policy - without
    treated = policy == 1
    return {
        "score_att": change[treated].mean(),
        "score_did": two_way_coefficient(change, policy),
        "change_of_untreated": change[~treated].mean(),
        "estimate_without_policy": two_way_coefficient(without, policy),
        "estimate_with_policy": two_way_coefficient(with_policy, policy),
    }


def by_level(change: np.ndarray, policy: np.ndarray, units: np.ndarray, roster: list[dict]) -> dict[str, float]:
    """Mean change (n, T) of the treated cells in capitals and municipalities, and in other cities; without those that
    do not exist."""
    level = of_units(units, roster, "level")
    cells = {name: (policy == 1) & (level == number)[:, None] for name, number in (("capitals", 1), ("others", 0))}
    return {f"score_att_{name}": change[chosen].mean() for name, chosen in cells.items() if chosen.any()}


def moments_of(scores: np.ndarray) -> dict[str, float]:
    """Descriptive statistics of (n, T) scores."""
    return {
        "mean": scores.mean(),
        "sd": scores.std(ddof=1),
        "min": scores.min(),
        "max": scores.max(),
        "two_way_sd": within(scores, BOTH).std(),
        "efficient": int((scores >= 1).sum()),
    }
