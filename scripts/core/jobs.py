"""From a rule to its verb: the one place that knows Snakemake's job."""

from collections.abc import Callable
from inspect import signature

from core.digests import record, refuse_changed
from core.logs import log_to

OWN = {"id", "code", "script"}  # names that a rule has for Snakemake alone
SPREAD = "settings"  # a param that holds several names, as a table of its own kind has


def run(verb: Callable, snakemake) -> None:
    """Call `verb` with its rule's named inputs, outputs and params, each under its own name; log to the rule's log.

    The param `settings` is spread: each of its keys is a name.
    Raises TypeError naming what rule and function do not share, so that a misspelt param ends the job at once, and
    StudyError naming an input that is not what its own job wrote.
    """
    log_to(snakemake.log[0])
    given = {}
    for part in (snakemake.input, snakemake.output, snakemake.params):
        given |= {name: _plain(value) for name, value in part.items()}
    given |= given.pop(SPREAD, {})
    given = {name: value for name, value in given.items() if name not in OWN}
    if unshared := given.keys() ^ signature(verb).parameters.keys():
        raise TypeError(f"rule and script differ in {', '.join(sorted(unshared))}")
    refuse_changed(map(str, snakemake.input))
    verb(**given)
    record(map(str, snakemake.output))


def _plain(value):
    """Lists of files, and containers of params, as Python's own."""
    return list(value) if isinstance(value, (list, tuple)) else value
