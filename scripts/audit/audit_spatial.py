"""Recompute spatial models with spreg or with dummies, and Moran's I with esda. A difference fails the run."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from audit.files import panel_of
from audit.spatial import of_columns, of_moran
from audit.verdicts import refuse_differing
from core.contract import FILES
from core.files import write_rows
from core.jobs import run
from core.tables import read_csv, results_of


def audit_spatial(panel, scores, estimates, facts, morans, matrices, audit, columns, names, leave_out):
    data, results = panel_of(panel, scores), results_of(estimates, facts)
    weights = {name: read_csv(path) for name, path in zip(names, matrices, strict=True)}
    rows = []
    for own in (one for one in columns if "matrix" in one and (one["table"], one["name"]) in results):
        where = {"table": own["table"], "column": own["name"]}
        name, result = own["matrix"], results[own["table"], own["name"]]
        rows += [where | row for row in of_columns(data, own, *result, weights[name], leave_out[name])]
    for path in morans:
        for name, part in read_csv(path).groupby("matrix", sort=False):
            where = {"table": Path(path).stem, "column": name}
            rows += [where | row for row in of_moran(data, part, weights[name], leave_out[name])]
    refuse_differing(rows, "spreg, esda or likelihoods with dummies")
    write_rows(audit, rows, list(FILES["spatial_voices"].columns))


if "snakemake" in globals():
    run(audit_spatial, snakemake)
