"""What is read of a file: its bytes, if there are no more than a manuscript has."""

from pathlib import Path

from core.errors import StudyError

LARGEST = 2**26  # bytes of a file


def contents(path: Path) -> bytes:
    """The bytes of a file; StudyError if there is none, it is empty, or larger than manuscripts are."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise StudyError(f"{path}: has {size:,d} bytes; allowed are {LARGEST:,d}. Leave out its pictures")
        content = path.read_bytes()
    except FileNotFoundError:
        raise StudyError(f"{path}: there is no such file") from None
    except OSError as error:
        raise StudyError(f"{path}: cannot be read: {error.strerror}") from None
    if not content.strip():
        raise StudyError(f"{path}: is empty")
    return content
