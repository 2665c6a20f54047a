"""The balance of matched columns as a table."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json, write_rows
from core.jobs import run
from did.balance_table import COLUMNS, balance_rows, matched_facts
from did.balance_table import layout as layout_of


def tabulate_balance(facts, table, layout, of):
    matchings = matched_facts(facts, of)
    write_rows(table, balance_rows(matchings), COLUMNS)
    write_json(layout, layout_of(matchings))


if "snakemake" in globals():
    run(tabulate_balance, snakemake)
