"""Compare every file of the studies with their manifests, and say all that is not as they say."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.errors import StudyError
from core.jobs import run
from report.manifest import digest, own_name, pins, versions
from report.verification import Now, findings, summary


def verify(workflow, studies, seed, draws):
    own = {own_name(path): Path(path).read_bytes() for path in workflow}
    code = {name: digest(content) for name, content in own.items()}
    here = versions(pins([content.decode() for name, content in own.items() if name.startswith("envs/")]))
    said = []
    for name, study in studies.items():
        now = Now(name=name, code=code, versions=here, seed=seed, draws=draws, **study)
        if found := findings(now):
            said += [f"{name}:", *(f"  {line}" for line in found)]
        else:
            print(summary(now))
    if said:
        raise StudyError("\n".join(["not as the manifests say.", *said]))


if "snakemake" in globals():
    run(verify, snakemake)
