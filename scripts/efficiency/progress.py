"""Word of long computations, through logging."""

import logging
import time

INTERVAL = 5.0  # seconds between two messages

logger = logging.getLogger(__name__)


class Progress:
    """Logs how far a computation is, at most once in `INTERVAL` seconds: a short one says nothing."""

    def __init__(self, what: str, total: int):
        self.what, self.total, self.last = what, total, time.monotonic()

    def report(self, done: int, pool: int) -> None:
        now = time.monotonic()
        if now - self.last >= INTERVAL:
            self.last = now
            logger.info("%s: %d of %d units, %d of them in the pool", self.what, done, self.total, pool)
