"""How much of an effect goes through a channel: two regressions, Sobel's error, and a bootstrap of clusters."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from core.errors import StudyError
from core.grids import Cell, grid
from core.seeds import stream
from estimation.absorber import absorber_of, nested
from estimation.least_squares import Fit, fit_sample
from estimation.sample import Sample, sample_of_column

COLUMNS = [
    "channel",
    "effect",
    "estimate",
    "std_error",
    "p_value",
    "conf_low",
    "conf_high",
    "bc_low",
    "bc_high",
    "share",
]
EFFECTS = ("indirect", "direct", "total")
LEVEL = 0.95
SAME = 1e-9  # of a total and the sum of its parts
NOTE = (
    "Indirect: effect of the policy on the channel times that of the channel on the outcome, with the policy held "
    "fixed; direct: the rest; total: their sum. Standard error of the indirect effect by Sobel (1982). Intervals from "
    "{draws} resamples of {clusters}, percentile and bias-corrected. The channel is an outcome of the policy itself: "
    "the split is causal only if nothing else moves channel and outcome once policy and controls are given."
)


@dataclass(frozen=True)
class Pair:
    """The samples of a channel and of an outcome, the policy, and the channel's name."""

    channel: Sample
    outcome: Sample
    policy: str
    name: str


def mediation(
    panel: pd.DataFrame, pairs: dict[str, list[dict]], draws: int, seed: int
) -> tuple[list[dict], dict[str, int]]:
    """Three rows for each of `pairs`, by name the settings of a channel's and an outcome's column; and the numbers of
    their clusters. Baron and Kenny (1986), Sobel (1982)."""
    rows, clusters = [], {}
    for name, (first, second) in pairs.items():
        pair = pair_of(panel, name, first, second)
        rows += rows_of(pair, name, second["ssc"], draws, seed)
        clusters[name] = pair.outcome.clusters[0].count
    return rows, clusters


def pair_of(panel: pd.DataFrame, name: str, first: dict, second: dict) -> Pair:
    """The two samples; StudyError where they are not the two steps of one mediation."""
    channel, outcome, policy = sample_of_column(panel, first), sample_of_column(panel, second), second["policy"]
    where = f"`{name}`"
    if first["policy"] != policy or policy is None:
        raise StudyError(f"{where}: the columns have the policies `{first['policy']}` and `{policy}`, not one")
    if channel.name not in outcome.terms:
        raise StudyError(f"{where}: the channel `{channel.name}` is no term of the second column")
    beside = tuple(term for term in outcome.terms if term != channel.name)
    if set(beside) != set(channel.terms):
        differing = ", ".join(f"`{term}`" for term in sorted(set(beside) ^ set(channel.terms)))
        raise StudyError(
            f"{where}: {differing} stands in one column only; both need the same terms but for the channel"
        )
    if channel.effect_names != outcome.effect_names or any(one.weights is not None for one in (channel, outcome)):
        raise StudyError(f"{where}: both columns need the same effects, and no weights")
    rows = [list(zip(one.units[one.unit], one.year, strict=True)) for one in (channel, outcome)]
    if rows[0] != rows[1]:
        raise StudyError(
            f"{where}: the columns have {len(rows[0])} and {len(rows[1])} rows that are not the same; give both one "
            "`sample`"
        )
    if [len(one.clusters) for one in (channel, outcome)] != [1, 1] or first["cluster"] != second["cluster"]:
        raise StudyError(f"{where}: both columns need the same one cluster variable, which is resampled")
    return Pair(channel, outcome, policy, channel.name)


def rows_of(pair: Pair, name: str, rule: str, draws: int, seed: int) -> list[dict]:
    steps = fit_sample(pair.channel, rule, (pair.policy,)), fit_sample(pair.outcome, rule, (pair.policy, pair.name))
    (a, a_error), (b, b_error) = _of(steps[0], pair.policy), _of(steps[1], pair.name)
    direct, direct_error = _of(steps[1], pair.policy)
    whole, whole_error = _total(pair, rule)
    if abs(whole - direct - a * b) > SAME * (abs(whole) + abs(direct) + abs(a * b)):
        raise StudyError(f"`{name}`: the total effect {whole:.6g} is not the sum {direct + a * b:.6g} of its parts")
    sobel = np.sqrt(a**2 * b_error**2 + b**2 * a_error**2)
    found = resampled(pair, draws, seed, name)
    values = {"indirect": (a * b, sobel), "direct": (direct, direct_error), "total": (whole, whole_error)}
    rows = []
    for at, effect in enumerate(EFFECTS):
        estimate, error = values[effect]
        low, high, bc_low, bc_high = _intervals(found[:, at], estimate)
        p_value = 2 * ndtr(-abs(estimate / error))
        row = {"channel": name, "effect": effect, "estimate": estimate, "std_error": error, "p_value": p_value}
        row |= {"conf_low": low, "conf_high": high, "bc_low": bc_low, "bc_high": bc_high}
        rows.append(row | {"share": estimate / whole})
    return [{key: value if isinstance(value, str) else float(value) for key, value in row.items()} for row in rows]


