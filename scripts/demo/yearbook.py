"""The raw files of a simulated study, and an account of what is wrong with them."""

from demo.defects import damaged, known_breaks
from demo.layouts import raw_file, table
from demo.settings import Demo
from demo.simulation import Simulation


def yearbook(settings: Demo, simulation: Simulation, names: dict[str, str]) -> tuple[dict[str, bytes], list[dict]]:
    """The raw files by name, of the world with the policy, and a record of every defect and known break.

    `names` are the cities' names by code, for value labels.
    """
    inside = simulation.study.any(axis=1)
    files, records = {}, known_breaks(settings.files)
    for file in settings.files:
        clean = table(file, simulation.cities, inside, simulation.worlds[1])
        content, found = damaged(file, clean, settings.defects, settings.seed)
        files[file.path] = raw_file(file, content, names)
        records += found
    return files, records
