"""One house style for all figures, and the drawings. Only this module knows matplotlib.

Every figure is as wide as a page of text (6.3 in), has fonts that come with matplotlib, colours that the colour-blind
tell apart (Okabe and Ito 2008), and the same bytes in every run.
"""

import io
import logging
import textwrap

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.ticker import MaxNLocator

from report.printed import SIMULATED, probability, status_note, true, words

WIDTH = 6.3  # inches, the text width of the report
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#767676"
CHINESE = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC", "SimSun", "Songti SC")
INSTALLED = {font.name for font in fontManager.ttflist}

logging.getLogger("fontTools").setLevel(logging.WARNING)  # else a log of 60 lines for every PDF
matplotlib.use("Agg")
matplotlib.rcdefaults()
matplotlib.rcParams.update(
    {
        "font.family": ["STIXGeneral", *(name for name in CHINESE if name in INSTALLED)],
        "font.size": 10,
        "axes.titlesize": 10,
        "axes.labelsize": 10,
        "axes.linewidth": 0.6,
        "axes.edgecolor": "#333333",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.labelsize": 9,
        "ytick.labelsize": 9,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "legend.frameon": False,
        "legend.fontsize": 9,
        "lines.linewidth": 1.3,
        "text.parse_math": False,
        "pdf.fonttype": 42,
        "savefig.dpi": 200,
        "svg.hashsalt": "report",
    }
)


def as_pdf(figure: Figure) -> bytes:
    return _bytes(figure, "pdf", {"CreationDate": None})


def as_png(figure: Figure) -> bytes:
    return _bytes(figure, "png", {"Software": None})


def _bytes(figure: Figure, kind: str, metadata: dict) -> bytes:
    memory = io.BytesIO()
    figure.savefig(memory, format=kind, metadata=metadata)
    return memory.getvalue()


def canvas(height: float, title: str, data_status: str, note: str = "") -> Figure:
    """An empty figure with its title above, a note beneath, and the data status in the lower right corner."""
    status = SIMULATED if status_note(data_status) else ""
    lines = textwrap.wrap(note, 102 if status else 122) or [""] * bool(status)
    foot = (0.17 * len(lines) + 0.06) / height if lines else 0
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    figure.get_layout_engine().set(rect=(0.005, foot, 0.99, 1 - foot), hspace=0.08, wspace=0.06)
    figure.suptitle("\n".join(textwrap.wrap(title, 80)), x=0.01, ha="left", fontsize=11)
    figure.text(0.01, foot - 0.04 / height, "\n".join(lines), fontsize=8.5, color="#444444", va="top")
    figure.text(0.99, 0.06 / height, status, fontsize=9, style="italic", color=ORANGE, ha="right", va="bottom")
    return figure


