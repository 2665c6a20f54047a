"""A policy moved to earlier years, of one model."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.contract import FILES
from core.files import write_json, write_rows
from core.jobs import run
from core.tables import read_panel
from placebo.in_time import in_time
from placebo.moving import naming_model


def shift_placebo(panel, scores, shifts, facts, model):
    with naming_model(model):
        rows, known = in_time(read_panel(panel, scores), model)
    write_rows(shifts, rows, list(FILES["shifts"].columns))
    write_json(facts, known)


if "snakemake" in globals():
    run(shift_placebo, snakemake)
