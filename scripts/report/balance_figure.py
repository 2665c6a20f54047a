"""The drawing of balance before and after matching."""

import numpy as np
from matplotlib.figure import Figure

from core.kernels import bandwidth
from report.figures import BLUE, GREY, ORANGE, canvas, wrapped
from report.printed import address_words, term_words

POINTS = 256
NAMES = 26  # letters of a variable
NOTE = (
    "Left: standardised differences of treated and other candidates, in percent, before (hollow) and after matching; "
    "dotted lines at 10. Right: densities of the propensity score of treated and others, dashed before matching."
)


def balance_figure(matchings: dict[str, dict], labels: dict[str, str], data_status: str) -> Figure:
    """A line of two panels for each matched column: differences of the variables, densities of the scores."""
    depth = len(matchings)
    figure = canvas(0.5 + 2.6 * depth, data_status, NOTE)
    panels = figure.subplots(depth, 2, squeeze=False, gridspec_kw={"width_ratios": (1.15, 1)})
    for (left, right), (address, matching) in zip(panels, matchings.items(), strict=True):
        _differences(left, matching["balance"], labels)
        _scores(right, matching["propensity"])
        left.set_title(wrapped(address_words(address, labels), 40), loc="left")
    panels[0][1].legend(loc="upper right")
    return figure


def _differences(axes, rows: list[dict], labels: dict[str, str]) -> None:
    names = list(dict.fromkeys(row["variable"] for row in rows))
    for place, name in enumerate(names):
        before, after = (next(r["bias"] for r in rows if (r["variable"], r["stage"]) == (name, s)) for s in STAGES)
        axes.plot([before, after], [place, place], color=GREY, linewidth=0.7)
        axes.plot([before], [place], "o", color=ORANGE, markerfacecolor="white", markersize=5)
        axes.plot([after], [place], "o", color=BLUE, markersize=5)
    axes.axvline(0, color=GREY, linewidth=0.7)
    for value in (-10, 10):
        axes.axvline(value, color=GREY, linewidth=0.7, linestyle=":")
    axes.set_yticks(range(len(names)), [wrapped(term_words(name, labels), NAMES) for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel("Standardised difference (%)")


STAGES = ("before", "after")


def _scores(axes, propensity: list[list]) -> None:
    score, treated, weight = (np.array(part, dtype=float) for part in zip(*propensity, strict=True))
    points = np.linspace(0, 1, POINTS)
    for side, colour, name in ((1, BLUE, "Treated"), (0, ORANGE, "Others")):
        own = treated == side
        for weights, style, label in ((np.ones(own.sum()), "--", None), (weight[own], "-", name)):
            axes.plot(points, _density(score[own], weights, points), color=colour, linestyle=style, label=label)
    axes.set_xlabel("Propensity score")
    axes.set_ylabel("Density")
    axes.set_ylim(bottom=0)
    axes.margins(x=0)


def _density(values: np.ndarray, weights: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Gaussian kernel density of weighted values."""
    width = bandwidth(values) if np.ptp(values) else 0.01
    kernels = np.exp(-0.5 * np.square((points[:, None] - values) / width)) / (width * np.sqrt(2 * np.pi))
    return kernels @ weights / weights.sum()
