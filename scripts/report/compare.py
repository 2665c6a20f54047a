"""Set the results beside those of another run: what moved, and what the two runs did not have the same."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_rows
from core.jobs import run
from report.causes import of_manifests
from report.side_by_side import account, because, by_table
from report.two_runs import COLUMNS, homes, moved, numbers_in

TABLE = "logs/compare.csv"


def compare(studies, against):
    others = homes(against, studies)
    rows, lines = [], [f"{study}: not in {against}" for study in studies if study not in others]
    for study, there in others.items():
        here = Path("results") / study
        numbers = numbers_in(there), numbers_in(here)
        found = moved(*numbers)
        causes = by_table(there, here, found)
        lines += [f"{study}: {there} (there) and {here} (here)", *account(*numbers, found)]
        lines += because(of_manifests(there, here), causes)
        rows += [one.row(study, causes.get(one.here.table) or []) for one in found]
    write_rows(TABLE, rows, COLUMNS)
    print("\n".join([*lines, f"every number that moved: {TABLE}"]))


if "snakemake" in globals():
    run(compare, snakemake)
