"""Make a conda channel on disk from wheels and the running Python: `make_channel.py CHANNEL WHEELS`.

It is a device of the tests: they solve and create the environments of `envs/` from exactly the versions of
`requirements.lock`, without a network. Its packages are not the builds of conda-forge.
"""

import asyncio
import hashlib
import json
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from concurrent.futures import ProcessPoolExecutor
from email import message_from_string
from functools import partial
from pathlib import Path

from installer import install
from installer.destinations import SchemeDictionaryDestination
from installer.sources import WheelFile
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import Platform
from rattler.index import index_fs

SUBDIR = str(Platform.current())
SERIES = "{}.{}".format(*sys.version_info)
LIBRARY = f"lib/python{SERIES}"
NEXT = f"{sys.version_info.major}.{sys.version_info.minor + 1}"
LEFT_OUT = shutil.ignore_patterns("site-packages", "test", "__pycache__", "idlelib", "ensurepip", "config-*")


def pack(stage: Path, channel: Path, name: str, version: str, depends: list[str]) -> None:
    """Write the files below `stage` as a conda package of the channel."""
    files = [path for path in sorted(stage.rglob("*")) if path.is_symlink() or path.is_file()]
    index = {"name": name, "version": version, "build": "0", "build_number": 0, "depends": depends, "subdir": SUBDIR}
    paths = {"paths": [entry(path, stage) for path in files], "paths_version": 1}
    (stage / "info").mkdir()
    for stem, content in {"index": index, "paths": paths}.items():
        (stage / f"info/{stem}.json").write_text(json.dumps(content), encoding="utf-8")
    with tarfile.open(channel / SUBDIR / f"{name}-{version}-0.tar.bz2", "w:bz2", compresslevel=1) as archive:
        for path in [*files, *(stage / "info").iterdir()]:
            archive.add(path, path.relative_to(stage))


def entry(path: Path, stage: Path) -> dict:
    """What paths.json says of a file."""
    named = {"_path": str(path.relative_to(stage))}
    if path.is_symlink():
        return named | {"path_type": "softlink"}
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return named | {"path_type": "hardlink", "sha256": digest, "size_in_bytes": len(content)}


def pack_python(channel: Path) -> None:
    """The running interpreter with its standard library, as the package `python`."""
    home = Path(sys.base_prefix)
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        shutil.copytree(home / LIBRARY, stage / LIBRARY, ignore=LEFT_OUT)
        (stage / "bin").mkdir()
        shutil.copy2(home / f"bin/python{SERIES}", stage / "bin")
        (stage / "bin/python").symlink_to(f"python{SERIES}")
        for library in home.glob("lib/libpython*.so*"):
            shutil.copy2(library, stage / "lib", follow_symlinks=False)
        pack(stage, channel, "python", platform.python_version(), [])


def pack_wheel(wheel: Path, channel: Path) -> None:
    """A wheel with what it depends on, as a package."""
    with tempfile.TemporaryDirectory() as folder, WheelFile.open(wheel) as source:
        stage = Path(folder)
        site = str(stage / LIBRARY / "site-packages")
        places = {"purelib": site, "platlib": site, "data": folder}
        places |= {"scripts": str(stage / "bin"), "headers": str(stage / "include")}
        install(source, SchemeDictionaryDestination(places, "/usr/bin/env python", "posix"), {})
        metadata = message_from_string(source.read_dist_info("METADATA"))
        pack(stage, channel, canonicalize_name(source.distribution), source.version, depends(metadata))


def depends(metadata) -> list[str]:
    """What a wheel without extras needs, as conda writes it."""
    requirements = map(Requirement, metadata.get_all("Requires-Dist", []))
    here = [one for one in requirements if not one.marker or one.marker.evaluate({"extra": ""})]
    named = [f"{canonicalize_name(one.name)} {one.specifier}".strip() for one in here]
    return [f"python >={SERIES},<{NEXT}.0a0", *named]


def make_channel(channel: Path, wheels: Path) -> None:
    for subdir in (SUBDIR, "noarch"):
        (channel / subdir).mkdir(parents=True)
    pack_python(channel)
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(pack_wheel, channel=channel), sorted(wheels.glob("*.whl"))))
    asyncio.run(index_fs(channel))


if __name__ == "__main__":
    make_channel(*map(Path, sys.argv[1:]))
    os._exit(0)  # threads of py-rattler can abort the interpreter while it shuts down
