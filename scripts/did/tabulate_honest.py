"""Effects that survive departures from parallel trends, as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import naming
from core.files import read_json, read_rows, write_json, write_rows
from core.jobs import run
from did.honest import COLUMNS, estimates_of, honest_rows, pooled
from did.honest import layout as layout_of


def tabulate_honest(estimates, facts, table, layout, of, restriction, bounds):
    fitted = {}
    for rows, fact in zip(map(read_rows, estimates), map(read_json, facts), strict=True):
        for fit in fact["columns"]:
            own = [row for row in rows if row["column"] == fit["name"] and row["k"] is not None]
            fitted[f"{rows[0]['table']}.{fit['name']}"] = own, fit
    found, warnings = [], []
    for address in of:
        with naming(*address.split(".")):
            found += honest_rows(address, estimates_of(*fitted[address]), restriction, bounds)
        warnings += pooled(address, fitted[address][0])
    write_rows(table, found, COLUMNS)
    write_json(layout, layout_of(found, restriction, warnings))


if "snakemake" in globals():
    run(tabulate_honest, snakemake)
