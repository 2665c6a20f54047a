"""The shipped tables and the simulated studies, as the tests of the stage need them."""

from functools import cache
from pathlib import Path

from core.documents import read_document
from demo.draw_yearbook import draw_yearbook
from demo.resources import facts
from demo.settings import Demo
from demo.simulation import simulate

ROOT = Path(__file__).parents[2]
HOME = ROOT / "resources"
STUDIES = ("aipz", "ncedc", "yreb")
TABLES = ("cities.csv", "contiguity.csv", "calibration.json")


@cache
def shipped(study):
    """Settings and tables of a study."""
    settings = read_document(HOME / "demo" / f"{study}.yaml", Demo)
    paths = [HOME / name for name in (*TABLES, f"published/{study}.yaml", f"{study}.csv")]
    return settings, facts(settings, *paths)


@cache
def simulated(study, delta=None):
    return simulate(*shipped(study), delta)


def draw(study, folder):
    """Run the verb into `folder`."""
    settings, _ = shipped(study)
    draw_yearbook(
        path_to_settings=HOME / "demo" / f"{study}.yaml",
        path_to_cities=HOME / "cities.csv",
        path_to_contiguity=HOME / "contiguity.csv",
        path_to_calibration=HOME / "calibration.json",
        path_to_published=HOME / "published" / f"{study}.yaml",
        path_to_zones=HOME / f"{study}.csv",
        paths_to_raw=[folder / file.path for file in settings.files],
        path_to_worlds=folder / "worlds.csv",
        path_to_roster=folder / "roster.csv",
        path_to_defects=folder / "defects.json",
        path_to_planted=folder / "planted.json",
        path_to_label=folder / "LABEL.txt",
    )
    return folder
