"""Compare a paper's folder with the results: what is old, edited, missing, unknown, unused, and what mends it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from report.made_results import Results, used
from report.paper_folder import paper_folder, read_folder
from report.stale_numbers import number_findings
from report.staleness import file_findings, outdated, refuse, summary
from report.verification import compared


def stale(workflow, environments, studies, seed, draws, paper):
    root = paper_folder(paper)
    results = Results({name: one["files"] or [] for name, one in studies.items()})
    folder = read_folder(root, set(results.by_name))
    own = used(folder, results)
    verified = compared(workflow, environments, {name: studies[name] for name in own}, seed, draws)
    found = [*file_findings(folder, root, results, own), *number_findings(folder, root, results, own)]
    print("\n".join(summary(folder, own, found)))
    refuse(paper, [*found, *outdated(verified)])


if "snakemake" in globals():
    run(stale, snakemake)
