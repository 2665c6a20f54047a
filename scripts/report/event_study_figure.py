"""The drawing of event studies."""

from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from report.figures import COLOURS, GREY, canvas, legend_columns, panels, signed, wrapped
from report.fitted import Fitted
from report.printed import address_words, probability, words
from report.regression_table import MODELS

TITLE = 42  # letters of a line above a panel
MARKS = "os^Dv<>p"
SPREAD = 0.6  # of the room between two years, for all columns of a panel
TWO_WAY = {"event_study": "Two-way"}
NEIGHBOURS = (("direct", "Own policy", "Own leads"), ("indirect", "Neighbours' policy", "Neighbours' leads"))
NOISY = 0.1  # ratio of the spreads of neighbours' and own event times below which the figure says so


@dataclass(frozen=True)
class Series:
    """A column as it is drawn: its name in a legend, colour, mark and place beside its years."""

    column: Fitted
    name: str
    colour: str
    mark: str
    offset: float


def event_study_figure(
    columns: list[Fitted], names: list[str | None], bands: str, labels: dict[str, str], data_status: str
) -> Figure:
    """Effects by years since adoption with their confidence intervals; controls are not drawn.

    Columns of one outcome and policy share a panel. They are called by their `names`, or else by their estimators. A
    column with neighbours is two: what the policy of a unit does to it, and what those of its neighbours do.
    """
    parts = [part for column, name in zip(columns, names, strict=True) for part in at_home_and_next_door(column, name)]
    groups = series_of([column for column, _ in parts], [name for _, name in parts])
    depth, width = panels(len(groups))
    height = 3.4 if depth == 1 else 2.7 * depth
    shared = any(len(group) > 1 for group in groups)
    figure = canvas(height + 0.9 * shared, data_status, _note(groups, bands))
    spots = figure.subplots(depth, width, squeeze=False).ravel()
    for axes, group in zip(spots, groups, strict=False):
        outcome = words(group[0].column.facts["outcome"], labels)
        _axes(axes, [row for one in group for row in one.column.event_times], labels, 20 // width, len(group) == 1)
        for one in group:
            _draw(axes, one, bands)
        axes.set_ylabel(wrapped(f"Effect on {outcome}", 36 if depth == 1 else 24))
        if len(group) == 1:
            axes.set_title(_pretrend(group[0].column.facts), loc="right", fontsize=9, color="#444444")
        else:
            _legend(axes, group, 90 // width)
        if len(groups) > 1:
            title = address_words(group[0].column.address, labels) if len(group) == 1 else outcome
            axes.set_title(wrapped(title, TITLE) + "\n", loc="left")
    for axes in spots[len(groups) :]:
        axes.remove()
    return figure


def at_home_and_next_door(column: Fitted, name: str | None) -> list[tuple[Fitted, str | None]]:
    """A column with its name; one with neighbours as two, each with its own test of leads."""
    if not any(row.get("effect") for row in column.rows):
        return [(column, name)]
    parts = []
    for effect, words_, test in NEIGHBOURS:
        tests = {"pretrend": column.facts["tests"].get(test)}
        rows = [row for row in column.rows if row["effect"] == effect]
        part = replace(column, facts=column.facts | {"tests": tests}, rows=rows)
        parts.append((part, f"{name}, {words_.lower()}" if name else words_))
    return parts


def series_of(columns: list[Fitted], names: list[str | None]) -> list[list[Series]]:
    """The columns of each panel, in the order in which the panels are first named."""
    together: dict[tuple, list] = {}
    for column, name in zip(columns, names, strict=True):
        together.setdefault((column.facts["outcome"], column.facts["policy"]), []).append((column, name))
    groups = []
    for members in together.values():
        called = [name or _estimator(column) for column, name in members]
        called = [
            f"{name} ({column.name})" if called.count(name) > 1 else name
            for name, (column, _) in zip(called, members, strict=True)
        ]
        room = SPREAD / len(members)
        groups.append(
            [
                Series(
                    column,
                    name,
                    COLOURS[at % len(COLOURS)],
                    MARKS[at % len(MARKS)],
                    room * (at - (len(members) - 1) / 2),
                )
                for at, (name, (column, _)) in enumerate(zip(called, members, strict=True))
            ]
        )
    return groups


def _estimator(column: Fitted) -> str:
    estimator = column.facts["estimator"]
    return (TWO_WAY | MODELS).get(estimator, estimator)


def _note(groups: list[list[Series]], bands: str) -> str:
    every = [one for group in groups for one in group]
    note = "Points: coefficients; bars: 95 % confidence intervals; hollow point: base year."
    note += _neighbours(every)
    if bands == "simultaneous":
        note += " Thin lines: simultaneous 95 % bands, which hold all effects of a column at once"
        without = [one.name for one in every if any(_bandless(row) for row in one.column.event_times)]
        note += f"; none where the covariance is not known ({', '.join(without)})." if without else "."
    pooling = [one for one in every if any(row["binned"] for row in one.column.event_times)]
    if any(len(group) == 1 and group[0] in pooling for group in groups):
        note += " ≤ and ≥: ends that pool the years beyond."
    ends: dict[str, list[str]] = {}
    for one in (one for group in groups if len(group) > 1 for one in group if one in pooling):
        pooled = (signed(str(row["k"])) for row in one.column.event_times if row["binned"])
        ends.setdefault(" and ".join(pooled), []).append(one.name)
    return note + "".join(f" {', '.join(names)}: {years} with the years beyond." for years, names in ends.items())


def _neighbours(every: list[Series]) -> str:
    """What is drawn of neighbours, and whether it rests on little."""
    ratios = [lag["ratio"] for one in every for lag in one.column.facts.get("lagged") or []]
    if not ratios:
        return ""
    note = " Own policy: direct effects; neighbours' policy: indirect effects, of all other units together."
    least = min(ratios)
    return note + f" The latter are mostly noise: they vary only {least:.2f} times as much." * (least < NOISY)


def _bandless(row: dict) -> bool:
    return not row["base"] and row.get("band_low") is None


def _axes(axes: Axes, rows: list[dict], labels: dict[str, str], most_ticks: int, signs: bool) -> None:
    axes.axhline(0, color=GREY, linewidth=0.7)
    axes.axvline(-0.5, color=GREY, linewidth=0.7, linestyle=(0, (4, 3)))
    ticks = _ticks(sorted(rows, key=lambda row: row["k"]), most_ticks, signs)
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_xlabel(labels.get("k", "Years since the policy began"))


def _draw(axes: Axes, one: Series, bands: str) -> None:
    rows = one.column.event_times
    base = [row for row in rows if row["base"]]
    seen = [row for row in rows if not row["base"] and row["estimate"] is not None]
    mark = {"color": one.colour, "marker": one.mark, "linestyle": "none"}
    if bands == "simultaneous":
        _bars(axes, seen, "band", one, {"elinewidth": 0.5, "capsize": 1.5})
    _bars(axes, seen, "conf", one, {"elinewidth": 1.1})
    alone = one.offset == 0
    axes.plot(
        [row["k"] + one.offset for row in seen],
        [row["estimate"] for row in seen],
        markersize=4.5 if alone else 3.8,
        label=one.name,
        **mark,
    )
    axes.plot(
        [row["k"] + one.offset for row in base],
        [row["estimate"] or 0 for row in base],
        markersize=5 if alone else 4,
        markerfacecolor="white",
        **mark,
    )


def _bars(axes: Axes, rows: list[dict], kind: str, one: Series, style: dict) -> None:
    rows = [row for row in rows if row.get(f"{kind}_low") is not None]
    below = [row["estimate"] - row[f"{kind}_low"] for row in rows]
    above = [row[f"{kind}_high"] - row["estimate"] for row in rows]
    at, estimates = [row["k"] + one.offset for row in rows], [row["estimate"] for row in rows]
    axes.errorbar(at, estimates, [below, above], fmt="none", ecolor=one.colour, **style)


def _legend(axes: Axes, group: list[Series], room: int) -> None:
    handles, names = axes.get_legend_handles_labels()
    tests = [_pretrend(one.column.facts).replace("leads jointly zero", "leads") for one in group]
    names = [f"{name}, {test}" if test else name for name, test in zip(names, tests, strict=True)]
    axes.legend(
        handles,
        names,
        loc="lower left",
        bbox_to_anchor=(0, 1.02),
        ncols=legend_columns(names, room, 6),
        borderaxespad=0.2,
        handletextpad=0.2,
        columnspacing=1.2,
    )


def _ticks(rows: list[dict], most: int, signs: bool) -> dict[int, str]:
    """Event times that are named on the axis, both ends among them, with a sign before an end that pools."""
    times = list(dict.fromkeys(row["k"] for row in rows))
    low, high, every = times[0], times[-1], max(1, -(-len(times) // most))
    shown = [k for k in times if k in (low, high) or (k % every == 0 and low + every <= k <= high - every)]
    pooled = {row["k"] for row in rows if row["binned"] and signs}
    ends = {low: "≤ ", high: "≥ "}
    return {k: signed((ends[k] if k in pooled and k in ends else "") + str(k)) for k in shown}


def _pretrend(facts: dict) -> str:
    test = (facts.get("tests") or {}).get("pretrend") or {}
    p_value = test.get("p_value")
    return "" if p_value is None else signed(f"leads jointly zero: p = {probability(p_value)}")
