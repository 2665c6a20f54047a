"""Direct, indirect and total effects of spatial columns."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.arrays import Columns, write_columns
from core.files import read_json, write_json
from core.jobs import run
from estimation.weights import from_tables
from spatial.impacts import effects_of_columns
from spatial.impacts import layout as layout_of


def tabulate_impacts(facts, matrices, table, layout, of, names, terms, draws, seed):
    weights = from_tables(names, map(Columns, matrices))
    fits = {Path(path).stem: read_json(path)["columns"] for path in facts}
    effects, errors, warnings = effects_of_columns(of, fits, weights, terms, draws, seed)
    write_columns(table, effects)
    write_json(layout, layout_of(effects, errors, warnings))


if "snakemake" in globals():
    run(tabulate_impacts, snakemake)
