import logging
from collections import Counter

import pytest

from core.progress import Progress, duration


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0:00"), (12, "0:12"), (59.6, "1:00"), (3599.7, "1:00:00"), (3723, "1:02:03")]
)
def test_durations(seconds, said):
    assert duration(seconds) == said


def shown(progress, event, msg="words", **fields):
    """What the screen shows of a record, None if nothing."""
    record = logging.makeLogRecord({"msg": msg, "event": event, **fields})
    return progress.format(record) if progress.filter(record) else None


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def progress():
    """A run of four jobs of one rule, two of another and the last, one of which has started."""
    progress = Progress(Counter(fit=4, plot=2, all=1), logging.Formatter("as it was: %(message)s"), Clock())
    said = shown(progress, "job_info", jobid=7, rule_msg="castle: table baseline", rule_name="fit")
    assert said == "[1/7] castle: table baseline"
    return progress


def test_a_job_is_a_line_with_its_number_and_the_rest_at_the_means_of_rules(progress):
    shown(progress, "job_info", jobid=8, rule_msg="yreb: table first", rule_name="fit")
    progress.clock.now = 6.0
    assert shown(progress, "job_finished", job_id=7) is None
    said = shown(progress, "job_info", jobid=9, rule_msg="castle: figure", rule_name="plot")
    assert said == "[3/7, 0:36 left] castle: figure"  # six jobs at 6 s, one at a time so far
    progress.clock.now = 10.0
    shown(progress, "job_finished", job_id=8)
    shown(progress, "job_finished", job_id=9)
    said = shown(progress, "job_info", jobid=10, rule_msg=None, rule_name="fit")
    assert said == "[4/7, 0:13 left] fit"  # two fits of 8 s, a plot of 4 s, one of the median 6 s; 20 s done in 10 s


@pytest.mark.parametrize("event", ["job_started", "progress"])
def test_what_the_next_line_says_again_is_passed_over(progress, event):
    assert shown(progress, event) is None
    assert shown(progress, None, "Select jobs to execute...") is None


def test_other_words_stay_and_a_failure_is_kept_with_its_log(progress):
    assert shown(progress, None) == shown(progress, "shellcmd") == "as it was: words"
    assert shown(progress, "job_error", jobid=7, rule_name="fit", log=["logs/a.log"]) == "as it was: words"
    assert progress.failed == ["castle: table baseline; log: logs/a.log"]


def test_jobs_that_the_screen_was_kept_from_end_without_a_line():
    progress = Progress(Counter(fit=1), logging.Formatter("%(message)s"), Clock())  # `snakemake --quiet rules`
    assert shown(progress, "job_finished", job_id=7) is None
    shown(progress, "job_error", jobid=7, rule_name="fit", log=["logs/a.log"])
    assert progress.failed == ["fit; log: logs/a.log"]
