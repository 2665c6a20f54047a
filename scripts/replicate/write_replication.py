"""Write what a co-author needs to recompute the columns of a study in R or Stata: data, scripts, expected numbers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_text
from core.jobs import run
from core.tables import read_csv, read_panel, results_of, write_csv
from estimation.weights import from_tables
from replicate.columns import column_of, why_not
from replicate.data import data_of, expected_of, pairs_of
from replicate.labels import labels_of, write_stata
from replicate.r import r_script
from replicate.stata import do_file
from replicate.words import STATA, R, head, readme


def write_replication(
    panel,
    scores,
    descriptives,
    matrices,
    estimates,
    facts,
    functions,
    programs,
    data,
    dta,
    weights,
    expected,
    in_r,
    in_stata,
    about,
    columns,
    names,
    leave_out,
    title,
    labels,
    data_status,
):
    frame, results = read_panel(panel, scores), results_of(estimates, facts)
    of_units = from_tables(names, map(read_csv, matrices))
    silent = {f"{one['table']}.{one['name']}": why for one in columns if (why := why_not(one))}
    own = [
        column_of(frame, of_units, leave_out, one, results[one["table"], one["name"]])
        for one in columns
        if not why_not(one)
    ]
    found = data_of(frame, own)
    write_csv(data, found.frame)
    write_stata(dta, found, labels_of(found, labels, read_csv(descriptives)), title, data_status)
    write_csv(weights, pairs_of(own, found.matrices))
    write_csv(expected, expected_of(own))
    read = {path: Path(path).read_text(encoding="utf-8") for path in (functions, programs)}
    write_text(in_r, r_script(head(title, data_status, R), read[functions], own, found))
    write_text(in_stata, do_file(head(title, data_status, STATA), read[programs], own, found))
    write_text(about, readme(title, data_status, own, silent))


if "snakemake" in globals():
    run(write_replication, snakemake)
