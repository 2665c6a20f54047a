"""What a driver and its environments are made from, under `build/environments/`, made once for a lock."""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_study import REPOSITORY

HERE = Path(__file__).parent
LOCK = REPOSITORY / "requirements.lock"
MADE_FROM = (LOCK, HERE / "tools.txt", HERE / "make_channel.py")
BUILT = REPOSITORY / "build" / "environments"


@pytest.fixture(scope="session")
def built():
    """A folder with `wheels` of the lock, a conda channel of them, the tools of the stand-in, and a bare `driver`."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64") or sys.base_prefix == "/usr":
        pytest.skip("the channel is made from wheels for Linux on x86-64, and from a Python that can be moved")
    key = hashlib.sha256(b"".join(path.read_bytes() for path in MADE_FROM) + sys.version.encode()).hexdigest()
    if not ((BUILT / "key").is_file() and (BUILT / "key").read_text() == key):
        shutil.rmtree(BUILT, ignore_errors=True)
        build()
        (BUILT / "key").write_text(key)
    return BUILT


def build() -> None:
    wheels = BUILT / "wheels"
    call(sys.executable, "-m", "pip", "wheel", "--no-deps", "--require-hashes", "-r", LOCK, "-w", wheels)
    tools, driver = environment("tools"), environment("driver")
    call(tools, "-m", "pip", "install", "--require-hashes", "-r", HERE / "tools.txt")
    call(tools, HERE / "make_channel.py", BUILT / "channels" / "conda-forge", wheels)
    pins = BUILT / "pins.txt"
    pins.write_text("".join(f"{name}=={version}\n" for name, version in locked().items()))
    call(driver, "-m", "pip", "install", "--no-index", "-f", wheels, "-c", pins, "snakemake", "pydantic")


def environment(name: str) -> Path:
    """The interpreter of a new virtual environment."""
    call(sys.executable, "-m", "venv", BUILT / name)
    return BUILT / name / "bin" / "python"


def call(*command) -> None:
    run = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert run.returncode == 0, run.stdout


def locked() -> dict[str, str]:
    """Packages of the lock with their versions."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(scope="session")
def bare(built):
    """Run Snakemake with a driver that has nothing to compute with, and with the stand-in of conda."""

    def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess:
        path = os.pathsep.join(map(str, [HERE / "bin", built / "driver" / "bin", "/usr/bin", "/bin"]))
        blas = {name: value for name, value in os.environ.items() if name.startswith("OPENBLAS_")}  # of this machine
        return subprocess.run(
            ["snakemake", "--sdm", "conda", *arguments],
            cwd=folder,
            env={**blas, "PATH": path, "HOME": str(folder / "home"), "STAND_IN": str(built)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return run
