"""The drawing of kernel densities by year, one above the other."""

from statistics import median

from matplotlib.figure import Figure

from core.errors import StudyError
from report.density_figure import curves_of
from report.figures import BLUE, ORANGE, canvas, wrapped

MOST = 40  # ridges on a page
LINE, OVERLAP = 0.2, 2.4  # inches from ridge to ridge, and the height of the highest in these
SIDE = 80  # letters of the axis
NOTE = (
    "Ridges: densities by Gaussian kernels with the bandwidth 0.9 min(SD, IQR/1.34) n^(-1/5) of each year (Silverman "
    "1986), all on one scale; strokes: medians. {units} a year."
)


def ridgelines_figure(values: dict[int, list[float]], of: str, label: str, missing: int, data_status: str) -> Figure:
    """Densities of the variable `of`, called `label`, the first year on top; `missing` unit-years have no value."""
    if len(values) > MOST:
        raise StudyError(f"{len(values)} years are more than {MOST} ridges; name some under `years`")
    points, curves = curves_of(values, of)
    scale = OVERLAP / max(curve.max() for curve in curves.values())
    figure = canvas(1.1 + LINE * (len(values) + OVERLAP), data_status, _note(values, missing))
    axes = figure.subplots()
    for place, (year, curve) in enumerate(curves.items()):
        ridge = place - scale * curve
        axes.fill_between(points, ridge, place, facecolor="#C9D8E5", edgecolor=BLUE, linewidth=0.8, zorder=place)
        middle = median(values[year])
        top = place - scale * curve[abs(points - middle).argmin()]
        axes.plot([middle, middle], [place, top], color=ORANGE, linewidth=1.6, zorder=place, solid_capstyle="butt")
    axes.set_yticks(range(len(values)), list(map(str, values)))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(len(values) - 0.7, -OVERLAP)
    axes.set_xlabel(wrapped(label, SIDE))
    axes.margins(x=0)
    return figure


def _note(values: dict[int, list[float]], missing: int) -> str:
    counts = sorted({len(own) for own in values.values()})
    units = f"{counts[0]:,d} units" if len(counts) == 1 else f"{counts[0]:,d} to {counts[-1]:,d} units"
    note = NOTE.format(units=units)
    return note + (f" {missing:,d} unit-years without a value are left out." if missing else "")
