"""In each job of a workflow: CPU seconds of the start, of Snakemake's imports and of all others, and in all.

Python imports this file at its start where its folder is on PYTHONPATH. A line a job is added to the file $SPENT.
"""

import atexit
import builtins
import os
import sys
import time
from pathlib import Path

STARTED = time.process_time()
SCRIPT = next((word for word in sys.orig_argv if "/.snakemake/scripts/" in word), None)
spent = {"theirs": 0.0, "others": 0.0}
ordinary = builtins.__import__


def clocked(name, *arguments, **named):
    """Import, and add the time; imports inside of this one are part of it."""
    builtins.__import__ = ordinary
    begun = time.process_time()
    try:
        return ordinary(name, *arguments, **named)
    finally:
        spent["theirs" if name.startswith("snakemake") else "others"] += time.process_time() - begun
        builtins.__import__ = clocked


def write():
    script = Path(SCRIPT).name.split(".")[1]
    row = (script, STARTED, spent["theirs"], spent["others"], time.process_time())
    with open(os.environ["SPENT"], "a", encoding="utf-8") as file:
        file.write("\t".join(map(str, row)) + "\n")


if SCRIPT:
    atexit.register(write)
    builtins.__import__ = clocked
