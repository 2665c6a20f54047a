"""The coordinates in which maps are drawn."""

from collections.abc import Callable

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from core.errors import StudyError, quoted


def equal_area(geometries: np.ndarray, crs: str) -> str | None:
    """Coordinates in which what is given in longitude and latitude has its areas; None for what is in metres.

    Albers with standard parallels at one and five sixths of the latitudes, the usual choice for lands that reach far
    from west to east (Snyder 1987, Map Projections, U.S. Geological Survey); cylindrical where the parallels lie evenly
    about the equator, for there is no cone then. Lands that cross the 180th meridian are drawn about their own middle.
    """
    left, lower, right, upper = shapely.total_bounds(geometries)
    geographic = _known(crs).is_geographic
    if not geographic or max(-left, right) > 360 or max(-lower, upper) > 90:  # files of metres call themselves degrees
        return None
    first, second = (lower + (upper - lower) * sixths / 6 for sixths in (1, 5))
    centre = _middle(geometries)
    if abs(first + second) < 1:
        said = f"+proj=cea +lat_ts={second:.6f} +lon_0={centre:.6f}"
    else:
        said = f"+proj=aea +lat_1={first:.6f} +lat_2={second:.6f} +lat_0={(lower + upper) / 2:.6f} +lon_0={centre:.6f}"
    return f"{said} +datum=WGS84 +units=m"


def projection(crs: str, into: str) -> Callable[[np.ndarray], np.ndarray]:
    """A function of (n,) geometries in the coordinates `crs` that gives them in others.

    Raises StudyError for coordinates that nobody knows, and for geometries that lie nowhere in the others.
    """
    to = Transformer.from_crs(_known(crs), _known(into), always_xy=True).transform

    def projected(geometries: np.ndarray) -> np.ndarray:
        found = shapely.transform(geometries, to, interleaved=False)
        if not np.isfinite(shapely.get_coordinates(found)).all():
            ends = [round(float(end), 3) for end in shapely.total_bounds(geometries)]
            raise StudyError(
                f"polygons or lines that reach over {ends} have no place on the map; "
                "give all its files in the same coordinates"
            )
        return found

    return projected


def _known(crs: str) -> CRS:
    try:
        return CRS(crs)
    except CRSError:
        raise StudyError(
            f"the coordinates {quoted(crs)} of a map are unknown; export it again, in longitude and latitude"
        ) from None


def _middle(geometries: np.ndarray) -> float:
    """The longitude in the middle of all polygons: opposite to the middle of the widest gap between them."""
    parts = shapely.get_parts(geometries)
    spans = sorted(shapely.bounds(parts[~shapely.is_empty(parts)])[:, [0, 2]].tolist())
    gaps, reached = [], spans[0][1]  # width of a gap, and where it begins
    for start, end in [*spans[1:], (spans[0][0] + 360, 0)]:
        gaps.append((start - reached, reached))
        reached = max(reached, end)
    width, start = max(gaps)
    return (start + width / 2) % 360 - 180
