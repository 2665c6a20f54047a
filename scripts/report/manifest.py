"""What a run made, from what, and with which packages: digests instead of dates."""

import hashlib
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePath

from core.errors import StudyError


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def relative_names(paths: list[str]) -> list[str]:
    """Names below the folder that all `paths` share, with forward slashes: the same on every machine."""
    folder = os.path.commonpath([os.path.dirname(path) for path in paths])
    return [PurePath(os.path.relpath(path, folder)).as_posix() for path in paths]


def versions(packages: list[str]) -> dict[str, str]:
    """Versions of installed distributions and of Python; StudyError names one that is not installed."""
    try:
        return {"python": platform.python_version()} | {name: version(name) for name in packages}
    except PackageNotFoundError as error:
        raise StudyError(f"package {error.name} is not installed, so its version cannot be recorded") from None
