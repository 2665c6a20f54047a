"""The raw tables of the study `castle`, as a user might have them: three CSV files and the states' outlines."""

import sys
from pathlib import Path

import geopandas
import pandas as pd
from causaldata import castle
from libpysal import examples

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_whole
from core.logs import log_to

CRIME = ["homicide", "robbery", "assault", "burglary", "larceny", "motor", "l_homicide"]
ECONOMY = ["l_police", "l_prisoner", "l_income", "unemployrt", "poverty"]
LAWS = ["post"]


def export_castle(path_to_states, path_to_crime, path_to_economy, path_to_laws, path_to_shapes):
    """Write the data set `castle` of causaldata, with states named by their postal abbreviation.

    Its float32 columns go to the files in their shortest decimal form, which is the value that the published
    estimates rest on; a cast to float64 would add digits that were never there.
    """
    states = pd.read_csv(path_to_states, dtype={"sid": int, "abbr": str}, keep_default_na=False)
    data = castle.load_pandas().data
    data = data.assign(state=data["sid"].astype(int).map(states.set_index("sid")["abbr"]))
    tables = {path_to_crime: CRIME, path_to_economy: ECONOMY, path_to_laws: LAWS}
    for path, columns in tables.items():
        table = data[["state", "year", *columns]].sort_values(["state", "year"])
        write_whole(path, lambda part, table=table: table.to_csv(part, index=False, lineterminator="\n"))
    shapes = geopandas.read_file(examples.get_path("us48.shp")).rename(columns={"STATE_ABBR": "state"})
    outlines = shapes[["state", "geometry"]].sort_values("state").to_json(drop_id=True)
    write_whole(path_to_shapes, lambda part: part.write_text(outlines + "\n", encoding="utf-8"))


if "snakemake" in globals():
    log_to(snakemake.log[0])
    export_castle(
        path_to_states=snakemake.input.states,
        path_to_crime=snakemake.output.crime,
        path_to_economy=snakemake.output.economy,
        path_to_laws=snakemake.output.laws,
        path_to_shapes=snakemake.output.shapes,
    )
