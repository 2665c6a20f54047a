"""A run on the screen: one line for each job that starts."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from statistics import fmean, median

PASSED_OVER = {"job_started", "job_finished", "progress"}  # events that the line of the next job says again
SELECTION = "Select jobs to execute..."  # said before every job


class Progress(logging.Formatter):
    """Filter and formatter of the screen: ``[37/131, 0:12 left] castle: table baseline``.

    Errors and all other words are left as they are. Of jobs that `--quiet` keeps from the screen only failures are noted.

    jobs : by rule, how many the run starts; others : formats all other records
    """

    def __init__(self, jobs: Counter, others: logging.Formatter, clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.waiting, self.total = Counter(jobs), jobs.total()
        self.others, self.clock, self.begun = others, clock, clock()
        self.started: dict[int, tuple[str, str, float]] = {}  # rule, message and time of a job
        self.times: dict[str, list[float]] = defaultdict(list)  # of the finished jobs of a rule
        self.failed: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the screen shows a record; what it says of jobs is noted."""
        event = getattr(record, "event", None)
        if event == "job_info":
            message = record.rule_msg or record.rule_name
            self.started[record.jobid] = record.rule_name, message, self.clock()
        elif event == "job_finished" and record.job_id in self.started:
            rule, _, since = self.started[record.job_id]
            self.times[rule].append(self.clock() - since)
            self.waiting[rule] -= 1
        elif event == "job_error":
            _, message, _ = self.started.get(record.jobid, (None, record.rule_name, None))
            self.failed.append(f"{message}; log: {', '.join(record.log)}")
        return event not in PASSED_OVER and record.msg != SELECTION

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "event", None) != "job_info":
            return self.others.format(record)
        left = f", {duration(self.left())} left" if self.times else ""
        return f"[{len(self.started)}/{self.total}{left}] {self.started[record.jobid][1]}"

    def left(self) -> float:
        """Seconds that the rest takes: each job the mean of its rule, or the median of all if none of it has finished,
        and as many at once as so far."""
        spent = [seconds for times in self.times.values() for seconds in times]
        usual = median(spent)
        rest = sum(
            number * (fmean(self.times[rule]) if rule in self.times else usual) for rule, number in self.waiting.items()
        )
        return rest * min(1.0, (self.clock() - self.begun) / max(sum(spent), 1e-9))


def duration(seconds: float) -> str:
    """``0:12``, ``1:02:03``."""
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
