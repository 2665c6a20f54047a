"""The log of a script holds the traceback; the screen holds the message of a fault in the study."""

import subprocess
import sys
from pathlib import Path

import pytest

from core.logs import log_to

SCRIPTS = Path(__file__).parents[2] / "scripts"
SCRIPT = """
import sys, warnings
sys.path.insert(0, sys.argv[1])
from core.errors import StudyError
from core.logs import log_to
log_to(sys.argv[2])
warnings.warn("a warning")
raise {error}("row 7 is wrong")
"""


@pytest.mark.parametrize(("error", "on_screen"), [("StudyError", False), ("KeyError", True)])
def test_the_log_has_the_traceback_and_the_screen_the_message(tmp_path, error, on_screen):
    log = tmp_path / "log"
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(error=error), str(SCRIPTS), str(log)], capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "row 7 is wrong" in run.stderr
    assert ("Traceback" in run.stderr) == on_screen
    assert "Traceback" in log.read_text()
    assert "a warning" in log.read_text()


def test_a_job_that_is_stopped_shows_no_traceback(tmp_path):
    script = SCRIPT.format(error="KeyboardInterrupt")
    run = subprocess.run([sys.executable, "-c", script, str(SCRIPTS), str(tmp_path / "log")], capture_output=True)
    assert run.returncode != 0
    assert run.stderr.count(b"row 7 is wrong") == run.stderr.count(b"Traceback") == 0
    assert "interrupted" in (tmp_path / "log").read_text()


def test_a_log_that_cannot_be_written_is_one_message(tmp_path):
    with pytest.raises(SystemExit, match=r"Error: the log .*job.log cannot be written: No such file or directory"):
        log_to(str(tmp_path / "absent" / "job.log"))
