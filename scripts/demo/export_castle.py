"""The raw tables of the study `castle`: four CSV files."""

import sys
from pathlib import Path

import pandas as pd
from causaldata import castle

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from core.tables import write_exact
from demo.castle import CRIME, ECONOMY, LAWS, by_state, regions, table


def export_castle(states, crime, economy, laws, members):
    """Write the data set in its own digits.

    Its float32 columns go to the files in their shortest decimal form, which is the value that the published
    estimates rest on; a cast to float64 would add digits that were never there.
    """
    names = pd.read_csv(states, dtype={"sid": int, "abbr": str}, keep_default_na=False)
    data = by_state(castle.load_pandas().data, names)
    write_exact(crime, table(data, CRIME))
    write_exact(economy, table(data, ECONOMY))
    write_exact(laws, table(data, LAWS))
    write_exact(members, regions(data))


if "snakemake" in globals():
    run(export_castle, snakemake)
