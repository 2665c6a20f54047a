"""Where units lie on the globe, read from a file, and how far they are from each other."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cells import numbers, read_cells
from core.errors import StudyError, named, nearest

RADIUS = 6371.0  # km, of the sphere
HEADERS = {"latitude": ("lat", "latitude"), "longitude": ("lon", "longitude")}
BOUNDS = {"latitude": 90, "longitude": 180}  # degrees


@dataclass(frozen=True)
class Points:
    """(latitude, longitude) in degrees by unit, as the file at `path` says."""

    path: str | Path
    degrees: dict[str, tuple[float, float]]

    def of(self, units: np.ndarray, key: str = "sample") -> np.ndarray:
        """(n, 2) degrees of `units`; StudyError naming those without a point, and the `key` that leaves them out."""
        if missing := [unit for unit in units if unit not in self.degrees]:
            raise StudyError(
                f"{self.path}: {len(missing)} of {len(units)} units have no point: {named(missing)}.\n  Add them, name "
                f"the column with the unit keys of the panel as `key`, or leave the units out with a `{key}`."
            )
        return np.array([self.degrees[unit] for unit in units], dtype=float).reshape(-1, 2)


def read_points(path: str | Path, key: str) -> Points:
    """The points of units, from a CSV file whose column `key` holds the unit keys.

    Rows in which both are empty are left out. Raises StudyError naming the file, and rows where it can, for a file that
    is no CSV, a column that is not there, units that stand twice, and what is no latitude or longitude.
    """
    rows, table = read_cells(path, "a table of points", "a row a unit")
    if key not in table:
        raise StudyError(f"{path}: no column is called `{key}`, for the unit keys; {nearest(key, list(table))}")
    headers = {name: next((one for one in known if one in table), None) for name, known in HEADERS.items()}
    for name, header in headers.items():
        if header is None:
            known = " or ".join(f"`{one}`" for one in HEADERS[name])
            raise StudyError(f"{path}: no column is called {known}; its columns are {named(list(table))}")
    placed = np.any([table[header] != "" for header in headers.values()], axis=0)
    if twice := [unit for unit, count in Counter(table[key][placed]).items() if count > 1]:
        raise StudyError(f"{path}: units stand twice in `{key}`: {named(twice)}. Delete the wrong rows")
    points = {name: numbers(table[header]) for name, header in headers.items()}
    wrong = [
        f"row {rows[at]}, `{header}`: {table[header][at]!r}"
        for name, header in headers.items()
        for at in np.flatnonzero(placed & ~(np.abs(points[name]) <= BOUNDS[name]))
    ]
    if wrong:
        raise StudyError(
            f"{path}: {named(wrong)}; expected degrees of latitude from -90 to 90, of longitude from -180 to 180.\n"
            "  Correct these cells; where a unit has no point, leave both empty."
        )
    degrees = np.column_stack(list(points.values()))[placed].tolist()
    return Points(path, dict(zip(table[key][placed], map(tuple, degrees), strict=True)))


def great_circle(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(n, m) kilometres on the sphere between (n, 2) and (m, 2) degrees of latitude and longitude, by haversines."""
    (latitude, longitude), (other, further) = np.radians(first).T[:, :, None], np.radians(second).T[:, None, :]
    haversine = np.sin((latitude - other) / 2) ** 2
    haversine = haversine + np.cos(latitude) * np.cos(other) * np.sin((longitude - further) / 2) ** 2
    return 2 * RADIUS * np.arcsin(np.sqrt(np.minimum(haversine, 1)))
