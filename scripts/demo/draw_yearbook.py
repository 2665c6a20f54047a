"""The raw files of a simulated study, what is wrong with them, and the indicators of its two worlds."""

import logging
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.documents import read_document
from core.files import write_bytes, write_json, write_text
from core.jobs import run
from core.tables import write_csv
from demo.layouts import label_text
from demo.planted import outdated, planted_truths
from demo.resources import facts
from demo.settings import Demo
from demo.simulation import indicator_panel, simulate, treated_cities
from demo.yearbook import yearbook

logger = logging.getLogger("demo")


def draw_yearbook(
    demo, zones, published, cities, contiguity, calibration, raw, worlds, roster, defects, planted, label
):
    """Write everything about one simulated study but what the efficiency scores of its worlds tell."""
    settings = read_document(demo, Demo)
    shipped = facts(settings, cities, contiguity, calibration, published, zones)
    simulation = simulate(settings, shipped)
    files, records = yearbook(settings, simulation, shipped.names)
    panel = indicator_panel(simulation, settings)
    if outdated(settings, panel):
        logger.warning("delta was found for other settings or resources: `make calibrate-demo` finds the right one")
    for path in raw:
        write_bytes(path, files[Path(path).name])
    write_csv(worlds, panel)
    write_csv(roster, treated_cities(simulation, shipped.zones))
    write_json(defects, {"data_status": "simulated", "seed": settings.seed, "defects": records})
    write_json(planted, planted_truths(settings, simulation))
    write_text(label, label_text(settings.study, settings.seed))


if "snakemake" in globals():
    run(draw_yearbook, snakemake)
