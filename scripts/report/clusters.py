"""Clusters by local Moran's I, as figures show them."""

from core.classes import Classes

COLOURS = {
    "high-high": "#8C1020",
    "low-low": "#2F7FBF",
    "high-low": "#F4A582",
    "low-high": "#C3DDEE",
    "not significant": "#F4F4F4",
    "no neighbours": "#9A9A9A",
}
NAMES = list(COLOURS)
NOTE = (
    "A unit and its neighbours are high or low against the mean of the year; clusters have a local Moran's I with p ≤ "
    "0.05 after control of the false discovery rate."
)


def numbered(rows: list[dict]) -> dict[tuple[str, int], float]:
    """The number of the cluster of each unit and year, in the order of the colours."""
    return {(row["unit"], row["year"]): float(NAMES.index(row["cluster"])) for row in rows}


def cluster_classes(shown: list[float], matrix: str) -> Classes:
    """The classes of a map of clusters; units without neighbours are one of them where there are any."""
    names = NAMES if NAMES.index("no neighbours") in shown else NAMES[:-1]
    cuts = [number - 0.5 for number in range(1, len(names))]
    return Classes(cuts, names, note=f"{NOTE} Weights: {matrix}.", shades=tuple(COLOURS[name] for name in names))
