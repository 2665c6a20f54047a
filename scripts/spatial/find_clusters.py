"""Local Moran's I of a variable, by unit and year: which units lie among their like."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.jobs import run
from core.tables import read_csv, read_panel, write_csv
from estimation.weights import from_table
from spatial.autocorrelation import local_autocorrelation


def find_clusters(panel, scores, matrix, clusters, facts, name, variable, leave_out, years, permutations, seed):
    weights = from_table(read_csv(matrix), name)
    frame = read_panel(panel, scores)
    table, said = local_autocorrelation(frame, weights, leave_out, variable, years, permutations, seed)
    write_csv(clusters, table)
    write_json(facts, said)


if "snakemake" in globals():
    run(find_clusters, snakemake)
