"""What the weights of a study are like."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.weights import align, from_tables
from spatial.building import units_of
from spatial.diagnostics import layout as layout_of
from spatial.diagnostics import table_of


def tabulate_matrices(panel, matrices, summaries, table, layout, names, leave_out, policies):
    frame = read_panel(panel, [])
    whole = from_tables(names, map(read_csv, matrices)).values()
    weights = [align(one, units_of(frame, leave_out[one.name], one.name)) for one in whole]
    notes = {name: read_json(path).get("notes", []) for name, path in zip(names, summaries, strict=True)}
    made = [f"{name}: {note}." for name, said in notes.items() for note in said]
    rows, warnings = table_of(frame, weights, leave_out, policies)
    write_csv(table, rows)
    write_json(layout, layout_of(made, warnings, leave_out, policies))


if "snakemake" in globals():
    run(tabulate_matrices, snakemake)
