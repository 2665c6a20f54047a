"""A log that holds the error, and a screen that holds its message."""

import logging
import sys

from core.errors import StudyError


def log_to(path: str) -> None:
    """Send records, warnings and the traceback of an uncaught error to the file `path`.

    The screen gets the same records; of a `StudyError` it gets the message alone, because there the
    fault is in the study and not in the code. Whoever stops a job (Ctrl-C) gets nothing.
    """

    def record(kind, error, trace):
        if issubclass(kind, StudyError):
            logging.critical("%s", error, exc_info=(kind, error, trace), extra={"file_only": True})
            print(f"\nError: {error}\n", file=sys.stderr)
        elif issubclass(kind, KeyboardInterrupt):
            logging.critical("interrupted", extra={"file_only": True})
        else:
            logging.critical("%s", error, exc_info=(kind, error, trace))

    sys.excepthook = record
    try:
        file = logging.FileHandler(path, mode="w", encoding="utf-8")
    except OSError as error:
        raise SystemExit(
            f"\nError: the log {path} cannot be written: {error.strerror}; mend that and run again\n"
        ) from None
    screen = logging.StreamHandler()
    screen.addFilter(lambda record: not getattr(record, "file_only", False))
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", handlers=[file, screen], force=True)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that cannot be written ends nothing
