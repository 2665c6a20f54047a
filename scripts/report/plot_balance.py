"""Draw balance before and after matching."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json
from core.jobs import run
from report.balance_figure import balance_figure
from report.figures import write_figure


def plot_balance(facts, pdf, png, of, labels, data_status, title):
    found = {}
    for path in facts:
        table = Path(path).stem
        found |= {f"{table}.{fit['name']}": fit.get("matching") for fit in read_json(path)["columns"]}
    write_figure(balance_figure({address: found[address] for address in of}, labels, data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_balance, snakemake)
