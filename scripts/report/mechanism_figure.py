"""The drawing of the channels by which a policy may work: boxes, arrows, and the estimates on them."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from core.errors import StudyError
from report.figures import BLUE, GREY, WIDTH, canvas, signed, wrapped
from report.fitted import Fitted
from report.printed import STAR_NOTE, interval, scaled, stars, words

BOX, ROOM = 1.25, 16  # width of a box in inches, and letters of its lines
INTERVAL = 22  # letters of a line of an interval
LINE, PADDING, APART = 0.17, 0.1, 0.3  # inches of a line of text, around it, and between boxes
BUS = 0.15  # inches from a box to where its arrows part or join
LEAST = 0.5  # inches of a channel or of the direct way, so that an estimate and its interval have room
NOTE = "Boxes and arrows: what the study supposes."
SAID = " On arrows: coefficients with 95 % confidence intervals. "


@dataclass(frozen=True)
class Scheme:
    """What is drawn: names of variables, and the row of the estimate for each arrow that has one, by its two ends."""

    policy: str
    channels: list[str]
    outcome: str
    estimates: dict[tuple[str, str], dict]


def scheme_of(policy: str, channels: list[str], outcome: str, columns: list[Fitted]) -> Scheme:
    """The scheme with the estimates of `columns`.

    A column whose outcome is a channel gives the effect of the policy on it; one of the outcome, the effects of the
    channels among its terms, or, if it has none of them, the effect of the policy. Raises StudyError for a column that
    is none of these, and for two that are the same.
    """
    found: dict[tuple[str, str], dict] = {}
    for column in columns:
        said = {row["term"]: row for row in column.rows if row["estimate"] is not None}
        causes = [policy]
        if (effect := column.facts["outcome"]) == outcome:
            causes = [name for name in channels if name in said] or causes
        elif effect not in channels:
            raise StudyError(
                f"`of`: `{column.address}` is of `{effect}`, which is neither the outcome `{outcome}` nor one of the "
                f"`channels`; take it out, or name `{effect}` among the `channels`"
            )
        for cause in causes:
            if cause not in said:
                raise StudyError(f"`of`: `{column.address}` has no coefficient of `{cause}`; name another column")
            if (cause, effect) in found:
                raise StudyError(f"`of`: `{column.address}` is a second estimate of `{cause}` on `{effect}`; name one")
            found[cause, effect] = said[cause]
    return Scheme(policy, channels, outcome, found)


def mechanism_figure(scheme: Scheme, labels: dict[str, str], data_status: str) -> Figure:
    """The policy to the left, its channels above each other, the outcome to the right, and a direct way above all."""
    text = {name: wrapped(words(name, labels), ROOM) for name in (scheme.policy, *scheme.channels, scheme.outcome)}
    tall = {name: _height(text[name]) for name in text}
    room = max(LEAST, *tall.values()) + APART
    height = LEAST + room * len(scheme.channels)
    figure = canvas(height + 0.45, data_status, _note(scheme))
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    middle = [LEAST + room * (at + 0.5) for at in range(len(scheme.channels))]
    centre = (middle[0] + middle[-1]) / 2
    left, right = 0.05, WIDTH - 0.05 - BOX
    between = (WIDTH - BOX) / 2
    _box(axes, left, centre, tall[scheme.policy], text[scheme.policy], strong=True)
    _box(axes, right, centre, tall[scheme.outcome], text[scheme.outcome], strong=True)
    _fan(axes, left + BOX, centre, middle, between, right)
    for name, place in zip(scheme.channels, middle, strict=True):
        _box(axes, between, place, tall[name], text[name], strong=False)
        _said(axes, left + BOX + BUS, between, place, scheme.estimates.get((scheme.policy, name)))
        _said(axes, between + BOX, right - BUS, place, scheme.estimates.get((name, scheme.outcome)))
    ends = (left + BOX / 2, centre - tall[scheme.policy] / 2), (right + BOX / 2, centre - tall[scheme.outcome] / 2)
    _over(axes, *ends, LEAST / 2)
    _said(axes, between, between + BOX, LEAST / 2, scheme.estimates.get((scheme.policy, scheme.outcome)))
    return figure


def _note(scheme: Scheme) -> str:
    return NOTE + (SAID + STAR_NOTE if scheme.estimates else "")


def _height(text: str) -> float:
    return LINE * (text.count("\n") + 1) + 2 * PADDING


def _box(axes: Axes, left: float, middle: float, height: float, text: str, strong: bool) -> None:
    style = {"facecolor": "#E4ECF3" if strong else "white", "edgecolor": BLUE, "linewidth": 1.1 if strong else 0.8}
    corner = (left, middle - height / 2)
    axes.add_patch(FancyBboxPatch(corner, BOX, height, boxstyle="round,pad=0,rounding_size=0.06", zorder=2, **style))
    axes.text(left + BOX / 2, middle, text, ha="center", va="center", fontsize=9.5, zorder=3)


def _fan(axes: Axes, start: float, centre: float, middle: list[float], between: float, right: float) -> None:
    """Arrows from the policy to each channel, and from these to the outcome, along two uprights."""
    for upright in (start + BUS, right - BUS):
        axes.plot([upright, upright], [min(*middle, centre), max(*middle, centre)], color=GREY, linewidth=1)
    axes.plot([start, start + BUS], [centre, centre], color=GREY, linewidth=1)
    for place in middle:
        _arrow(axes, (start + BUS, place), (between, place))
        axes.plot([between + BOX, right - BUS], [place, place], color=GREY, linewidth=1)
    _arrow(axes, (right - BUS, centre), (right, centre))


def _over(axes: Axes, first: tuple[float, float], last: tuple[float, float], place: float) -> None:
    """The direct way from box to box, above the channels."""
    axes.plot([first[0], first[0], last[0]], [first[1], place, place], color=GREY, linewidth=1, linestyle="--")
    _arrow(axes, (last[0], place), last, linestyle="--")


def _arrow(axes: Axes, tail: tuple[float, float], head: tuple[float, float], **style) -> None:
    form = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 10}
    axes.annotate("", head, tail, arrowprops=form | style)


def _said(axes: Axes, start: float, end: float, place: float, row: dict | None) -> None:
    """An estimate above an arrow, and its interval beneath."""
    if row:
        value = signed(scaled(row["estimate"], row["std_error"]) + stars(row["p_value"]))
        middle = (start + end) / 2
        axes.text(middle, place - 0.03, value, ha="center", va="bottom", fontsize=9)
        ends = wrapped(signed(interval(row["conf_low"], row["conf_high"])), INTERVAL)
        axes.text(middle, place + 0.05, ends, ha="center", va="top", fontsize=7.5, color="#444444")
