"""The raw files of a simulated study, what is wrong with them, and the indicators of its two worlds."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.documents import read_document
from core.files import write_json, write_whole
from core.logs import log_to
from core.tables import write_csv
from demo.defects import damaged, known_breaks
from demo.layouts import label, table, write
from demo.planted import digest, planted
from demo.resources import facts
from demo.settings import Demo
from demo.simulation import indicator_panel, simulate, treated_cities

logger = logging.getLogger("demo")


def draw_yearbook(
    path_to_settings,
    path_to_cities,
    path_to_contiguity,
    path_to_calibration,
    path_to_published,
    path_to_zones,
    paths_to_raw,
    path_to_worlds,
    path_to_roster,
    path_to_defects,
    path_to_planted,
    path_to_label,
):
    """Write everything about one simulated study but what the efficiency scores of its worlds tell."""
    settings = read_document(path_to_settings, Demo)
    shipped = facts(settings, path_to_cities, path_to_contiguity, path_to_calibration, path_to_published, path_to_zones)
    simulation = simulate(settings, shipped)
    inside = simulation.study.any(axis=1)
    names = dict(zip(shipped.cities["adcode"], shipped.cities["name_zh"], strict=True))
    records = known_breaks(settings.files)
    paths = {Path(path).name: path for path in paths_to_raw}
    for file in settings.files:
        clean = table(file, simulation.cities, inside, simulation.worlds[1])
        content, found = damaged(file, clean, settings.defects, settings.seed)
        write_whole(paths[file.path], lambda part, file=file, content=content: write(part, file, content, names))
        records += found
    worlds = indicator_panel(simulation, settings)
    if settings.policy and settings.policy.target is not None and settings.policy.digest != digest(settings, worlds):
        logger.warning("delta was found for other settings or resources: `make calibrate-demo` finds the right one")
    write_csv(path_to_worlds, worlds)
    write_csv(path_to_roster, treated_cities(simulation, shipped.zones))
    write_json(path_to_defects, {"data_status": "simulated", "seed": settings.seed, "defects": records})
    write_json(path_to_planted, planted(settings, simulation))
    write_whole(path_to_label, lambda part: part.write_text(label(settings.study, settings.seed), encoding="utf-8"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    draw_yearbook(
        path_to_settings=snakemake.input.settings,
        path_to_cities=snakemake.input.cities,
        path_to_contiguity=snakemake.input.contiguity,
        path_to_calibration=snakemake.input.calibration,
        path_to_published=snakemake.input.published,
        path_to_zones=snakemake.input.zones,
        paths_to_raw=snakemake.output.raw,
        path_to_worlds=snakemake.output.worlds,
        path_to_roster=snakemake.output.roster,
        path_to_defects=snakemake.output.defects,
        path_to_planted=snakemake.output.planted,
        path_to_label=snakemake.output.label,
    )
