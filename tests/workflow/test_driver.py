"""The rules parse with Snakemake, what Snakemake installs, and pydantic: nothing else."""

import importlib.metadata
import re
import subprocess
import sys

from small_study import REPOSITORY, write_study

DRIVER = ("snakemake", "pydantic")  # as docs/anywhere.md and the README name them
SCRIPT = """
import pkgutil
import sys

allowed = set(sys.argv.pop(1).split(","))


class Bare:
    def find_spec(self, name, path=None, target=None):
        top = name.split(".")[0]
        if top in refused and top not in allowed:
            raise ModuleNotFoundError(f"the driver has no {name}", name=name)


refused = set(sys.argv.pop(1).split(","))
sys.meta_path.insert(0, Bare())
there = pkgutil.iter_modules
pkgutil.iter_modules = lambda *given: (one for one in there(*given) if one.name not in refused - allowed)
from snakemake.cli import main

main()
"""


def requirements(names) -> set[str]:
    """Distributions that `names` need, transitively, without extras."""
    todo, found = list(names), set()
    while todo:
        name = re.sub(r"[-_.]+", "-", todo.pop()).lower()
        if name not in found:
            found.add(name)
            todo += [
                re.match(r"[\w.-]+", line)[0]
                for line in importlib.metadata.requires(name) or []
                if "extra ==" not in line and _installed(re.match(r"[\w.-]+", line)[0])
            ]
    return found


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def test_a_bare_driver_plans_a_study(tmp_path):
    write_study(tmp_path)
    tops = importlib.metadata.packages_distributions()
    needed = requirements(DRIVER)
    normal = {top: {re.sub(r"[-_.]+", "-", name).lower() for name in names} for top, names in tops.items()}
    allowed = {top for top, names in normal.items() if names & needed}
    refused = normal.keys() - allowed
    assert {"numpy", "pandas", "scipy", "matplotlib"} <= refused
    names = [sys.executable, "-c", SCRIPT, ",".join(allowed), ",".join(refused)]
    run = subprocess.run(
        [*names, "--snakefile", str(REPOSITORY / "Snakefile"), "--dry-run", "--quiet", "all"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
