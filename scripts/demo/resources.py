"""The shipped tables that a simulation reads."""

from pathlib import Path

import pandas as pd

from core.documents import load_yaml
from core.files import read_json
from demo.settings import Demo
from demo.simulation import Facts

STATISTICS = ("mean", "sd", "min", "max")


def facts(settings: Demo, cities: Path, contiguity: Path, calibration: Path, published: Path, zones: Path) -> Facts:
    """The tables as they lie in resources/, all cells as text; `zones` are the rows of treated cities."""
    return Facts(
        cities=as_text(cities),
        contiguity=as_text(contiguity),
        zones=as_text(zones),
        calibration=read_json(calibration),
        printed=printed_rows(load_yaml(published)["entries"], settings) if settings.fitted else {},
    )


def as_text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def printed_rows(entries: list[dict], settings: Demo) -> dict[str, tuple]:
    """(mean, sd, min, max) of the rows of the published table of descriptives that the settings name."""
    table = {(entry["row"], entry["stat"]): entry["value"] for entry in entries if entry["table"] == settings.printed}
    return {row: tuple(float(table[row, statistic]) for statistic in STATISTICS) for row in settings.fitted}