def event_study_figure(estimates: pd.DataFrame, fits: dict, title: str, labels: dict, data_status: str) -> Figure:
    """Coefficients by years since adoption with their confidence intervals, one panel a column of the estimates.

    Parameters
    ----------
    estimates : rows of estimates/event_study.csv; rows without `k` (controls) are not drawn
    fits : content of estimates/event_study.json
    """
    columns = fits["columns"]
    note = "Points: coefficients; bars: 95 % confidence intervals; hollow point: base year."
    if true(estimates["binned"]).any():
        note += " ≤ and ≥: ends that pool the years beyond."
    width = min(2, len(columns))
    depth = -(-len(columns) // width)
    figure = canvas(3.6 if depth == 1 else 2.8 * depth, title, data_status, note)
    panels = figure.subplots(depth, width, squeeze=False).ravel()
    for axes, fit in zip(panels, columns, strict=False):
        rows = estimates[(estimates["column"] == fit["name"]) & estimates["k"].notna()].sort_values("k")
        _draw_event_study(axes, rows, labels.get("k", "Years since the policy began"), most_ticks=20 // width)
        axes.set_ylabel(f"Effect on {words(fit['outcome'], labels)}")
        axes.set_title(_pretrend(fit), loc="right", fontsize=9, color="#444444")
        if len(columns) > 1:
            axes.set_title(words(fit["name"], labels) + "\n", loc="left")
    for axes in panels[len(columns) :]:
        axes.remove()
    return figure


def _draw_event_study(axes: Axes, rows: pd.DataFrame, label: str, most_ticks: int) -> None:
    base = true(rows["base"])
    k = rows["k"].astype(int)
    seen = rows[~base]
    below, above = seen["estimate"] - seen["conf_low"], seen["conf_high"] - seen["estimate"]
    axes.axhline(0, color=GREY, linewidth=0.7)
    axes.axvline(-0.5, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)))
    axes.errorbar(k[~base], seen["estimate"], [below, above], fmt="o", color=BLUE, markersize=4.5, elinewidth=1.1)
    axes.plot(k[base], rows["estimate"][base].fillna(0), "o", color=BLUE, markerfacecolor="white", markersize=5)
    every = max(1, -(-len(k) // most_ticks))
    ticks = [
        at for at in k if at in (k.min(), k.max()) or (at % every == 0 and k.min() + every <= at <= k.max() - every)
    ]
    pooled = set(k[true(rows["binned"])])
    signs = {k.min(): "≤ ", k.max(): "≥ "}
    axes.set_xticks(ticks, [(signs.get(at, "") if at in pooled else "") + f"{at}".replace("-", "−") for at in ticks])
    axes.set_xlabel(label)


def _pretrend(fit: dict) -> str:
    test = (fit.get("tests") or {}).get("pretrend")
    p_value = test.get("p_value") if isinstance(test, dict) else None
    return "" if p_value is None else f"leads jointly zero: p = {probability(p_value)}".replace("= <", "< ")


def placebo_figure(
    distributions: list[pd.DataFrame],
    densities: list[pd.DataFrame],
    summaries: list[dict],
    names: list[str],
    title: str,
    data_status: str,
) -> Figure:
    """For each model the density of placebo coefficients and, beneath, the p-value of each draw against it.

    The four lists are in the same order. The observed coefficient is a line through both panels.
    """
    width = min(2, len(names))
    depth = -(-len(names) // width)
    note = "Curve: kernel density of placebo coefficients; dots: p-value of each placebo draw; line: observed estimate."
    figure = canvas(4.2 * depth if depth == 1 else 3.8 * depth, title, data_status, note)
    grid = figure.subplots(2 * depth, width, squeeze=False, height_ratios=[3, 2] * depth)
    spots = [(2 * (spot // width), spot % width) for spot in range(depth * width)]
    for (row, column), draws, density, summary, name in zip(
        spots, distributions, densities, summaries, names, strict=False
    ):
        upper, lower = grid[row, column], grid[row + 1, column]
        _draw_placebo(upper, lower, draws, density, summary)
        upper.set_title(name, loc="left")
        if column == 0:
            upper.set_ylabel("Density")
            lower.set_ylabel("p-value")
    for row, column in spots[len(names) :]:
        grid[row, column].remove()
        grid[row + 1, column].remove()
    return figure


def _draw_placebo(upper: Axes, lower: Axes, draws: pd.DataFrame, density: pd.DataFrame, summary: dict) -> None:
    observed = summary["observed"]["estimate"]
    upper.fill_between(density["x"], density["density"], color=BLUE, alpha=0.12, linewidth=0)
    upper.plot(density["x"], density["density"], color=BLUE)
    lower.plot(draws["estimate"], draws["p_value"], "o", color=BLUE, alpha=0.45, markersize=2.2, markeredgewidth=0)
    low, high = min(density["x"].min(), observed), max(density["x"].max(), observed)
    for axes in (upper, lower):
        axes.axvline(observed, color=ORANGE, linewidth=1.4)
        axes.set_xlim(low - 0.05 * (high - low), high + 0.05 * (high - low))
        axes.xaxis.set_major_locator(MaxNLocator(5))
    upper.set_ylim(0, 1.5 * density["density"].max())
    upper.tick_params(labelbottom=False)
    lower.set_ylim(0, 1.02)
    lower.set_xlabel("Placebo coefficient")
    text = f"observed {observed:.4f}\npermutation p = {probability(summary['p_coefficient'])}"
    left = observed < (low + high) / 2
    upper.annotate(
        text.replace("-", "−").replace("= <", "< "),
        (observed, 1),
        (5 if left else -5, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="left" if left else "right",
        va="top",
        fontsize=8.5,
        color=ORANGE,
    )


def trend_figure(trend: pd.DataFrame, adoption: dict[int, int], title: str, labels: dict, data_status: str) -> Figure:
    """Mean score a year with the middle half of the units, for units ever and never treated.

    Parameters
    ----------
    trend : columns year, treated (bool), mean, low, high, units, missing
    adoption : number of units that adopt, by year
    """
    missing = int(trend["missing"].sum())
    note = "Lines: means; bands: middle half of the units. Triangles: years in which units adopt."
    note += f" {missing:,d} unit-years without a score are left out." if missing else ""
    figure = canvas(3.6, title, data_status, note)
    axes = figure.subplots()
    for treated, colour, marker, name in ((True, ORANGE, "o", "adopting units"), (False, BLUE, "s", "other units")):
        rows = trend[trend["treated"] == treated].sort_values("year")
        if rows.empty:
            continue
        axes.fill_between(rows["year"], rows["low"], rows["high"], color=colour, alpha=0.13, linewidth=0)
        label = f"{name} ({int(rows['units'].max()):,d})"
        axes.plot(rows["year"], rows["mean"], color=colour, marker=marker, markersize=4, label=label)
    axes.plot(list(adoption), [0.02] * len(adoption), "^", color=GREY, markersize=5, transform=_foot(axes))
    axes.set_ylabel(words("score", labels).capitalize() if "score" not in labels else labels["score"])
    axes.set_xlabel(labels.get("year", "Year"))
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    axes.margins(x=0.03)
    return figure


def _foot(axes: Axes):
    """Horizontal in data, vertical in fractions of the axes."""
    return axes.get_xaxis_transform()


def map_figure(shapes: pd.DataFrame, note: str, title: str, label: str, data_status: str) -> Figure:
    """Polygons coloured by `score`; those without a score hatched.

    Parameters
    ----------
    shapes : GeoDataFrame of polygons with a float column `score`, NaN where there is none
    """
    left, lower, right, upper = shapes.total_bounds
    stretch = np.cos(np.radians((lower + upper) / 2)) if shapes.crs and shapes.crs.is_geographic else 1.0
    height = float(np.clip(5.4 * (upper - lower) / ((right - left) * stretch), 2.4, 6.4)) + 0.7
    figure = canvas(height, title, data_status, note)
    axes = figure.subplots()
    axes.set_axis_off()
    shapes.plot(
        ax=axes,
        column="score",
        cmap="YlGnBu",
        edgecolor="#8A8A8A",
        linewidth=0.3,
        legend=True,
        legend_kwds={"label": label, "shrink": 0.6, "pad": 0.02, "aspect": 24},
        missing_kwds={"color": "#EEEEEE", "edgecolor": "#AAAAAA", "hatch": "////", "linewidth": 0.3},
    )
    for bar in figure.axes[1:]:
        bar.tick_params(width=0.6)
        for spine in bar.spines.values():
            spine.set_visible(False)
    return figure
