"""From a rule to its verb: the one place that knows Snakemake's job."""

import gc
import logging
import os
import platform
import sys
from collections.abc import Callable
from inspect import signature
from pathlib import Path

from core.digests import digests_of, record, refuse_changed
from core.errors import StudyError, named
from core.language import speak, unsaid, unsaid_words
from core.logs import log_to

OWN = {"id", "code", "script", "contents", "software", "language"}  # names that a rule has not for its verb
SPREAD = "settings"  # a param that holds several names, as a table of its own kind has


def run(verb: Callable, snakemake) -> None:
    """Call `verb` with its rule's named inputs, outputs and params, each under its own name; log to the rule's log.

    The param `settings` is spread: each of its keys is a name. The input `language` is the catalogue of the language
    in which the job prints; texts that it lacks are warned of.
    Raises TypeError naming what rule and function do not share, so that a misspelt param ends the job at once, and
    StudyError naming an input that is not what its own job wrote, or that changed while the job ran, or a module that
    changed since the run was planned.
    """
    log_to(snakemake.log[0])
    given = {}
    for part in (snakemake.input, snakemake.output, snakemake.params):
        given |= {name: _plain(value) for name, value in part.items()}
    given |= given.pop(SPREAD, {})
    speak(_listed(given.get("language", [])))
    given = {name: value for name, value in given.items() if name not in OWN}
    if unshared := given.keys() ^ signature(verb).parameters.keys():
        raise TypeError(f"rule and script differ in {', '.join(sorted(unshared))}")
    script, params = verb.__globals__["__file__"], {name: _plain(value) for name, value in snakemake.params.items()}
    job, code = params.pop("id"), params.pop("code")
    home = os.path.relpath(Path(script).parents[1])
    planned = {os.path.join(home, name): found for name, found in code.items()}
    read = digests_of(map(str, snakemake.input))
    refuse_changed(read)
    verb(**given)
    if lacking := unsaid():
        logging.warning(unsaid_words(lacking))
    if changed := [path for path, _ in (read | planned).items() - digests_of([*read, *planned]).items()]:
        raise StudyError(f"changed while a job read it: {named(sorted(changed))}.\n  Run the same command again.")
    account = {"job": job, "script": module(script), "params": params, "inputs": read, "code": code}
    record(map(str, snakemake.output), account | {"packages": _packages()})
    gc.freeze()  # else Python looks through all that was imported once more before it ends


def module(path: str) -> str:
    """A module of scripts/ by its folder and name, the same wherever the workflow lies."""
    return "/".join(path.replace("\\", "/").split("/")[-2:])


def _packages() -> dict[str, str]:
    """The version of Python, and of each installed package of the name of a module that is loaded."""
    loaded = {name for name in sys.modules if "." not in name and not name.startswith("_")} - sys.stdlib_module_names
    folders = [folder.stem for place in reversed(sys.path) for folder in Path(place).glob("*.dist-info")]
    installed = dict(folder.lower().split("-", 1) for folder in folders)
    return {"python": platform.python_version()} | {name: installed[name] for name in sorted(loaded & installed.keys())}


def _listed(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _plain(value):
    """Lists of files, and containers of params, as Python's own."""
    return list(value) if isinstance(value, (list, tuple)) else value
