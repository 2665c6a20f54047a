"""One table of spatial panel models: coefficients, fits and impacts."""

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import write_json
from core.logs import log_to
from core.tables import read_csv, write_csv
from spatial.columns import description, estimates, fit_column
from spatial.impacts import impacts
from spatial.seeds import derived
from spatial.weights import from_table


def fit_spatial_table(
    path_to_panel,
    path_to_scores,
    paths_to_weights,
    path_to_estimates,
    path_to_fits,
    path_to_impacts,
    table,
    columns,
    names,
    leave_out,
    draws,
    seed,
):
    panel, scores = read_csv(path_to_panel), read_csv(path_to_scores)
    files = zip(names, paths_to_weights, strict=True)
    weights = {name: from_table(read_csv(path), name) for name, path in files}
    coefficients, fits, effects = [], [], []
    for settings in columns:
        with naming(table, settings["name"]):
            column = fit_column(panel, scores, weights, settings, [str(unit) for unit in leave_out])
            effect = impacts(column.fit, column.weights.spectrum, draws, derived(seed, table, settings["name"]))
        effect.insert(0, "column", settings["name"])
        coefficients.append(estimates(column))
        effects.append(effect)
        fits.append(description(column, int(effect["rejected"].iloc[0]), draws))
    for path, parts in ((path_to_estimates, coefficients), (path_to_impacts, effects)):
        whole = pd.concat(parts)
        whole.insert(0, "table", table)
        write_csv(path, whole)
    write_json(path_to_fits, {"columns": fits})


if "snakemake" in globals():
    log_to(snakemake.log[0])
    fit_spatial_table(
        path_to_panel=snakemake.input.panel,
        path_to_scores=snakemake.input.scores,
        paths_to_weights=snakemake.input.weights,
        path_to_estimates=snakemake.output.estimates,
        path_to_fits=snakemake.output.fits,
        path_to_impacts=snakemake.output.impacts,
        table=snakemake.params.table,
        columns=snakemake.params.columns,
        names=snakemake.params.names,
        leave_out=snakemake.params.leave_out,
        draws=snakemake.params.draws,
        seed=snakemake.params.seed,
    )
