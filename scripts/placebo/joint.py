"""What a specification curve says as a whole: its joint test, and the curves that draws of the policy would give.

Simonsohn, Simmons and Nelson (2020, Nature Human Behaviour 4).
"""

import numpy as np

from core.errors import StudyError, named
from core.grids import Cell, grid
from core.specifications import ESTIMATOR, RESULTS
from placebo.distribution import permutation_p

NORMAL = 1.959963984540054  # quantile of the normal distribution for p = .05
BAND = (0.025, 0.975)
FEWEST = 20  # draws with all estimates, for a band
SAID = {
    "median": "median of the estimates",
    "share": "share of specifications with p < .05 and the sign of the median",
    "mean_z": "mean z",
}
NOTE = (
    "A row is {fit}, p of its own test. The joint test "
    "sets three statistics of all rows against {draws} reassignments of the policy, in each of which all "
    "specifications see the same one{enumerated}: {tests}. A median or mean over outcomes can be read only if they are "
    "in one unit and the policy should move them the same way."
)


def curve(chunks: list[dict], draws: list[np.ndarray]) -> tuple[list[dict], dict]:
    """All specifications in their order, with rank and band, and the facts of the joint test.

    chunks : with their `rows`, and whether the draws are `enumerated`; draws : (2, 1 + B, S) of each

    Raises StudyError if no specification has an estimate.
    """
    rows = [row for chunk in chunks for row in chunk["rows"]]
    order = sorted(range(len(rows)), key=lambda at: rows[at]["specification"])
    rows = [dict.fromkeys(RESULTS) | rows[at] for at in order]
    fitted = [at for at, row in enumerate(rows) if row["refused"] is None]
    if not fitted:
        raise StudyError(f"none of {len(rows)} specifications can be estimated: {'; '.join(reasons(rows))}")
    effects = np.concatenate(draws, axis=-1)[:, :, order][:, :, fitted]
    by_size = effects[0, 0].argsort(kind="stable")
    for rank, (at, low, high) in enumerate(zip(by_size, *band(effects[0, 1:]), strict=True), start=1):
        rows[fitted[at]] |= {"rank": rank, "null_low": low, "null_high": high}
    return rows, {
        "joint": joint(effects, chunks[0]["enumerated"]),
        "draws": effects.shape[1] - 1,
        "enumerated": chunks[0]["enumerated"],
        "absorbed": int(np.isnan(effects[0, 1:]).sum()),
        "specifications": len(fitted),
        "refused": len(rows) - len(fitted),
    }


def joint(effects: np.ndarray, enumerated: bool) -> dict:
    """Each statistic of the observed specifications, the first of D, and its p among the draws, the others."""
    return {
        name: {"statistic": float(values[0]), "p_value": permutation_p(values[0], values[1:], enumerated)}
        for name, values in statistics(effects).items()
    }


def statistics(effects: np.ndarray) -> dict[str, np.ndarray]:
    """Of (2, D, S) estimates and z values the (D,) statistics of the joint test, over the specifications that have
    them."""
    estimates, z = effects
    middle = medians(estimates)
    significant = (np.sign(estimates) == np.sign(middle)[:, None]) & (np.abs(z) > NORMAL)
    with np.errstate(invalid="ignore"):
        share = significant.sum(axis=1) / np.isfinite(estimates).sum(axis=1)
        mean = np.nansum(z, axis=1) / np.isfinite(z).sum(axis=1)
    return {"median": middle, "share": share, "mean_z": mean}


def medians(values: np.ndarray) -> np.ndarray:
    """(D,) medians of the rows of (D, S) `values`, those that are missing left out."""
    ordered, count, rows = np.sort(values, axis=1), np.isfinite(values).sum(axis=1), np.arange(len(values))
    return (ordered[rows, (count - 1) // 2] + ordered[rows, np.minimum(count // 2, values.shape[1] - 1)]) / 2


def band(estimates: np.ndarray) -> np.ndarray:
    """(2, S) between what the k-th smallest estimate lies in 95 % of the draws (D, S) that have all estimates; missing
    if these are too few."""
    whole = estimates[np.isfinite(estimates).all(axis=1)]
    if len(whole) < FEWEST:
        return np.full((2, estimates.shape[1]), np.nan)
    return np.quantile(np.sort(whole, axis=1), BAND, axis=0)


def reasons(rows: list[dict]) -> list[str]:
    """Why specifications are refused, and which, a sentence for each reason."""
    why = dict.fromkeys(row["refused"] for row in rows if row["refused"])
    numbers = {reason: [row["specification"] for row in rows if row["refused"] == reason] for reason in why}
    return [
        f"{len(found)} of {len(rows)} specifications refused, number {named(found)}: {reason}"
        for reason, found in numbers.items()
    ]


def layout(rows: list[dict], said: dict, vary: dict, policy: str, rule: str) -> dict:
    """How the curve is printed, and what the figure is given."""
    tests = [
        f"{words} {said['joint'][name]['statistic']:.4f} (p {said['joint'][name]['p_value']:.3f})"
        for name, words in SAID.items()
    ]
    fit = f"a regression by least squares, standard errors by the rule {rule}"
    if ESTIMATOR in vary:
        fit = f"an estimate by the estimator that it names, standard errors by its own rule, {rule} in least squares"
    enumerated = ", and which are all that there are" if said["enumerated"] else ""
    absorbed = said["draws"] * said["specifications"]
    gaps = [f"{said['absorbed']:,d} of {absorbed:,d} drawn estimates do not exist, as effects and controls absorb them"]
    cells = [
        *(Cell(key, key, "text") for key in vary),
        Cell("estimate", "Estimate", stars="p_value"),
        Cell("std_error", "SE"),
        Cell("p_value", "p", "probability"),
        Cell("n_obs", "N", "count"),
        Cell("n_clusters", "Clusters", "text"),
    ]
    return grid(
        "specification",
        cells,
        "Number",
        notes=[NOTE.format(fit=fit, draws=f"{said['draws']:,d}", enumerated=enumerated, tests="; ".join(tests))],
        warnings=[*reasons(rows), *gaps * bool(said["absorbed"])],
        tests=said | {"policy": policy, "ssc": rule, "choices": [[key, list(names)] for key, names in vary.items()]},
    )
