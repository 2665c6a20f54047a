"""The drawing of kernel densities, a curve a year."""

import numpy as np
from matplotlib.figure import Figure

from core.errors import StudyError
from core.kernels import bandwidth, kernel_density
from report.figures import COLOURS, canvas, legend_columns, wrapped

POINTS = 512
ROOM, BESIDE, HEIGHT = 90, 9, 80  # letters of a line of the legend, beside each name, and of the horizontal axis
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
NOTE = (
    "Gaussian kernels with the bandwidth 0.9 min(SD, IQR/1.34) n^(-1/5) of each year (Silverman 1986). In parentheses: "
    "the units of a year."
)


def curves_of(values: dict[int, list[float]], of: str) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Points, and the density of the values of each year at them.

    The points reach three bandwidths beyond the values of every year. Raises StudyError for text, and for a year whose
    values do not differ.
    """
    if text := next((value for own in values.values() for value in own if isinstance(value, str)), None):
        raise StudyError(f"variable `{of}` is text, as {text!r}; name one that holds numbers")
    samples = {year: np.array(own, dtype=float) for year, own in values.items()}
    for year, sample in samples.items():
        if sample.size < 2 or np.ptp(sample) == 0:
            what = "differs between no two units" if sample.size else "has no value"
            raise StudyError(f"variable `{of}` {what} in {year}, so there is no density; give other `years`")
    widths = {year: bandwidth(sample) for year, sample in samples.items()}
    low = min(sample.min() - 3 * widths[year] for year, sample in samples.items())
    high = max(sample.max() + 3 * widths[year] for year, sample in samples.items())
    points = np.linspace(low, high, POINTS)
    return points, {year: kernel_density(sample, points, widths[year]) for year, sample in samples.items()}


def density_figure(values: dict[int, list[float]], of: str, label: str, missing: int, data_status: str) -> Figure:
    """Densities of the variable `of`, called `label`, by year; `missing` unit-years have no value."""
    points, curves = curves_of(values, of)
    note = NOTE + (f" {missing:,d} unit-years without a value are left out." if missing else "")
    figure = canvas(3.4, data_status, note)
    axes = figure.subplots()
    names = [f"{year} ({len(own):,d})" for year, own in values.items()]
    for name, curve, colour, style in zip(names, curves.values(), COLOURS, STYLES, strict=False):
        axes.plot(points, curve, color=colour, linestyle=style, label=name)
    axes.set_xlabel(wrapped(label, HEIGHT))
    axes.set_ylabel("Density")
    axes.set_ylim(bottom=0)
    axes.margins(x=0)
    columns = legend_columns(names, ROOM, BESIDE)
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, borderaxespad=0.2)
    return figure
