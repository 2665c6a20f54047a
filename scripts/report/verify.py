"""Compare every file of the studies with their manifests, and say all that is not as they say."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.jobs import run
from report.verification import compared, refuse, summary


def verify(workflow, environments, studies, seed, draws):
    found = compared(workflow, environments, studies, seed, draws)
    for now, lines in found:
        if not lines:
            print(summary(now))
    refuse(found)


if "snakemake" in globals():
    run(verify, snakemake)
