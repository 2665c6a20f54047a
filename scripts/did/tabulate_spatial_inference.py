"""The effect of a policy under several rules for units that are near each other, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import write_json, write_rows
from core.jobs import run
from core.points import read_points
from core.tables import read_panel
from did.spatial_inference import COLUMNS, inferences
from did.spatial_inference import layout as layout_of


def tabulate_spatial_inference(panel, scores, points, table, layout, columns, key, rules):
    frame, places, found = read_panel(panel, scores), read_points(points[0], key) if points else None, {}
    for address, settings in columns.items():
        with naming(*address.split(".")):
            found[address] = inferences(frame, settings, rules, places)
    rows = [{"column": address, **row} for address, (own, _) in found.items() for row in own]
    write_rows(table, rows, COLUMNS)
    write_json(layout, layout_of(found, rules))


if "snakemake" in globals():
    run(tabulate_spatial_inference, snakemake)
