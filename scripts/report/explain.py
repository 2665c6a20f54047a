"""Say what made a result: its rule, inputs, study lines, code and packages."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from report.provenance import account


def explain(file, makers, path, lines):
    print("\n".join(account(file, makers, path, lines)))


if "snakemake" in globals():
    run(explain, snakemake)
