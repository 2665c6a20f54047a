"""The drawing of event studies."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.figures import BLUE, GREY, canvas, panels, signed, wrapped
from report.fitted import Fitted
from report.printed import address_words, probability, words

TITLE = 42  # letters of a line above a panel


def event_study_figure(columns: list[Fitted], labels: dict[str, str], data_status: str) -> Figure:
    """Effects by years since adoption with their confidence intervals, one panel a column; controls are not drawn."""
    note = "Points: coefficients; bars: 95 % confidence intervals; hollow point: base year."
    if any(row["binned"] for column in columns for row in column.event_times):
        note += " ≤ and ≥: ends that pool the years beyond."
    depth, width = panels(len(columns))
    figure = canvas(3.4 if depth == 1 else 2.7 * depth, data_status, note)
    spots = figure.subplots(depth, width, squeeze=False).ravel()
    for axes, column in zip(spots, columns, strict=False):
        _draw(axes, column.event_times, labels.get("k", "Years since the policy began"), most_ticks=20 // width)
        axes.set_ylabel(wrapped(f"Effect on {words(column.facts['outcome'], labels)}", 36 if depth == 1 else 24))
        axes.set_title(_pretrend(column.facts), loc="right", fontsize=9, color="#444444")
        if len(columns) > 1:
            axes.set_title(wrapped(address_words(column.address, labels), TITLE) + "\n", loc="left")
    for axes in spots[len(columns) :]:
        axes.remove()
    return figure


def _draw(axes: Axes, rows: list[dict], label: str, most_ticks: int) -> None:
    seen, base = [row for row in rows if not row["base"]], [row for row in rows if row["base"]]
    below = [row["estimate"] - row["conf_low"] for row in seen]
    above = [row["conf_high"] - row["estimate"] for row in seen]
    axes.axhline(0, color=GREY, linewidth=0.7)
    axes.axvline(-0.5, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)))
    k, estimates = [row["k"] for row in seen], [row["estimate"] for row in seen]
    axes.errorbar(k, estimates, [below, above], fmt="o", color=BLUE, markersize=4.5, elinewidth=1.1)
    hollow = {"color": BLUE, "markerfacecolor": "white", "markersize": 5}
    axes.plot([row["k"] for row in base], [row["estimate"] or 0 for row in base], "o", **hollow)
    ticks = _ticks(rows, most_ticks)
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_xlabel(label)


def _ticks(rows: list[dict], most: int) -> dict[int, str]:
    """Event times that are named on the axis, both ends among them, with a sign before an end that pools."""
    times = [row["k"] for row in rows]
    low, high, every = times[0], times[-1], max(1, -(-len(times) // most))
    shown = [k for k in times if k in (low, high) or (k % every == 0 and low + every <= k <= high - every)]
    pooled = {row["k"] for row in rows if row["binned"]}
    signs = {low: "≤ ", high: "≥ "}
    return {k: signed((signs[k] if k in pooled and k in signs else "") + str(k)) for k in shown}


def _pretrend(facts: dict) -> str:
    test = (facts.get("tests") or {}).get("pretrend") or {}
    p_value = test.get("p_value")
    return "" if p_value is None else signed(f"leads jointly zero: p = {probability(p_value)}")
