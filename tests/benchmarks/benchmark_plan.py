"""A dry run of 200 copies of castle: must pass in under 60 s of the processor and 1 GiB. Run by `make bench-plan`."""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIES, SECONDS, MIB = 200, 60, 1024


def write_copies(folder: Path) -> None:
    """A folder whose configuration runs copies of castle, on the raw tables that it has in common."""
    studies = folder / "config" / "studies"
    studies.mkdir(parents=True)
    names = [f"castle{number}" for number in range(COPIES)]
    for name in names:
        shutil.copy(ROOT / "config" / "studies" / "castle.yaml", studies / f"{name}.yaml")
    (folder / "config" / "config.yaml").write_text(f"studies: [{', '.join(names)}]\nseed: 1\n")


def main() -> int:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as home:
        write_copies(Path(home))
        began = time.perf_counter()
        run = subprocess.run(
            ["snakemake", "--snakefile", str(ROOT / "Snakefile"), "--dry-run"],
            cwd=home,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - began
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    mib, processor = spent.ru_maxrss / 1024, spent.ru_utime + spent.ru_stime
    jobs = next(line.split()[-1] for line in run.stdout.splitlines() if line.startswith("total "))
    print(f"{COPIES} copies, {jobs} jobs: {seconds:.1f} s, {processor:.1f} s of the processor, {mib:.0f} MiB")
    return int(processor > SECONDS or mib > MIB)


if __name__ == "__main__":
    sys.exit(main())
