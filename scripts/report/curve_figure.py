"""The drawing of a specification curve."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.figures import BLUE, GREY, ORANGE, canvas, signed
from report.printed import estimate, number_of, probability, words

LEVEL = 0.05
LINE = 0.15  # inches a choice
NOTE = (
    "A column is a specification: above its estimate with the 95 % confidence interval, blue where p < .05, below what "
    "was chosen in it. {band}Median {median} (p {p_median}); share of specifications with p < .05 and the sign of the "
    "median {share} (p {p_share}); mean z {mean_z} (p {p_mean_z}); p among {draws}, the same for all specifications."
)
BAND = "Shaded: where 95 % of reassignments of the policy have the estimate of this rank. "


def curve_figure(rows: list[dict], facts: dict, labels: dict[str, str], data_status: str) -> Figure:
    """Estimates by size, and under each a mark for each of its choices; `facts` are those of the joint test."""
    rows = sorted((row for row in rows if row["rank"]), key=lambda row: row["rank"])
    choices = [(key, name) for key, names in facts["choices"] for name in names]
    height = 2.9 + LINE * (len(choices) + len(facts["choices"]))
    figure = canvas(height + 0.6, data_status, _note(facts, banded=rows[0]["null_low"] is not None))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[2.6, height - 2.9])
    _estimates(upper, rows)
    upper.set_ylabel(f"Estimate: {words(facts['policy'], labels)}")
    _choices(lower, rows, facts["choices"], labels)
    lower.set_xlabel(signed(f"{number_of(len(rows), 'specification')}, by size of the estimate"))
    return figure


def _note(facts: dict, banded: bool) -> str:
    joint = facts["joint"]
    numbers = {name: estimate(one["statistic"], 3) for name, one in joint.items()}
    numbers |= {f"p_{name}": probability(one["p_value"]) for name, one in joint.items()}
    draws = number_of(facts["draws"], "reassignment")
    return signed(NOTE.format(band=BAND * banded, draws=draws, **numbers))


def _estimates(axes: Axes, rows: list[dict]) -> None:
    """Estimates with their intervals over what the draws give at each rank."""

    def values(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], dtype=float)

    rank, width = values("rank"), min(1.2, 250 / len(rows))
    axes.fill_between(rank, values("null_low"), values("null_high"), color=ORANGE, alpha=0.2, linewidth=0)
    axes.axhline(0, color=GREY, linewidth=0.7)
    significant = values("p_value") < LEVEL
    for own, colour in ((~significant, GREY), (significant, BLUE)):
        low, high = values("conf_low")[own], values("conf_high")[own]
        axes.vlines(rank[own], low, high, color=colour, alpha=0.45, linewidth=width)
        axes.plot(rank[own], values("estimate")[own], "o", color=colour, markersize=2.5 * width, markeredgewidth=0)


def _choices(axes: Axes, rows: list[dict], choices: list, labels: dict[str, str]) -> None:
    """A line of marks for each choice, under the name of what is chosen."""
    width = min(1.2, 250 / len(rows))
    lines = []
    for key, names in choices:
        lines.append((key.replace("_", " "), "bold"))
        for name in names:
            chosen = [row["rank"] for row in rows if str(row[key]) == name]
            axes.plot(chosen, [len(lines)] * len(chosen), "|", color="#333333", markersize=6, markeredgewidth=width)
            lines.append((words(name, labels), "normal"))
    axes.set_ylim(len(lines) - 0.3, -0.7)
    axes.set_yticks(range(len(lines)), [text for text, _ in lines], fontsize=8)
    for label, (_, weight) in zip(axes.get_yticklabels(), lines, strict=True):
        label.set_fontweight(weight)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
