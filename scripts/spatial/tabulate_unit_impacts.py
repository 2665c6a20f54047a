"""Effects of spatial columns by unit: own, received and sent."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.files import read_json, write_json
from core.jobs import run
from estimation.weights import from_tables
from spatial.impacts import unit_effects, unit_layout


def tabulate_unit_impacts(facts, matrices, table, layout, of, names, terms):
    weights = from_tables(names, map(Columns, matrices))
    fits = {Path(path).stem: read_json(path)["columns"] for path in facts}
    effects, warnings = unit_effects(of, fits, weights, terms)
    write_columns(table, effects)
    write_json(layout, unit_layout(warnings))


if "snakemake" in globals():
    run(tabulate_unit_impacts, snakemake)
