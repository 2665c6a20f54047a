"""Write the manifest: the digest of every result, the seed, the study and the versions that made them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from core.files import write_json
from core.logs import log_to
from report.manifest import digest, relative_names, versions


def write_manifest(paths_to_results, path_to_study, path_to_manifest, seed, packages):
    names = relative_names([str(path) for path in paths_to_results])
    contents = [Path(path).read_bytes() for path in paths_to_results]
    manifest = {
        "results": dict(zip(names, map(digest, contents), strict=True)),
        "study": {"file": Path(path_to_study).name, "sha256": digest(Path(path_to_study).read_bytes())},
        "seed": seed,
        "versions": versions(packages),
    }
    write_json(path_to_manifest, manifest)


if "snakemake" in globals():
    log_to(snakemake.log[0])
    write_manifest(
        paths_to_results=snakemake.input.results,
        path_to_study=snakemake.input.study,
        path_to_manifest=snakemake.output.manifest,
        seed=snakemake.params.seed,
        packages=snakemake.params.packages,
    )
