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
        demo=HOME / "demo" / f"{study}.yaml",
        zones=HOME / f"{study}.csv",
        published=HOME / "published" / f"{study}.yaml",
        cities=HOME / "cities.csv",
        contiguity=HOME / "contiguity.csv",
        calibration=HOME / "calibration.json",
        raw=[folder / file.path for file in settings.files],
        worlds=folder / "worlds.csv",
        roster=folder / "roster.csv",
        defects=folder / "defects.json",
        planted=folder / "planted.json",
        label=folder / "LABEL.txt",
    )
    return folder
