"""Into how many chunks the draws of a study are worth parting: a rule of thumb from measured costs.

A job of a cluster waits, starts and reads the study before it works, so a chunk should work for a minute or more.
"""

from core.choices import MOST_CHUNKS

MINUTE = 60
# Seconds on one core for each row, measured (tests/benchmarks/cluster.md).
DRAW = 50e-9  # of a placebo: 20e-9 with one cluster in a balanced sample, 55e-9 with holes, 110e-9 with two clusters
REPLICATION = 40e-6  # of a bootstrap: 14e-6 of 90,750 rows, 32e-6 to 53e-6 of the studies that ship


def chunks_of(placebo: list[tuple[int, int]], replications: int, rows: int, chunks: dict[str, int]) -> list[str]:
    """A line for each kind of draws that a study has.

    placebo : draws and rows of each model; rows : of the panel, all scored in each of the `replications`
    chunks : how many the configuration says, by kind
    """
    draws = {"placebo": sum(number for number, _ in placebo), "bootstrap": replications}
    work = {
        "placebo": DRAW * sum(number * size for number, size in placebo),
        "bootstrap": REPLICATION * replications * rows,
    }
    return [_words(kind, draws[kind], work[kind], chunks[kind]) for kind in draws if draws[kind]]


def advised(seconds: float) -> int:
    """Chunks of at least a minute, as many as there may be."""
    return min(max(1, int(seconds // MINUTE)), MOST_CHUNKS)


def _words(kind: str, draws: int, seconds: float, chosen: int) -> str:
    work = f"about {seconds / MINUTE:,.0f} minutes" if seconds >= MINUTE else "less than a minute"
    number = advised(seconds)
    parts = f"{number} chunk{'s' if number > 1 else ''}"
    return f"{kind}: {draws:,d} draws, {work} of work: {parts} on a cluster; `{kind}.chunks` is {chosen}"
