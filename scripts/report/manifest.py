"""What a run made, from what, and with which packages: digests instead of dates."""

import hashlib
import platform
import re
import sys
from importlib.metadata import distributions
from pathlib import PurePath
from site import getsitepackages, getusersitepackages

OWN = ("scripts", "rules", "resources", "envs")  # folders of the workflow, beside its Snakefile
PIN = re.compile(r"^ +- ([\w.-]+) *=+ *([\w.]+)", re.MULTILINE)  # a package and its version in an environment file


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def below(path: str, folder: str) -> str:
    """The part of `path` below the last folder of that name, with forward slashes: the same on every machine."""
    return PurePath(path).as_posix().rpartition(f"{folder.rstrip('/')}/")[2]


def own_name(path: str) -> str:
    """A file of the workflow by its path in the repository, the same wherever that lies."""
    parts = PurePath(path).parts
    folders = [place for place, part in enumerate(parts[:-1]) if part in OWN]
    return "/".join(parts[max(folders, default=-1) :])


def pins(environments: list[str]) -> dict[str, str]:
    """Packages and the versions to which the environment files, given by their text, pin them."""
    return dict(sorted(pin for text in environments for pin in PIN.findall(text) if pin[0] != "python"))


def versions(pinned: dict[str, str]) -> dict[str, str]:
    """Versions of Python and of the packages: the installed one, or the pin of a package that is not installed here.

    Here is the environment of the job, without what Snakemake adds to the path: the packages of its driver.
    """
    here = [place for place in (*getsitepackages(), getusersitepackages()) if place in sys.path]
    return {"python": platform.python_version()} | {name: _installed(name, here) or pin for name, pin in pinned.items()}


def _installed(name: str, places: list[str]) -> str | None:
    found = next(iter(distributions(name=name, path=places)), None)
    return found and found.version
