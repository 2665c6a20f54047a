"""The distribution of placebo effects: p-values and a density for the figure."""

import numpy as np

from core.errors import StudyError
from core.kernels import bandwidth, kernel_density

TIES = 1e-12  # relative slack, so that a draw equal to the observed assignment counts in spite of rounding
POINTS = 512
QUANTILES = (0.005, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 0.995)


def permutation_p(observed: float, placebo: np.ndarray, enumerated: bool = False) -> float:
    """(1 + #{|placebo| >= |observed|}) / (1 + B), two-sided and never 0 (Phipson and Smyth 2010).

    Where all assignments are `enumerated`, the observed one is among them: then #/B, and at least 1/B. A statistic
    that is missing, as where a two-way variance is negative, is not known to be smaller and counts, so p is too large
    if anything.
    """
    extreme = int((~(np.abs(placebo) < abs(observed) * (1 - TIES))).sum())
    return max(extreme, 1) / placebo.size if enumerated else (1 + extreme) / (1 + placebo.size)


def density(values: np.ndarray) -> list[dict]:
    """Gaussian kernel density at 512 points from min - 3h to max + 3h, a row each, with x and density; StudyError if
    the values do not differ."""
    if values.size < 2 or np.ptp(values) == 0:
        raise StudyError(
            f"{values.size} placebo draws with a coefficient have at most one value, so no density: raise the number "
            "of draws"
        )
    width = bandwidth(values)
    points = np.linspace(values.min() - 3 * width, values.max() + 3 * width, POINTS)
    heights = kernel_density(values, points, width)
    return [{"x": point, "density": height} for point, height in zip(points, heights, strict=True)]


def moments(values: np.ndarray) -> dict:
    """Mean, standard deviation and quantiles of the placebo effects."""
    quantiles = dict(zip(map(str, QUANTILES), np.quantile(values, QUANTILES), strict=True))
    return {"mean": values.mean(), "sd": values.std(ddof=1), "quantiles": quantiles}
