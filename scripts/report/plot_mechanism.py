"""Draw by what channels a policy may work."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import read_json, read_rows
from core.jobs import run
from report.figures import write_figure
from report.fitted import fitted_columns
from report.mechanism_figure import mechanism_figure, scheme_of


def plot_mechanism(estimates, facts, pdf, png, policy, channels, outcome, columns, labels, data_status, title):
    pairs = [(read_rows(rows), read_json(fact)) for rows, fact in zip(estimates, facts, strict=True)]
    fitted = {column.address: column for column in fitted_columns(pairs)}
    scheme = scheme_of(policy, channels, outcome, [fitted[address] for address in columns])
    write_figure(mechanism_figure(scheme, labels, data_status), pdf, png, title)


if "snakemake" in globals():
    run(plot_mechanism, snakemake)
