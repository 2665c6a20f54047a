"""Write the manifest: the digest of every result, of what it was made from and of the code, versions and seed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.digests import refuse_outdated
from core.files import write_json
from core.jobs import run
from report.manifest import below, digest, pins, versions


def write_manifest(results, inputs, environments, workflow, manifest, home, study, seed, draws):
    refuse_outdated(results)
    texts = [Path(path).read_text(encoding="utf-8") for path in environments]
    content = {
        "results": {below(path, home): digest(Path(path).read_bytes()) for path in results},
        "inputs": {Path(path).as_posix(): digest(Path(path).read_bytes()) for path in inputs},
        "code": workflow,
        "versions": versions(pins(texts)),
        "study": study,
        "seed": seed,
        "draws": draws,
    }
    write_json(manifest, content)


if "snakemake" in globals():
    run(write_manifest, snakemake)
