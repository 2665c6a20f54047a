"""Manuscripts of any format as HTML, by pandoc: without a network, within bounds of time and memory."""

import re
import subprocess
from pathlib import Path

import pypandoc

from core.errors import StudyError

SECONDS = 60  # that one manuscript may take; a paper of 15 tables takes less than one
MEMORY = "768M"  # that pandoc may hold
RUN = ["--to=html", "--standalone", "--wrap=preserve", "--sandbox", "--track-changes=accept"]
LINE = re.compile(r"line (\d+)")
POSITION = re.compile(r"Error at|\(line \d+, column \d+\):?|\bTok\b")


def html(content: bytes, form: str, path: Path) -> str:
    """`content`, which is of pandoc's format `form`, as one page of HTML; `path` is what a fault is said of.

    Raises StudyError for what pandoc cannot read, and for what takes longer or more memory than a manuscript does.
    """
    command = [_pandoc(), f"--from={form}", *RUN, "+RTS", f"-M{MEMORY}", "-RTS"]
    try:
        run = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise StudyError(
            f"{path}: pandoc has not read it in {SECONDS} s. Leave out what is neither text nor table"
        ) from None
    if run.returncode:
        raise StudyError(f"{path}: {_why(run.stderr.decode(errors='replace'), content)}")
    return run.stdout.decode()


def _pandoc() -> str:
    try:
        return pypandoc.get_pandoc_path()
    except OSError:
        raise StudyError("pandoc, which reads manuscripts, is not installed; `make setup` installs it") from None


def _why(said: str, content: bytes) -> str:
    """What pandoc said, with the line that it stopped at if it names one."""
    if "heap" in said.lower():
        return f"pandoc needs more than {MEMORY} of memory for it. Leave out what is neither text nor table"
    line, text = LINE.search(said), content.splitlines()
    near = text[min(int(line[1]), len(text)) - 1].decode(errors="replace").strip()[:80] if line and text else ""
    reason = " ".join(POSITION.sub("", said).split())[:200].rstrip(" .^")  # of the prepared text, not of the file
    return f"pandoc cannot read it{f', at `{near}`' if near else ''}: {reason}. Mend that, or save the file again"
