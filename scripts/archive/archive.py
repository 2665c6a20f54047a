"""Write the replication package of each study, if its results are as its manifest says."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from archive.contents import contents
from archive.package import zipped
from core.files import write_bytes
from core.jobs import run
from report.verification import compared, refuse


def archive(workflow, environments, studies, seed, draws, shipped, published, told):
    found = compared(workflow, environments, studies, seed, draws)
    refuse(found)
    for now, _ in found:
        members = contents(now, told[now.name], shipped, published)
        write_bytes(f"archive/{now.name}.zip", zipped(members))
        print(f"archive/{now.name}.zip: {len(members)} files")


if "snakemake" in globals():
    run(archive, snakemake)
