"""Compare every file of the studies with their manifests, and say all that is not as they say."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.jobs import run
from report.manifest import pins, versions
from report.verification import Now, findings, summary


def verify(workflow, environments, studies, seed, draws):
    here = versions(pins([Path(path).read_text(encoding="utf-8") for path in environments]))
    said = []
    for name, study in studies.items():
        now = Now(name=name, code=workflow, versions=here, seed=seed, draws=draws, **study)
        if found := findings(now):
            said += [f"{name}:", *(f"  {line}" for line in found)]
        else:
            print(summary(now))
    if said:
        raise StudyError("\n".join(["not as the manifests say.", *said]))


if "snakemake" in globals():
    run(verify, snakemake)