def _of(fit: Fit, term: str) -> tuple[float, float]:
    at = fit.terms.index(term)
    return float(fit.coefficients[at]), float(fit.std_errors[at])


def _total(pair: Pair, rule: str) -> tuple[float, float]:
    """The effect of the policy on the outcome, without the channel among the terms."""
    terms, columns = pair.outcome.without(pair.name)
    alone = replace(pair.outcome, terms=terms, columns=columns)
    return _of(fit_sample(alone, rule, (pair.policy,)), pair.policy)


def resampled(pair: Pair, draws: int, seed: int, name: str) -> np.ndarray:
    """(draws, 3) indirect, direct and total effect when clusters are drawn with replacement.

    Effects that are nested in clusters stay with them, so a cluster that is drawn twice is two clusters. Moments of
    the clusters are added up as often as they are drawn; a draw in which a coefficient does not exist is missing.
    """
    sample, (cluster,) = pair.outcome, pair.outcome.clusters
    inside = tuple(effect for effect in sample.effects if nested(effect, cluster))
    outside = [effect for effect in sample.effects if effect not in inside]
    dummies = [(effect.codes[:, None] == np.arange(effect.count)).astype(float) for effect in outside]
    constant = [] if sample.effects else [np.ones((len(sample.outcome), 1))]
    others = [at for at, term in enumerate(sample.terms) if term not in (pair.policy, pair.name)]
    order = [sample.terms.index(pair.policy), *others]
    columns = np.column_stack([sample.outcome, sample.column(pair.name), sample.columns[:, order], *dummies, *constant])
    if inside:
        columns = absorber_of(sample, inside).residual(columns)
    scale = np.linalg.norm(columns, axis=0)
    columns = columns / np.where(scale > 0, scale, 1.0)
    moments = np.zeros((cluster.count, columns.shape[1] ** 2))
    products = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), -1)
    np.add.at(moments, cluster.codes, products)
    random = stream(seed, "mediation", name)
    counts = random.multinomial(cluster.count, np.full(cluster.count, 1 / cluster.count), size=draws)
    return np.array([_effects(matrix, scale) for matrix in (counts @ moments).reshape(draws, *[columns.shape[1]] * 2)])


def _effects(gram: np.ndarray, scale: np.ndarray) -> tuple[float, float, float]:
    """Effects from the moments of outcome, channel, policy, and the rest."""
    channel = np.linalg.lstsq(gram[2:, 2:], gram[2:, 1], rcond=1e-10)[0]
    outcome = np.linalg.lstsq(gram[1:, 1:], gram[1:, 0], rcond=1e-10)[0]
    a = channel[0] * scale[1] / scale[2]
    b, direct = outcome[0] * scale[0] / scale[1], outcome[1] * scale[0] / scale[2]
    return a * b, direct, direct + a * b


def _intervals(found: np.ndarray, estimate: float) -> tuple[float, float, float, float]:
    """Percentile interval, and the bias-corrected one (Efron 1987, without acceleration)."""
    tail = (1 - LEVEL) / 2
    shift = ndtri(np.clip((found < estimate).mean(), 0.5 / len(found), 1 - 0.5 / len(found)))
    ends = ndtr(2 * shift + ndtri([tail, 1 - tail]))
    return (*np.quantile(found, [tail, 1 - tail]), *np.quantile(found, ends))


def layout(draws: int, clusters: dict[str, int]) -> dict:
    """How mediation is printed."""
    cells = [
        Cell("estimate", "Estimate", stars="p_value", below="std_error"),
        Cell("conf_low", "Percentile, low"),
        Cell("conf_high", "high"),
        Cell("bc_low", "Bias-corrected, low"),
        Cell("bc_high", "high"),
        Cell("share", "Share of the total"),
    ]
    numbers = sorted(set(clusters.values()))
    said = " or ".join(map(str, numbers)) + " clusters"
    return grid("effect", cells, "Effect", group="channel", notes=[NOTE.format(draws=f"{draws:,d}", clusters=said)])
